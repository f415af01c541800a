"""A provider with a rule of each kind, and a purchase to vary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from refunds.engine.assess import assess
from refunds.engine.facts import (
    Charge,
    Promise,
    Purchase,
    Rule,
    RuleBook,
    Source,
    Start,
    Window,
)
from refunds.engine.law import Law
from refunds.engine.verdict import Basis

SOURCE = Source("https://provider.test/terms", "Terms", date(2026, 7, 3))
TODAY = date(2026, 3, 9)
COURSE = Rule(
    "course",
    Promise.FULL,
    SOURCE,
    products=frozenset({"course"}),
    channels=frozenset({"web"}),
    window=Window(7, Start.PAYMENT),
    ended_by=("certificate_earned",),
)
TRIAL = Rule(
    "trial",
    Promise.NO_CHARGE,
    SOURCE,
    products=frozenset({"monthly"}),
    window=Window(0, Start.TRIAL_END),
)
MONTHLY = Rule(
    "monthly",
    Promise.NONE,
    SOURCE,
    products=frozenset({"monthly"}),
    window=Window(0, Start.TRIAL_END),
)
LAUNCH = Rule(
    "launch",
    Promise.FULL,
    SOURCE,
    products=frozenset({"preenrolled"}),
    window=Window(7, Start.START),
)
INDIA = Rule(
    "india",
    Promise.FULL,
    SOURCE,
    products=frozenset({"prepaid"}),
    countries=frozenset({"IN"}),
    window=Window(7, Start.PAYMENT),
)
OLD_ANNUAL = Rule(
    "annual-old",
    Promise.FULL,
    SOURCE,
    products=frozenset({"annual"}),
    charge=Charge.FIRST,
    valid_to=date(2026, 2, 28),
    window=Window(14, Start.PAYMENT),
)
NEW_ANNUAL = replace(
    OLD_ANNUAL,
    key="annual-new",
    valid_from=date(2026, 3, 1),
    valid_to=None,
    window=Window(3, Start.PAYMENT),
)
ASK = Rule("ask", Promise.ASK_PROVIDER, SOURCE, products=frozenset({"degree"}))
ASK_IN_TIME = Rule(
    "ask-in-time",
    Promise.ASK_PROVIDER,
    SOURCE,
    products=frozenset({"specialization"}),
    window=Window(7, Start.PAYMENT),
)
UPGRADE = Rule(
    "upgrade",
    Promise.PARTIAL,
    SOURCE,
    products=frozenset({"upgrade"}),
    window=Window(7, Start.PAYMENT_OR_START),
)
RESELLER = Rule(
    "reseller", Promise.ASK_MARKETPLACE, SOURCE, channels=frozenset({"reseller"})
)
SIGNUP = Rule(
    "signup",
    Promise.FULL,
    SOURCE,
    products=frozenset({"club"}),
    window=Window(7, Start.SIGNUP),
)
BOOK = RuleBook(
    "provider",
    (
        RESELLER,
        COURSE,
        TRIAL,
        MONTHLY,
        LAUNCH,
        INDIA,
        OLD_ANNUAL,
        NEW_ANNUAL,
        ASK,
        ASK_IN_TIME,
        UPGRADE,
        SIGNUP,
    ),
    checked_on=date(2026, 7, 3),
    products=(
        "course",
        "monthly",
        "preenrolled",
        "prepaid",
        "annual",
        "degree",
        "specialization",
        "upgrade",
        "club",
    ),
    channels=("web", "app_store", "reseller"),
    marketplaces={"app_store": "app-store"},
    channel_sources={"app_store": SOURCE},
    recurring=frozenset({"monthly", "annual"}),
)
PURCHASE = Purchase(
    product="course",
    channel="web",
    country="SE",
    charge=Charge.FIRST,
    paid_on=date(2026, 3, 2),
    events={"certificate_earned": False},
)
UNPAID = {"paid_on": None, "product": "monthly"}


def policy(book=BOOK, today=TODAY, **changes):
    purchase = replace(PURCHASE, **changes)
    return assess(purchase, book, Law(), today).route(Basis.PROVIDER_POLICY)
