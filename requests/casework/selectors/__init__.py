"""Reads for pages: typed rows, always from `visible_to`."""
