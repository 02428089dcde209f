"""Valid objects for tests, one module per app."""
