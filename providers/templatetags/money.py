"""Amounts as people write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from babel import Locale
from babel.numbers import format_currency, get_currency_symbol
from django import template
from django.utils.translation import get_language

register = template.Library()


class Amount(Protocol):
    """Anything with an amount in a currency: a price row, or money of the engine."""

    @property
    def amount(self) -> Decimal: ...

    @property
    def currency(self) -> str: ...


@register.filter
def money(price: Amount | None) -> str:
    """Return "3 990 kr" or "$49.50" in the active language, unknown as no text."""
    return money_in(get_language() or "sv", price) if price else ""


def money_in(language: str, price: Amount) -> str:
    """Return an amount in a language: whole amounts without decimals, never broken."""
    locale = Locale.parse(language, sep="-")
    pattern = locale.currency_formats["standard"].pattern
    if price.amount == price.amount.to_integral_value():
        pattern = pattern.replace(".00", "")
    if get_currency_symbol(price.currency, locale).isalpha():
        pattern = pattern.replace("¤#", "¤\xa0#")  # "SEK 3,990", as Unicode asks for
    return format_currency(
        price.amount, price.currency, pattern, locale=locale, currency_digits=False
    )
