"""The kinds of purchase, and the days, that the rules of a pack can tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product as combinations

from refunds.datapack import Pack
from refunds.engine.facts import Charge, Purchase, RuleBook

ELSEWHERE = "ZZ"
"""Stands for any country that no rule names."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of purchase, for which rules over time are compared."""

    product: str
    channel: str
    country: str
    charge: Charge

    def bought(self, day: date, *, charged: bool) -> Purchase:
        """Return such a purchase on a day; ``charged`` or still in a free trial."""
        return Purchase(
            product=self.product,
            channel=self.channel,
            country=self.country,
            charge=self.charge,
            paid_on=day if charged else None,
            charged=charged,
            signed_up_on=day,
        )

    def __str__(self) -> str:
        return f"{self.product}, {self.channel}, {self.country}, {self.charge} payment"


def cells(pack: Pack, rules: RuleBook) -> list[Cell]:
    """Return every kind of purchase that the rules can tell apart."""
    channels = [item.key for item in pack.channels if item.billed_by is None]
    countries = [*dict.fromkeys(representatives(rules).values()), ELSEWHERE]
    products = [item.key for item in pack.products]
    return [
        Cell(*chosen) for chosen in combinations(products, channels, countries, Charge)
    ]


def representatives(rules: RuleBook) -> dict[str, str]:
    """Return, for each country that a rule names, the one that stands for its like.

    Countries are alike that the same rules name.
    """
    alike: dict[frozenset[str], str] = {}
    named_by = {
        country: frozenset(
            rule.key for rule in rules.rules if country in rule.countries
        )
        for country in rules.named_countries
    }
    for country, keys in named_by.items():
        alike.setdefault(keys, country)
    return {country: alike[keys] for country, keys in named_by.items()}


def turning_days(rules: RuleBook, today: date) -> list[date]:
    """Return a day in each stretch of time in which the same rules are in force."""
    days = {today}
    for rule in rules.rules:
        if rule.valid_from:
            days |= {rule.valid_from, rule.valid_from - timedelta(days=1)}
        if rule.valid_to:
            days |= {rule.valid_to, rule.valid_to + timedelta(days=1)}
    return sorted(days)
