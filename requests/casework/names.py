"""Folds names so that one person is found in the spellings of several languages and scripts.

anyascii (tables for all scripts) writes any script in Latin letters. Arabic leaves out vowels, and
transliterations differ in vowels and doubled letters, hence the skeleton of consonants beside it. Phonetic
libraries (Metaphone and its kin) encode English pronunciation and part what belongs together.
"""

import re
from functools import reduce

from anyascii import anyascii

_SAME_SOUND = (
    ("tsch", "c"), ("sch", "s"), ("tch", "c"), ("dzh", "d"), ("dj", "d"), ("kh", "h"), ("gh", "g"),
    ("sh", "s"), ("zh", "z"), ("ch", "c"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("cz", "c"), ("ts", "c"),
    ("q", "k"), ("x", "ks"), ("w", "v"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouyj]")
_DOUBLED = re.compile(r"(.)\1+")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


def fold(name: str) -> str:
    """The name in lower-case Latin letters without diacritics: `Đorđe Ćirić` and `Ђорђе Ћирић` come close."""
    latin = anyascii(name).lower().replace("'", "").replace("`", "")
    return " ".join(_NOT_A_LETTER.sub(" ", latin).split())


def skeleton(name: str) -> str:
    """The consonants of each word, like sounds alike: `Mohammed`, `Muhammad` and `محمد` are all `mhmd`."""
    return " ".join(_bare(word) for word in fold(name).split())


def _bare(word: str) -> str:
    sounds = reduce(lambda text, pair: text.replace(*pair), _SAME_SOUND, word)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", sounds)) or word
