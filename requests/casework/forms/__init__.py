"""What officers type: forms check shape and wording, services decide."""
