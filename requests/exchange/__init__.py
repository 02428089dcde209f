"""What passes between authorities: the intake of whatever arrives, and delivery from desk to desk."""
