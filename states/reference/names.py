"""Names and codes of States, from ISO 3166-1 (pycountry) and CLDR (Babel)."""

import gettext
from functools import cache
from typing import NamedTuple

import pycountry
from babel import Locale
from babel.core import get_global

CLDR_LANGUAGES = frozenset({"ar"})
"""Languages in which the names of States are not stored: those of CLDR serve."""


class StateNames(NamedTuple):
    alpha3: str
    en: str
    fr: str
    es: str


def state_names(code: str, *, as_iso: bool) -> StateNames:
    """A State's three-letter code and names: ISO's own, or CLDR's, which are the everyday ones.

    Raises KeyError for a code that neither knows.
    """
    country = pycountry.countries.get(alpha_2=code)
    if country and as_iso:
        names = [_in_order(_translation(language).gettext(country.name)) for language in ("en", "fr", "es")]
    else:
        names = [Locale.parse(language).territories[code] for language in ("en", "fr", "es")]
    return StateNames(country.alpha_3 if country else _user_assigned_alpha3(code), *names)


@cache
def cldr_name(code: str, language: str) -> str:
    """A State's everyday name in a language that letters are written in; empty in others."""
    return str(Locale.parse(language).territories.get(code, "")) if language in CLDR_LANGUAGES else ""


def is_known(code: str) -> bool:
    """Whether ISO lists the code, or CLDR names a place that uses it."""
    return pycountry.countries.get(alpha_2=code) is not None or code in Locale.parse("en").territories


@cache
def _translation(language: str) -> gettext.NullTranslations:
    return gettext.translation(
        "iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=language == "en"
    )


def _in_order(name: str) -> str:
    """ISO lists by the proper name first: “Palestine, State of” is the State of Palestine."""
    return " ".join(reversed(name.split(", "))).removeprefix("The ")


def _user_assigned_alpha3(code: str) -> str:
    """For a code that ISO leaves to its users, as Kosovo's: the three letters that CLDR equates with it."""
    aliases = get_global("territory_aliases").items()
    return next(alias for alias, codes in aliases if codes == [code] and len(alias) == 3 and alias.isalpha())
