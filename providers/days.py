"""Days as people write them, in Swedish and in English, whatever the page's language.

What can be meant in two ways is not read at all: "a month ago", "next Friday",
"260303", or "Monday" on a Monday. Why this is our own: README.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from providers.daywords import (
    AWAY,
    COUNTED,
    COUNTS,
    DATES,
    MONTHS,
    ON_WEEKDAY,
    UNITS,
    WEEKDAYS,
    Time,
)
from providers.spelling import folded

LONGEST = 60
"""What is longer is no day; it is not worth reading."""

YEARS_AROUND = 8
"""Between two 29 Februaries there are never more."""


class NoSuchDay(ValueError):
    """A day that no calendar has: 30 February, 3/13."""


class OtherWeekday(ValueError):
    """A date with a weekday that is not its own."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


def read_day(text: str, today: date, time: Time) -> date | None:
    """Return "igår", "3 mars", "3/3", "last Monday" or 2026-03-03 as a day.

    Without a year it is the nearest such day in the time that is asked about. ``None``
    for what names no day, or could name two.

    Raises:
        NoSuchDay: it is written like a day, and there is none.
        OtherWeekday: what day that would be.
    """
    if len(text) > LONGEST:
        return None
    said = " ".join(folded(text).split()).strip(" .,")
    if said in AWAY:
        return today + timedelta(days=AWAY[said])
    if said in ON_WEEKDAY:
        return _on_weekday(*ON_WEEKDAY[said], today, time)
    for sign, pattern in COUNTED.items():
        if match := pattern.fullmatch(said):
            count = COUNTS.get(match["count"]) or int(match["count"])
            return today + timedelta(days=sign * count * UNITS[match["unit"]])
    weekday, rest = _without_weekday(said)
    matches = (pattern.fullmatch(rest) for pattern in DATES)
    match = next(filter(None, matches), None)
    day = _dated(match, today, time) if match else None
    if day and weekday not in (None, day.weekday()):
        raise OtherWeekday(day)
    return day


def _on_weekday(
    weekday: int, told: Time | None, today: date, time: Time
) -> date | None:
    """Return the last or the next such day, and never today."""
    ahead = (weekday - today.weekday()) % 7
    if told is None and (ahead == 0 or time is Time.EITHER):
        return None
    if (told or time) is Time.PAST:
        return today + timedelta(days=ahead - 7)
    return today + timedelta(days=ahead or 7)


def _without_weekday(said: str) -> tuple[int | None, str]:
    """Take off what may stand before a date: "tisdagen den", "Tuesday, the"."""
    first, _, rest = said.partition(" ")
    weekday = WEEKDAYS.get(first.rstrip(".,").removesuffix("en"))
    if weekday is None:
        rest = said
    return weekday, rest.removeprefix("den ").removeprefix("the ")


def _dated(match: re.Match[str], today: date, time: Time) -> date | None:
    named, year, day = match["month"], match["year"], int(match["day"])
    month = MONTHS.get(named) or (int(named) if named.isdigit() else None)
    if month is None:
        return None
    if year:
        years = [int(year) if len(year) == 4 else 2000 + int(year)]
    else:
        years = [*range(today.year - YEARS_AROUND, today.year + YEARS_AROUND + 1)]
    possible = [*_existing(years, month, day)]
    if not possible:
        raise NoSuchDay
    return possible[0] if year else _nearest(possible, today, time)


def _existing(years: Iterable[int], month: int, day: int) -> Iterator[date]:
    for year in years:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _nearest(days: list[date], today: date, time: Time) -> date:
    if time is Time.PAST:
        days = [day for day in days if day <= today]
    elif time is Time.COMING:
        days = [day for day in days if day >= today]
    return min(reversed(days), key=lambda day: abs(day - today))
