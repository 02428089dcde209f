"""Sovereign States, their authorities and members, treaties, and who is bound by what on which date."""
