"""The reference data that every installation starts from: reviewed files, with their sources."""
