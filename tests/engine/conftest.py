"""The shipped law as the engine reads it, and a provider of one product a kind."""

from __future__ import annotations

from datetime import date

import pytest

from refunds.engine.facts import Nature, RuleBook
from refunds.statutes import law_in_files

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
