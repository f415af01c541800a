"""Countries and the groups of countries that providers and laws speak of.

Membership: EU treaties (27 states since 2020-02-01), EEA agreement, EFTA convention.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from babel import Locale

EU = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
EEA = EU | {"IS", "LI", "NO"}
EFTA = frozenset({"CH", "IS", "LI", "NO"})
GROUPS = {"EU": EU, "EEA": EEA, "EFTA": EFTA}

NOT_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
CODES = frozenset(
    code
    for code in map(str, Locale("en").territories)
    if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
)
"""Two-letter country codes, as Unicode's locale data names them."""


def is_market(token: str) -> bool:
    """Is this a country code or a group we know?"""
    return token in CODES or token in GROUPS


def expand(markets: Iterable[str]) -> frozenset[str]:
    """Return the countries in a list of codes and groups."""
    return frozenset().union(*(GROUPS.get(token, {token}) for token in markets))


def country_name(code: str, language: str) -> str:
    """Return the country's name in a language, or the code where there is none."""
    return str(Locale.parse(language, sep="-").territories.get(code, code))


WITH_ARTICLE = frozenset({"AE", "BS", "CF", "DO", "GB", "GM", "MV", "NL", "PH", "US"})
"""The countries that English sentences name with "the"."""


def country_in_text(code: str, language: str) -> str:
    """Return the country's name as it stands in a sentence: "in the Netherlands"."""
    name = country_name(code, language)
    article = "the " if language == "en" and code in WITH_ARTICLE else ""
    return f"{article}{name}"


@lru_cache(maxsize=8)
def countries_by_name(language: str) -> list[tuple[str, str]]:
    """Return (code, name) for all countries, in the alphabet of the language."""
    names = [(code, country_name(code, language)) for code in CODES]
    names = [(code, name) for code, name in names if name != code]  # not named yet
    return sorted(names, key=lambda pair: _alphabetical(pair[1], language))


def _alphabetical(name: str, language: str) -> str:
    # Swedish sorts å, ä, ö after z; elsewhere accents are folded by their base letter.
    if language == "sv":
        return name.casefold().translate(str.maketrans("åäö", "{|}"))
    return name.casefold().replace("å", "a").replace("ö", "o").replace("é", "e")
