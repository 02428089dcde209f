"""Pages of intake and delivery."""
