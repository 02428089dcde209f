"""What letters say: the data contract, and the wording around it."""
