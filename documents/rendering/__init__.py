"""Letters as PDF/A-3a and PDF/UA-1: pure functions from data to bytes, without a database.

Empty on purpose: `fonts` and `outline` are light, `pdf` loads WeasyPrint. Why so: ADR 0015.
"""
