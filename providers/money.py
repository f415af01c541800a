"""Amounts as people write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from babel import Locale
from babel.numbers import format_currency, get_currency_symbol

LOCALES = {"sv": Locale("sv", "SE"), "en": Locale("en", "GB")}


class Amount(Protocol):
    """Anything with an amount in a currency: a price row, or money of the engine."""

    @property
    def amount(self) -> Decimal: ...

    @property
    def currency(self) -> str: ...


def written_money(price: Amount, language: str) -> str:
    """Return "3 990 kr" or "SEK 3,990": unbroken, decimals only if there are any."""
    locale = LOCALES[language]
    pattern = locale.currency_formats["standard"].pattern
    if price.amount == price.amount.to_integral_value():
        pattern = pattern.replace(".00", "")
    if get_currency_symbol(price.currency, locale).isalpha():
        # A code stands apart from its number (CLDR currencySpacing).
        pattern = pattern.replace("\N{CURRENCY SIGN}#", "\N{CURRENCY SIGN}\xa0#")
    return format_currency(
        price.amount, price.currency, pattern, locale=locale, currency_digits=False
    )
