"""The words for days, in Swedish and English, folded as ``spelling.folded`` does it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from babel.dates import get_day_names, get_month_names

from providers.money import LOCALES
from providers.spelling import folded


class Time(StrEnum):
    """Where the day lies that a question asks for."""

    PAST = "past"  # today or before
    COMING = "coming"  # today or later
    EITHER = "either"  # the nearest


AWAY = {
    words: days
    for days, said in {
        -2: "forrgar, i forrgar, the day before yesterday, day before yesterday",
        -1: "igar, i gar, yesterday",
        0: "idag, i dag, today",
        1: "imorgon, i morgon, tomorrow",
        2: "overmorgon, i overmorgon, the day after tomorrow, day after tomorrow",
    }.items()
    for words in said.split(", ")
}
"""Words that name a day by how far it is from today."""

COUNTS = {
    word: number
    for said in (
        "en tva tre fyra fem sex sju atta nio tio",
        "one two three four five six seven eight nine ten",
        "a",
    )
    for number, word in enumerate(said.split(), 1)
}
UNITS = {"dag": 1, "dagar": 1, "day": 1, "days": 1}
UNITS |= {"vecka": 7, "veckor": 7, "week": 7, "weeks": 7}
"""A month is no number of days, so "a month ago" names no day."""

_COUNTED = rf"(?P<count>[0-9]{{1,3}}|{'|'.join(COUNTS)}) (?P<unit>{'|'.join(UNITS)})"
COUNTED = {
    -1: re.compile(rf"(?:for )?{_COUNTED} (?:sedan|sen|ago)"),
    1: re.compile(rf"(?:om|in) {_COUNTED}"),
}


def _numbered(names: Mapping[int, str]) -> dict[str, int]:
    """Return the number of each name, also by its first three letters."""
    written = {folded(name).rstrip("."): number for number, name in names.items()}
    return written | {name[:3]: number for name, number in written.items()}


MONTHS: dict[str, int] = {}
WEEKDAYS: dict[str, int] = {}
for _locale in LOCALES.values():
    for _width in ("wide", "abbreviated"):
        MONTHS |= _numbered(get_month_names(_width, "format", _locale))
        WEEKDAYS |= _numbered(get_day_names(_width, "format", _locale))

ON_WEEKDAY: dict[str, tuple[int, Time | None]] = {
    pattern.format(name): (number, time)
    for name, number in WEEKDAYS.items()
    for pattern, time in (
        ("i {}s", Time.PAST),
        ("last {}", Time.PAST),
        ("pa {}", Time.COMING),
        ("{}", None),
        ("on {}", None),
    )
}
""""Next Friday" is this week's to some and next week's to others, so it is not here."""

_DAY = r"(?P<day>[0-9]{1,2})"
_NTH = rf"{_DAY}(?::?[ae]|st|nd|rd|th)?"
_MONTH = r"(?P<month>[0-9]{1,2})"
_NAME = r"(?P<month>[a-z]+)\.?"
_YEAR = r"(?P<year>[0-9]{4})"
_SHORT_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
DATES = [
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}([-/.]){_MONTH}\2{_DAY}",  # 2026-03-02
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",  # 20260302
        rf"{_DAY}[/.] ?{_MONTH}\.?(?:[ /-]{{0,2}}{_SHORT_YEAR})?",  # 2/3, 2.3.26
        rf"{_DAY}-{_MONTH}-{_YEAR}",  # 02-03-2026
        # 2 mars, 2:a mars -26, 2nd of March, 2 Mar 2026
        rf"{_NTH}\.? ?(?:of )?{_NAME}(?:,? ?[-'’]?{_SHORT_YEAR})?",
        rf"{_NAME} (?:the )?{_NTH}(?:,? {_YEAR})?",  # March 2nd, 2026
    )
]
"""Ways to write a date; the day stands before the month wherever both are numbers."""
