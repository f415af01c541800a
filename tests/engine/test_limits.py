"""Counting days: the worked examples of the statutes, and what holds for every day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from refunds.engine.facts import Money
from refunds.engine.limits import (
    EVERY_DAY,
    board_application_by,
    data_answer_due,
    days_after,
    direct_debit_stop_by,
    ending_on,
    informed_late,
    months_after,
    owed_for,
    refund_due,
    without_information,
)
from refunds.statutes import law_in_files

LAW = law_in_files()
CHECKED = ("SE", "DE", "NO", "DK", "FI", "GB")
"""The countries whose calendars were cross-checked (legal-facts 3.2)."""


def calendar(country):
    return LAW.withdrawal[country][0].calendar


def day(text):
    return date.fromisoformat(text)


SAME = None
FOURTEEN_DAYS = [
    ("D01", "plain weekday", "2026-11-23", "2026-12-07", {}),
    (
        "D03",
        "day 14 is a Sunday",
        "2026-11-29",
        "2026-12-13",
        dict.fromkeys(("SE", "DE", "NO", "DK", "FI"), "2026-12-14"),
    ),
    (
        "D05",
        "day 14 is Midsummer Day, always a Saturday",
        "2026-06-06",
        "2026-06-20",
        dict.fromkeys(("SE", "DE", "NO", "DK", "FI"), "2026-06-22"),
    ),
    (
        "D07",
        "day 14 is 24 December",
        "2026-12-10",
        "2026-12-24",
        dict.fromkeys(("SE", "DK", "FI"), "2026-12-28"),
    ),
    (
        "D09",
        "day 14 is 31 December",
        "2026-12-17",
        "2026-12-31",
        dict.fromkeys(("SE", "DK"), "2027-01-04"),
    ),
    ("D11", "day 14 is Twelfth Night", "2026-12-22", "2027-01-05", {}),
    (
        "D13",
        "day 14 is Maundy Thursday",
        "2027-03-11",
        "2027-03-25",
        dict.fromkeys(("NO", "DK"), "2027-03-30"),
    ),
    (
        "D15",
        "day 14 is Ascension Day; the Friday after is a working day",
        "2027-04-22",
        "2027-05-06",
        dict.fromkeys(("SE", "DE", "NO", "DK", "FI"), "2027-05-07"),
    ),
    (
        "D17",
        "day 14 is Whit Monday",
        "2027-05-03",
        "2027-05-17",
        dict.fromkeys(("DE", "NO", "DK"), "2027-05-18"),
    ),
    (
        "D19",
        "day 14 is 5 June",
        "2026-05-22",
        "2026-06-05",
        {"DK": "2026-06-08"},
    ),
    (
        "D21",
        "end of a month on a Sunday",
        "2027-01-17",
        "2027-01-31",
        dict.fromkeys(("SE", "DE", "NO", "DK", "FI"), "2027-02-01"),
    ),
    ("D23", "leap day", "2028-02-15", "2028-02-29", {}),
    ("D25", "German Unity Day", "2028-09-19", "2028-10-03", {"DE": "2028-10-04"}),
    # Worked out from the same rules, one more boundary each.
    (
        "D30",
        "the day before Midsummer's weekend",
        "2026-06-05",
        "2026-06-19",
        dict.fromkeys(("SE", "FI"), "2026-06-22"),
    ),
    ("D31", "the last working day before it", "2026-06-04", "2026-06-18", {}),
    (
        "D32",
        "1 May: not in Denmark",
        "2028-04-17",
        "2028-05-01",
        dict.fromkeys(("SE", "DE", "NO", "FI"), "2028-05-02"),
    ),
    (
        "D33",
        "Sweden's national day on a Saturday",
        "2026-05-23",
        "2026-06-06",
        dict.fromkeys(("SE", "DE", "NO", "DK", "FI"), "2026-06-08"),
    ),
    (
        "D34",
        "Finland's Independence Day on a Monday",
        "2027-11-22",
        "2027-12-06",
        {"FI": "2027-12-07"},
    ),
    (
        "D35",
        "Norway's 17 May on a Friday",
        "2030-05-03",
        "2030-05-17",
        {"NO": "2030-05-20"},
    ),
    (
        "D36",
        "Christmas Eve on a Wednesday: five days in Sweden",
        "2031-12-10",
        "2031-12-24",
        dict.fromkeys(("SE", "DK", "FI"), "2031-12-29"),
    ),
]
CASES = [
    pytest.param(
        country,
        day(concluded),
        day(counted),
        day(moved.get(country, counted)),
        id=f"{name} {country}: {why}",
    )
    for name, why, concluded, counted, moved in FOURTEEN_DAYS
    for country in CHECKED
]


@pytest.mark.parametrize(("country", "concluded", "counted", "legal"), CASES)
def test_fourteen_days(country, concluded, counted, legal):
    limit = ending_on(days_after(concluded, 14), calendar(country))
    assert (limit.send_by, limit.legal_last_day) == (counted, legal)


@pytest.mark.parametrize(
    ("received", "latest"),
    [
        pytest.param("2026-11-23", "2026-12-07", id="P01: an ordinary Monday"),
        pytest.param("2026-12-17", "2027-01-04", id="P03: day 14 is 31 December"),
        pytest.param("2026-12-10", "2026-12-28", id="day 14 is Christmas Eve"),
    ],
)
def test_refund_in_sweden(received, latest):
    assert refund_due(day(received), 14, calendar("SE")).legal_last_day == day(latest)


@pytest.mark.parametrize(
    ("contract", "last"),
    [
        pytest.param("2028-02-15", "2029-02-28", id="P05: there is no 29 February"),
        pytest.param("2026-11-23", "2027-12-07", id="an ordinary year"),
        pytest.param("2027-02-14", "2028-02-28", id="the earlier computation counts"),
        pytest.param("2026-02-14", "2027-02-28", id="both end on one day"),
    ],
)
def test_never_informed(contract, last):
    assert without_information(day(contract), 14, 12) == day(last)


@pytest.mark.parametrize(
    ("contract", "informed_on", "last"),
    [
        pytest.param(
            "2026-08-01", "2026-09-01", "2026-09-15", id="P07: 14 days from it"
        ),
        pytest.param(
            "2026-08-01", "2026-07-30", "2026-08-15", id="before the contract"
        ),
        pytest.param("2026-08-01", "2026-08-01", "2026-08-15", id="on its day"),
        pytest.param(
            "2026-08-01", "2027-08-10", "2027-08-15", id="not beyond the year"
        ),
    ],
)
def test_informed_late(contract, informed_on, last):
    assert informed_late(day(contract), day(informed_on), 14, 12) == day(last)


@pytest.mark.parametrize(
    ("received", "shown", "late_after"),
    [
        pytest.param("2026-11-24", "2026-12-24", "2026-12-28", id="P09: Christmas Eve"),
        pytest.param("2028-01-31", "2028-02-29", "2028-02-29", id="P11: a leap year"),
        pytest.param("2027-02-28", "2027-03-28", "2027-03-30", id="P13: Easter Sunday"),
        pytest.param("2027-01-31", "2027-02-28", "2027-03-01", id="a short month"),
    ],
)
def test_answer_about_data(received, shown, late_after):
    limit = data_answer_due(day(received), calendar("SE"))
    assert (limit.send_by, limit.legal_last_day) == (day(shown), day(late_after))


def test_application_to_the_board():
    assert board_application_by(day("2026-11-23")) == day("2027-11-23")  # P15
    assert board_application_by(day("2028-02-29")) == day("2029-02-28")


@pytest.mark.parametrize(
    ("debit", "stop_by"),
    [
        pytest.param("2026-11-30", "2026-11-27", id="SE-40: Friday before a Monday"),
        pytest.param("2026-12-01", "2026-11-30", id="the day before"),
        pytest.param("2026-12-28", "2026-12-23", id="before Christmas"),
        pytest.param("2027-03-30", "2027-03-25", id="before Easter"),
    ],
)
def test_stopping_a_direct_debit(debit, stop_by):
    assert direct_debit_stop_by(day(debit), calendar("SE")) == day(stop_by)


@pytest.mark.parametrize(
    ("amount", "currency", "used", "days", "owed"),
    [
        pytest.param("3990", "SEK", 7, 365, "76.52", id="a year's plan after 7 days"),
        pytest.param("600", "EUR", 5, 365, "8.22", id="after 5 days"),
        pytest.param("399", "SEK", 0, 30, "0.00", id="day 0"),
        pytest.param("399", "SEK", 31, 30, "399.00", id="never more than was paid"),
        pytest.param("399", "SEK", -3, 30, "0.00", id="begins later"),
        pytest.param("1.00", "SEK", 1, 8, "0.13", id="half a cent goes up"),
        pytest.param("1000", "JPY", 1, 3, "333", id="a currency without cents"),
    ],
)
def test_what_may_be_kept(amount, currency, used, days, owed):
    assert owed_for(Money(Decimal(amount), currency), used, days) == Money(
        Decimal(owed), currency
    )


def test_in_the_united_kingdom_no_limit_moves():
    """The Regulations have no rule on weekends (T-13)."""
    assert calendar("GB") is EVERY_DAY


def test_the_end_of_the_calendar_is_an_end():
    assert days_after(date.max, 14) == months_after(date.max, 12) == date.max
    assert ending_on(date.max, calendar("SE")).legal_last_day == date.max
