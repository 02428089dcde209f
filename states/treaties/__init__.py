"""Treaties as data: one reviewed file each. Code asks the data; it never says "article 30" itself."""

from states.treaties.loading import TreatyFileError, UnknownTreatyError, get_treaty_rules, treaty_codes
from states.treaties.schema import Localised, TreatyRules

__all__ = [
    "Localised",
    "TreatyFileError",
    "TreatyRules",
    "UnknownTreatyError",
    "get_treaty_rules",
    "treaty_codes",
]
