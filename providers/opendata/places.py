"""Which country an address is in, where its last line says so."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

from providers.countries import CODES, country_name

LANGUAGES = [
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "fi",
    "fr",
    "hr",
    "it",
    "nl",
    "pl",
    "sv",
]
OTHER_SPELLINGS = {
    "czech republic": "CZ",
    "hong kong": "HK",
    "republic of singapore": "SG",
    "the netherlands": "NL",
    "turkey": "TR",
    "united states of america": "US",
}
"""As addresses have it, beside the names of Unicode's locale data."""


def split_address(address: str) -> tuple[tuple[str, ...], str | None]:
    """Return the lines without the country, and the country if it can be told."""
    lines = [line for line in (one.strip() for one in address.splitlines()) if line]
    code = country_names().get(lines[-1].casefold().rstrip(".")) if lines else None
    return tuple(lines[:-1] if code else lines), code


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Return codes by name in many languages; a name of two countries is left out."""
    found: dict[str, set[str]] = {}
    for language in map(Locale, LANGUAGES):
        for code in CODES:
            name = country_name(code, str(language)).casefold()
            found.setdefault(name, set()).add(code)
    sure = {
        name: code for name, codes in found.items() if len(codes) == 1 for code in codes
    }
    return sure | OTHER_SPELLINGS
