"""MLA Portal: the project, and the platform every app stands on."""
