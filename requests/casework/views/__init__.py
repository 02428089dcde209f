"""The browser's door to case files."""
