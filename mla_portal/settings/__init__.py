"""Django's settings: `environment` reads what is set from outside, `base` derives the rest from it."""
