"""Invented letters for tests: those that previews show."""

from documents.letters.samples import request_letter, step_letter

__all__ = ["request_letter", "step_letter"]
