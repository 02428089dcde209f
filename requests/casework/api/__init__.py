"""The REST door to case files: the *file* face, for the holder's own agencies and those it assigned."""
