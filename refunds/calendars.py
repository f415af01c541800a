"""Working days by country and year, from the ``holidays`` library."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

import holidays

from refunds.engine.limits import EVERY_DAY, Calendar

SATURDAY = 5
MOVED = "substituted"
"""Part of the name of a bridging day that a government moves there; not a holiday."""


def calendar_of(
    country: str, categories: tuple[str, ...], more: tuple[str, ...]
) -> Calendar:
    """Return the calendar by which limits move in a country.

    Args:
        country: two-letter code.
        categories: kinds of holidays, in the library's words.
        more: further days of each year, as ``MM-DD``.
    """
    if country not in holidays.list_supported_countries():
        return EVERY_DAY  # rather too early than a day that may not be there
    return Calendar(_working_days(country, categories, more))


def kinds_not_known(countries: Iterable[str], kinds: Iterable[str]) -> list[str]:
    """Return the kinds of holidays that some country does not have, each as ``NO: x``.

    A country without a calendar moves no limit, whatever the kind.
    """
    known = holidays.list_supported_countries()
    wanted = set(kinds)
    return [
        f"{country}: {kind}"
        for country in sorted(set(countries) & set(known))
        for kind in sorted(wanted - _kinds_of(country))
    ]


@lru_cache(maxsize=256)
def _kinds_of(country: str) -> frozenset[str]:
    return frozenset(holidays.country_holidays(country).supported_categories)


@lru_cache(maxsize=256)
def _working_days(
    country: str, categories: tuple[str, ...], more: tuple[str, ...]
) -> Callable[[date], bool]:
    @lru_cache(maxsize=1024)
    def is_working(day: date) -> bool:
        if day.weekday() >= SATURDAY or f"{day:%m-%d}" in more:
            return False
        return day not in _holidays(country, categories, day.year)

    return is_working


@lru_cache(maxsize=4096)
def _holidays(country: str, categories: tuple[str, ...], year: int) -> frozenset[date]:
    named = holidays.country_holidays(
        country, years=year, categories=categories, language="en_US", expand=False
    )
    return frozenset(day for day, name in named.items() if MOVED not in name)
