"""The case file: its kinds, its workflow, and everything an officer does with it."""
