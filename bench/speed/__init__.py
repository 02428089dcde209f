"""`make bench`: what the portal costs, beside the bare work that stands beneath it."""
