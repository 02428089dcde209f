"""What every app stands on: fail-closed querysets and views, versions, confidentiality."""
