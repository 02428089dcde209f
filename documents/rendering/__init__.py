"""Letters as PDF/A-3a and PDF/UA-1: pure functions from data to bytes, without a database.

The way all of it fits in one file was measured step by step; see `docs/adr` on letters.
"""

from documents.rendering.outline import Outline
from documents.rendering.pdf import RenderingError, render, warm_up

__all__ = ["Outline", "RenderingError", "render", "warm_up"]
