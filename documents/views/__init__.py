"""Pages of documents: public verification, downloads, schemas."""
