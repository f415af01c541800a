"""Days and amounts as people write them: never broken, never with empty decimals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from babel import Locale
from django.conf import settings
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from providers.money import LOCALES, written_money

DAY = date(2026, 11, 28)
SPACES = {"\xa0": "_", "\u202f": "_"}
"""Blanks at which no line breaks, made visible."""


@dataclass(frozen=True)
class Price:
    amount: Decimal
    currency: str


def shown(text: str) -> str:
    return text.translate(str.maketrans(SPACES))


@pytest.mark.parametrize(
    ("amount", "currency", "swedish", "english"),
    [
        pytest.param("3990", "SEK", "3_990_kr", "SEK_3,990", id="whole crowns"),
        pytest.param("3990.00", "SEK", "3_990_kr", "SEK_3,990", id="no empty decimals"),
        pytest.param("49.50", "USD", "49,50_US$", "US$49.50", id="with decimals"),
        pytest.param("0", "EUR", "0_€", "€0", id="nothing"),
        pytest.param("2699", "INR", "2_699_INR", "₹2,699", id="another country's"),
        pytest.param(
            "1000000.05", "SEK", "1_000_000,05_kr", "SEK_1,000,000.05", id="long"
        ),
    ],
)
def test_money(amount, currency, swedish, english):
    price = Price(Decimal(amount), currency)
    written = {code: shown(written_money(price, code)) for code in ("sv", "en")}
    assert written == {"sv": swedish, "en": english}


@examples(deadline=None)  # the first use of a locale reads it
@given(
    cents=st.integers(min_value=0, max_value=10**9),
    currency=st.sampled_from(sorted(Locale("en").currencies)),
    language=st.sampled_from(sorted(LOCALES)),
)
def test_no_amount_is_broken_over_lines_or_loses_a_digit(cents, currency, language):
    written = written_money(Price(Decimal(cents) / 100, currency), language)
    digits = "".join(char for char in written if char.isdecimal())
    assert " " not in written
    assert digits in (str(cents), f"{cents:03}", str(cents // 100))
    assert cents % 100 == 0 or digits != str(cents // 100) or cents < 100


def test_every_language_of_the_site_has_its_money():
    assert LOCALES.keys() == {code for code, _name in settings.LANGUAGES}


@pytest.mark.parametrize(
    ("language", "filter_name", "written"),
    [
        ("sv", "full_date", "28_november_2026"),
        ("en", "full_date", "28_November_2026"),
        ("sv", "weekday_date", "lördag 28_november_2026"),
        ("en", "weekday_date", "Saturday 28_November_2026"),
    ],
)
def test_days(language, filter_name, written):
    page = Template("{% load dates %}{{ day|" + filter_name + " }}")
    with override(language):
        text = page.render(Context({"day": DAY}))
    assert shown(text) == written


def test_a_day_nobody_knows_is_no_text():
    page = Template("{% load dates %}{{ day|full_date }}")
    assert page.render(Context({"day": None})) == ""
