"""Purchases of Learnly, one for each way a letter can turn out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from refunds.engine.facts import Charge, Money, Purchase

BOUGHT_LATELY = Purchase(
    product="month",
    channel="web",
    charge=Charge.FIRST,
    paid_on=date(2026, 11, 14),
    paid=Money(Decimal(399), "SEK"),
    facts={"early_start_requested": False},
)
"""Nine days ago, of something the terms never refund."""

PURCHASES = {
    "terms give the money": Purchase(
        product="plan",
        channel="web",
        charge=Charge.FIRST,
        paid_on=date(2026, 11, 14),
        signed_up_on=date(2026, 11, 10),
        events={"certificate": False},
        paid=Money(Decimal(3990), "SEK"),
    ),
    "terms may give the money": Purchase(
        product="plan", channel="web", charge=Charge.FIRST
    ),
    "terms may give the money, too late by law": Purchase(
        product="plan",
        channel="web",
        charge=Charge.FIRST,
        signed_up_on=date(2026, 1, 2),
        facts={"withdrawal_information_given": True},
    ),
    "too late": Purchase(
        product="plan",
        channel="web",
        charge=Charge.FIRST,
        paid_on=date(2026, 1, 2),
        facts={"withdrawal_information_given": True},
    ),
    "too late, perhaps never informed": Purchase(
        product="plan", channel="web", charge=Charge.FIRST, paid_on=date(2026, 1, 2)
    ),
    "a renewal": Purchase(
        product="plan",
        channel="web",
        charge=Charge.RENEWAL,
        signed_up_on=date(2025, 1, 2),
    ),
    "a renewal, perhaps of an unclear price": Purchase(
        product="plan", channel="web", charge=Charge.RENEWAL
    ),
    "no rule": Purchase(
        product="course",
        channel="web",
        paid_on=date(2024, 1, 2),
        paid=Money(Decimal("49.5"), "EUR"),
    ),
    "no rule, perhaps a right": Purchase(product="course", channel="web"),
    "a free trial": Purchase(
        product="plan",
        channel="web",
        charge=Charge.FIRST,
        charged=False,
        trial_ends_on=date(2026, 11, 28),
    ),
    "bought in a store": Purchase(product="plan", channel="store"),
    "nothing told": Purchase(),
    "the law gives all": BOUGHT_LATELY,
    "the law gives part": replace(
        BOUGHT_LATELY,
        facts={"early_start_requested": True, "withdrawal_information_given": True},
    ),
    "the law may give some": replace(BOUGHT_LATELY, facts={}),
    "in time, not informed": replace(
        BOUGHT_LATELY,
        facts={"early_start_requested": True, "withdrawal_information_given": False},
    ),
    "in time, not asked for": replace(
        BOUGHT_LATELY, facts={"early_start_requested": False}
    ),
    "never informed": replace(
        BOUGHT_LATELY,
        paid_on=date(2026, 2, 2),
        facts={"withdrawal_information_given": False},
    ),
    "informed late": replace(
        BOUGHT_LATELY,
        paid_on=date(2026, 10, 2),
        facts={"withdrawal_information_given": date(2026, 11, 20)},
    ),
    "a price nobody told": replace(
        BOUGHT_LATELY,
        signed_up_on=date(2026, 10, 2),
        facts={
            "charge_disclosed": False,
            "early_start_requested": False,
        },
    ),
    "content, perhaps a service": replace(
        BOUGHT_LATELY,
        product="lecture",
        facts={
            "content_started": True,
            "early_start_requested": True,
            "withdrawal_information_given": True,
            "fully_performed": False,
            "loss_acknowledged": True,
        },
    ),
}
