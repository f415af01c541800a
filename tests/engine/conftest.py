"""The shipped law as the engine reads it, and a provider of one product a kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from refunds.engine.assess import assess
from refunds.engine.facts import Nature, RuleBook
from refunds.engine.verdict import Basis
from refunds.statutes import law_in_files
from tests.engine.purchases import PLAN, TODAY

LAWLESS = RuleBook(
    "provider",
    (),
    checked_on=date(2026, 7, 3),
    products=("plan", "month", "course", "film", "lecture", "box"),
    channels=("web", "app_store"),
    marketplaces={"app_store": "app-store"},
    recurring=frozenset({"plan", "month"}),
    natures={
        "plan": Nature.SERVICE,
        "month": Nature.SERVICE,
        "course": Nature.SERVICE,
        "film": Nature.CONTENT,
        "lecture": Nature.CONTESTED,
        "box": Nature.GOODS,
    },
    trial_days={"month": 7},
    months={"plan": 12, "month": 1},
)


@pytest.fixture(scope="session")
def law():
    return law_in_files()


@pytest.fixture(scope="session")
def book():
    """Sells one product of each kind, and promises nothing."""
    return LAWLESS


@pytest.fixture
def by_law(law, book):
    """Ask the law alone."""

    def answer(today=TODAY, facts=(), **changes):
        purchase = replace(PLAN, **changes, facts=dict(facts))
        verdict = assess(purchase, book, law, today)
        return verdict.route(Basis.STATUTORY_WITHDRAWAL)

    return answer
