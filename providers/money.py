"""Amounts as people write them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple, Protocol

from babel import Locale
from babel.numbers import (
    format_currency,
    get_currency_symbol,
    get_territory_currencies,
)

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


def rounded_money(price: Amount, language: str) -> str:
    """Return an estimate as people say it: without cents, unless it is small."""
    if price.amount < SMALL:
        return written_money(price, language)
    return written_money(Rounded(price.amount.quantize(1), price.currency), language)


class Rounded(NamedTuple):
    """An amount to the nearest whole unit."""

    amount: Decimal
    currency: str


SMALL = 50
NUMBER = re.compile(
    r"([0-9]{1,3}(?:[ .,\u00a0][0-9]{3}){1,2}|[0-9]{1,9})(?:[.,]([0-9]{1,2}))?"
)
SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR"}
CROWNS = {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK"}
"""What "kr" means depends on where one lives. A dollar sign says too little."""


class UnknownCurrency(ValueError):
    """There is something beside the number, and it is no currency."""


def read_amount(text: str) -> Decimal | None:
    """Return 3990, 3 990,50 or 3,990.50 as an amount; ``None`` for anything else."""
    match = NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    whole = re.sub(r"\D", "", match[1])
    return Decimal(f"{whole}.{match[2] or 0}") or None


def read_money(text: str, country: str | None) -> tuple[Decimal, str] | None:
    """Return (amount, currency) of "3990 SEK", "399 kr", "€ 39.50" or "399".

    A number alone is in the currency of the country; ``None`` where neither is known.

    Raises:
        UnknownCurrency: what stands beside the amount.
    """
    match = re.fullmatch(
        r"(?P<before>\D*?)\s*(?P<number>\d.*?\d|\d)\s*(?P<after>\D*)", text.strip()
    )
    if match is None:
        return None
    amount = read_amount(match["number"])
    name = (match["before"] + match["after"]).strip()
    if amount is None or "-" in match["before"] or not (name or country):
        return None
    if not name:
        return amount, usual_currency(country or "")
    code = SIGNS.get(name) or name.upper()
    if name.lower().removesuffix(":-") in ("kr", "") or name.lower() == "kr.":
        code = CROWNS.get(country or "", "SEK")
    if code not in Locale("en").currencies:
        raise UnknownCurrency(name)
    return amount, code


def usual_currency(country: str) -> str:
    """Return what people pay with in a country; the euro where no money is known."""
    return next(iter(get_territory_currencies(country)), "EUR")
