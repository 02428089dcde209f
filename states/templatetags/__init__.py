"""Template tags of States and treaties."""
