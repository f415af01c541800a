"""Amounts, days and own words as a letter writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from letters.words import whole_sentence, written_date
from providers.money import written_money
from refunds.engine.facts import Money


@pytest.mark.parametrize(
    ("amount", "currency", "language", "written"),
    [
        ("3990", "SEK", "sv", "3 990 kr"),
        ("3990", "SEK", "en", "SEK 3,990"),
        ("399.5", "EUR", "sv", "399,50 €"),
        ("399.5", "USD", "en", "US$399.50"),
        ("1500", "JPY", "en", "JP¥1,500"),
    ],
)
def test_amounts(amount, currency, language, written):
    money = written_money(Money(Decimal(amount), currency), language)
    assert money.replace("\xa0", " ") == written
    assert " " not in money


def test_dates_do_not_break():
    assert written_date(date(2026, 3, 2), "en") == "2\xa0March\xa02026"


@pytest.mark.parametrize(
    ("typed", "sentence"), [("ill", "ill."), ("Ill!", "Ill!"), ("", "")]
)
def test_own_words_end_as_a_sentence(typed, sentence):
    assert whole_sentence(typed) == sentence
