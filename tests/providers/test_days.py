"""Days as people write them, read on a Tuesday in November unless a case says more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from providers.days import NoSuchDay, OtherWeekday, read_day
from providers.daywords import Time
from providers.money import LOCALES
from providers.templatetags.dates import full_date, weekday_date

TUESDAY = date(2026, 11, 24)
MONDAY = date(2026, 11, 23)
NEW_YEAR = date(2027, 1, 1)
PAST, COMING, EITHER = Time.PAST, Time.COMING, Time.EITHER
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def cases(table):
    return [pytest.param(*row[1:], id=f"{row[1]} ({row[0]})") for row in table]


@pytest.mark.parametrize(
    ("text", "expected"),
    cases(
        [
            ("word", "idag", "2026-11-24"),
            ("two words", "i dag", "2026-11-24"),
            ("word", "igår", "2026-11-23"),
            ("capital and full stop", "I går.", "2026-11-23"),
            ("keyboard without å", "igar", "2026-11-23"),
            ("word", "i förrgår", "2026-11-22"),
            ("without i", "förrgår", "2026-11-22"),
            ("future word", "i morgon", "2026-11-25"),
            ("one word", "imorgon", "2026-11-25"),
            ("word", "i övermorgon", "2026-11-26"),
            ("word", "today", "2026-11-24"),
            ("capital", "Yesterday", "2026-11-23"),
            ("words", "the day before yesterday", "2026-11-22"),
            ("word", "tomorrow", "2026-11-25"),
            ("number as word", "för tre dagar sedan", "2026-11-21"),
            ("number", "för 3 dagar sedan", "2026-11-21"),
            ("spoken", "tre dagar sen", "2026-11-21"),
            ("one", "för en dag sedan", "2026-11-23"),
            ("over a month's end", "för 24 dagar sedan", "2026-10-31"),
            ("week", "för en vecka sedan", "2026-11-17"),
            ("ahead", "om tio dagar", "2026-12-04"),
            ("number", "3 days ago", "2026-11-21"),
            ("number as word", "three days ago", "2026-11-21"),
            ("article", "a week ago", "2026-11-17"),
            ("ahead", "in 2 weeks", "2026-12-08"),
            ("day and month", "3 mars", "2026-03-03"),
            ("article", "den 3 mars", "2026-03-03"),
            ("ordinal", "3:e mars", "2026-03-03"),
            ("ordinal", "2:a mars", "2026-03-02"),
            ("short month", "3 mar. 2025", "2025-03-03"),
            ("with year", "3 mars 2026", "2026-03-03"),
            ("short year", "6 juni -26", "2026-06-06"),
            ("month in full", "14 maj", "2026-05-14"),
            ("short month", "1 okt", "2026-10-01"),
            ("American order, with a name", "March 3", "2026-03-03"),
            ("comma", "March 3rd, 2026", "2026-03-03"),
            ("of", "the 3rd of March", "2026-03-03"),
            ("British order", "3 March 2026", "2026-03-03"),
            ("Babel's short September", "Sept 1", "2026-09-01"),
            ("our short September", "1 sep", "2026-09-01"),
            ("slash", "3/3", "2026-03-03"),
            ("day before month", "3/4", "2026-04-03"),
            ("day before month", "03/04/2026", "2026-04-03"),
            ("Swedish year", "3/4 2026", "2026-04-03"),
            ("Swedish short year", "3/4-26", "2026-04-03"),
            ("full stops", "3.4.2026", "2026-04-03"),
            ("short year", "3.4.26", "2026-04-03"),
            ("German blanks", "3. 4. 2026", "2026-04-03"),
            ("hyphens", "03-04-2026", "2026-04-03"),
            ("ISO", "2026-03-03", "2026-03-03"),
            ("ISO without noughts", "2026-3-3", "2026-03-03"),
            ("together", "20260303", "2026-03-03"),
            ("year first with slashes", "2026/03/03", "2026-03-03"),
            ("passed", "i måndags", "2026-11-23"),
            ("passed", "i tisdags", "2026-11-17"),
            ("the next one", "på tisdag", "2026-12-01"),
            ("alone", "onsdag", "2026-11-18"),
            ("passed", "last Monday", "2026-11-23"),
            ("on", "on Friday", "2026-11-20"),
            ("with its date", "måndagen den 23 november 2026", "2026-11-23"),
            ("with its date", "Tuesday, 3 March", "2026-03-03"),
            ("short, with its date", "tis 3/3", "2026-03-03"),
            ("unbreakable blanks", "3\u00a0mars\u00a02026", "2026-03-03"),
            ("room around", "  3  mars ", "2026-03-03"),
        ]
    ),
)
def test_a_day_is_read_as_it_was_meant(text, expected):
    assert read_day(text, TUESDAY, PAST).isoformat() == expected


@pytest.mark.parametrize(
    ("text", "today", "time", "expected"),
    cases(
        [
            ("last year's on New Year's Day", "31 december", NEW_YEAR, PAST, 2026),
            ("today", "1 januari", NEW_YEAR, PAST, 2027),
            ("tomorrow's of last year", "2 januari", NEW_YEAR, PAST, 2026),
            ("today still counts", "24/11", TUESDAY, PAST, 2026),
            ("from tomorrow on, last year", "25/11", TUESDAY, PAST, 2025),
            ("today already counts", "24/11", TUESDAY, COMING, 2026),
            ("until yesterday, next year", "23/11", TUESDAY, COMING, 2027),
            ("yesterday is nearest", "23/11", TUESDAY, EITHER, 2026),
            ("182 days ahead", "25 May", TUESDAY, EITHER, 2027),
            ("182 days back", "26 May", TUESDAY, EITHER, 2026),
            ("last leap year", "29 februari", TUESDAY, PAST, 2024),
            ("next leap year", "29 February", TUESDAY, COMING, 2028),
            ("over 2100", "29 februari", date(2103, 1, 1), PAST, 2096),
        ]
    ),
)
def test_a_missing_year_is_the_nearest_in_its_time(text, today, time, expected):
    assert read_day(text, today, time).year == expected


@pytest.mark.parametrize(
    ("text", "time", "expected"),
    [
        ("i måndags", PAST, date(2026, 11, 16)),
        ("last Monday", EITHER, date(2026, 11, 16)),
        ("på måndag", COMING, date(2026, 11, 30)),
        ("måndag", PAST, None),
        ("on Monday", COMING, None),
        ("söndag", PAST, date(2026, 11, 22)),
        ("söndag", COMING, date(2026, 11, 29)),
        ("i söndags", COMING, date(2026, 11, 22)),
        ("Tuesday", EITHER, None),
        ("Tuesday", COMING, date(2026, 11, 24)),
    ],
)
def test_weekdays_on_a_monday(text, time, expected):
    assert read_day(text, MONDAY, time) == expected


@pytest.mark.parametrize(
    "text",
    cases(
        [
            ("nothing", ""),
            ("no day", "kanske"),
            ("no day", "don’t know"),
            ("only a day", "3"),
            ("only a month", "mars"),
            ("only a month", "May"),
            ("only a year", "2026"),
            ("no day", "mars 2026"),
            ("a time", "12:30"),
            ("an amount", "3 kr"),
            ("about", "för en månad sedan"),
            ("about", "a month ago"),
            ("no direction", "3 dagar"),
            ("this week's or the next", "next Friday"),
            ("this week's or the last", "förra måndagen"),
            ("year first or last", "260303"),
            ("year first or last", "26-03-03"),
            ("a range", "3-4"),
            ("two days", "3 eller 4 mars"),
            ("too long", "2026-03-03" + " " * 60),
            ("digits of others", "٣/٣"),
            ("too far", "1000 days ago"),
        ]
    ),
)
def test_what_names_no_single_day_is_not_read(text):
    assert read_day(text, TUESDAY, PAST) is None


@pytest.mark.parametrize(
    "text",
    [
        "30 februari",
        "February 29, 2026",
        "29 februari 2025",
        "31/4",
        "32 mars",
        "0 mars",
        "3/13",
        "12/25/2026",
        "2026-02-30",
        "20261301",
        "0000-01-01",
    ],
)
def test_a_day_that_does_not_exist(text):
    with pytest.raises(NoSuchDay):
        read_day(text, TUESDAY, PAST)


@pytest.mark.parametrize("text", ["onsdag 3 mars 2026", "Wednesday the 3rd of March"])
def test_a_date_under_the_wrong_weekday(text):
    with pytest.raises(OtherWeekday) as refused:
        read_day(text, TUESDAY, PAST)
    assert refused.value.day == date(2026, 3, 3)


def ways(day):
    """Yield a day as Babel and our own pages write it."""
    for language, locale in LOCALES.items():
        for width in ("short", "medium", "long", "full"):
            yield format_date(day, width, locale)
        with override(language):
            yield full_date(day)
            yield weekday_date(day)
    yield f"{day:%Y%m%d}"
    yield f"{day.day}/{day.month} {day.year}"


@given(DAYS, st.sampled_from(Time))
def test_a_written_day_is_read_back(day, time):
    assert {read_day(text, TUESDAY, time) for text in ways(day)} == {day}


@given(DAYS, st.integers(0, 360))
def test_a_day_without_a_year_is_read_back_from_both_sides(day, apart):
    for language, month in (("sv", "d MMMM"), ("en", "MMMM d"), ("sv", "d/M")):
        text = format_date(day, month, LOCALES[language])
        assert read_day(text, day + timedelta(apart), PAST) == day
        assert read_day(text, day - timedelta(apart), COMING) == day
        assert read_day(text, day + timedelta(apart % 180), EITHER) == day


WORDS = ["i", "for", "om", "last", "den", "mars", "may", "en", "of", "måndag", "ago"]
PIECES = st.sampled_from([*WORDS, *"03/.-:,e", "31", "2026", "99999", "sedan", "weeks"])


@given(
    st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)),
    DAYS,
    st.sampled_from(Time),
)
def test_anything_is_a_day_or_refused(text, today, time):
    try:
        day = read_day(text, today, time)
    except (NoSuchDay, OtherWeekday):
        return
    assert day is None or isinstance(day, date)
