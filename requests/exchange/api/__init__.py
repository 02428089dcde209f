"""The exchange over the API: an authority's own intake, and the face towards counterparts."""
