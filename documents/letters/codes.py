"""Verification codes: 125 random bits in Crockford's alphabet, which survives being read aloud and typed."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 25
_MISREAD = str.maketrans("OIL", "011", "- ")


def new_code() -> str:
    """A fresh code in canonical form: 25 characters, no dashes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """As printed: five groups of five."""
    return "-".join(code[start : start + 5] for start in range(0, LENGTH, 5))


def canonical(typed: str) -> str | None:
    """What a person typed, put right in case, dashes and misread letters; None if it cannot be a code."""
    code = typed.strip().upper().translate(_MISREAD)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
