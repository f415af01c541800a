"""A purchase to vary, and answers about it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from refunds.engine.facts import Charge, Money, Purchase

TODAY = date(2026, 11, 23)
PLAN = Purchase(
    product="plan",
    channel="web",
    country="SE",
    charge=Charge.FIRST,
    paid_on=date(2026, 11, 14),
    paid=Money(Decimal(3990), "SEK"),
)
"""A year's plan bought nine days ago; day 14 is a Saturday, the law's day a Monday."""

YES = dict.fromkeys(
    (
        "early_start_requested",
        "withdrawal_information_given",
        "fully_performed",
        "loss_acknowledged",
        "content_started",
    ),
    True,
)


def facts(**given):
    return {key: value for key, value in given.items() if value is not None}
