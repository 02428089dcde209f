"""The REST door to States and treaties, and who stands at it."""
