"""The REST door to documents: seen by whoever sees the case, downloaded as from the page."""
