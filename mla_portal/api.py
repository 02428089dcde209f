"""The only API router: every viewset is registered here."""
