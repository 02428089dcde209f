"""Every write of documents and letters."""
