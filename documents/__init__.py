"""Files and their versions, letters and seals. The case owns the link to a document."""
