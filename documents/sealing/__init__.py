"""The seal: its key, putting it on a letter, and examining it on a stored file. No database."""

from documents.sealing.examine import Examination, examine
from documents.sealing.key import SealKey, SealKeyError, seal_key
from documents.sealing.seal import SealingError, seal

__all__ = ["Examination", "SealKey", "SealKeyError", "SealingError", "examine", "seal", "seal_key"]
