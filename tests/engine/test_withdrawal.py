"""The right of withdrawal: the matrix of the law, its period, what may be kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from refunds.engine.facts import (
    Money,
)
from refunds.engine.verdict import (
    Certainty,
    Check,
    Doubt,
    Outcome,
)
from tests.engine.purchases import YES, facts

MATRIX = [
    pytest.param(
        "plan",
        facts(early_start_requested=False),
        Outcome.REFUNDABLE,
        id="M1: service, no request to start early: everything back",
    ),
    pytest.param(
        "plan",
        facts(early_start_requested=True, withdrawal_information_given=False),
        Outcome.REFUNDABLE,
        id="M1: service, no information: everything back",
    ),
    pytest.param(
        "course",
        facts(content_started=False, early_start_requested=True),
        Outcome.REFUNDABLE,
        id="M1: service, not started: everything back",
    ),
    pytest.param(
        "plan",
        facts(early_start_requested=True, withdrawal_information_given=True),
        Outcome.PARTLY_REFUNDABLE,
        id="M2: service, started on request and informed: less pro rata",
    ),
    pytest.param(
        "course",
        facts(
            early_start_requested=True,
            withdrawal_information_given=True,
            fully_performed=False,
        ),
        Outcome.PARTLY_REFUNDABLE,
        id="M2: a course that goes on: less pro rata",
    ),
    pytest.param(
        "course",
        facts(
            early_start_requested=True,
            withdrawal_information_given=True,
            fully_performed=True,
            loss_acknowledged=True,
        ),
        Outcome.NOT_REFUNDABLE,
        id="M3: performed to the end, with consent and acknowledgement: gone",
    ),
    pytest.param(
        "course",
        facts(
            early_start_requested=True,
            withdrawal_information_given=False,
            fully_performed=True,
            loss_acknowledged=False,
        ),
        Outcome.REFUNDABLE,
        id="M3: performed, neither acknowledged nor informed: everything back",
    ),
    pytest.param(
        "course",
        facts(
            early_start_requested=True,
            withdrawal_information_given=True,
            fully_performed=True,
            loss_acknowledged=False,
        ),
        Outcome.PARTLY_REFUNDABLE,
        id="M3: performed but not acknowledged: the right stays, the price is owed",
    ),
    pytest.param(
        "film",
        facts(content_started=False),
        Outcome.REFUNDABLE,
        id="M4: content not started: everything back",
    ),
    pytest.param(
        "film",
        facts(content_started=True, early_start_requested=True, loss_acknowledged=True),
        Outcome.NOT_REFUNDABLE,
        id="M5: content started with all three: gone",
    ),
    pytest.param(
        "film",
        facts(
            content_started=True, early_start_requested=False, loss_acknowledged=True
        ),
        Outcome.REFUNDABLE,
        id="M6: content started without consent: everything back",
    ),
    pytest.param(
        "film",
        facts(
            content_started=True, early_start_requested=True, loss_acknowledged=False
        ),
        Outcome.REFUNDABLE,
        id="M6: content started without acknowledgement or confirmation: everything",
    ),
    pytest.param(
        "lecture",
        facts(content_started=False),
        Outcome.REFUNDABLE,
        id="contested, not started: both readings agree",
    ),
    pytest.param(
        "lecture",
        YES | {"fully_performed": False},
        Outcome.CONDITIONAL,
        id="contested, started: a service in part, content not at all",
    ),
    pytest.param("box", {}, Outcome.UNKNOWN, id="goods: from a delivery we do not ask"),
]


@pytest.mark.parametrize(("product", "told", "outcome"), MATRIX)
@pytest.mark.parametrize("country", ["SE", "DE", "PL", "NO", "GB"])
def test_within_the_period(by_law, country, product, told, outcome):
    route = by_law(facts=told, product=product, country=country)
    assert (route.outcome, route.missing) == (outcome, ())


@pytest.mark.parametrize(
    ("today", "told", "outcome", "missing"),
    [
        pytest.param(date(2026, 11, 28), {}, "conditional", True, id="day 14"),
        pytest.param(
            date(2026, 11, 30), {}, "conditional", True, id="day 16, a Monday"
        ),
        pytest.param(
            date(2026, 12, 1),
            facts(withdrawal_information_given=True),
            "not_refundable",
            False,
            id="M8: over and informed",
        ),
        pytest.param(
            date(2026, 12, 1),
            facts(withdrawal_information_given=False),
            "refundable",
            False,
            id="M7: over but never informed: twelve months more",
        ),
        pytest.param(date(2026, 12, 1), {}, "conditional", True, id="over, who knows"),
        pytest.param(
            date(2027, 11, 29),
            facts(withdrawal_information_given=False),
            "refundable",
            False,
            id="the last day without information, a Sunday, moves to Monday",
        ),
        pytest.param(
            date(2027, 11, 30),
            facts(withdrawal_information_given=False),
            "not_refundable",
            False,
            id="a day later",
        ),
        pytest.param(date(2027, 11, 30), {}, "not_refundable", False, id="not asked"),
    ],
)
def test_when_the_period_ends(by_law, today, told, outcome, missing):
    route = by_law(today=today, facts=told)
    assert route.outcome == outcome
    assert bool(route.missing) is missing
    assert (route.send_by, route.legal_last_day)[0] is not None


def test_both_dates_are_always_told(by_law):
    route = by_law()
    assert route.send_by == date(2026, 11, 28)
    assert route.legal_last_day == date(2026, 11, 30)
    assert route.refund_due == date(2026, 12, 7)
    over = by_law(
        today=date(2026, 12, 24), facts=facts(withdrawal_information_given=True)
    )
    assert (over.send_by, over.legal_last_day) == (route.send_by, route.legal_last_day)
    assert over.deadline is None


def test_after_the_counted_day_the_law_still_gives_one_but_less_surely(by_law):
    told = facts(early_start_requested=False)
    assert by_law(date(2026, 11, 28), told).deadline == date(2026, 11, 28)
    moved = by_law(date(2026, 11, 29), told)
    assert moved.deadline == date(2026, 11, 30)
    assert (moved.certainty, moved.doubts) == (Certainty.PROBABLE, (Doubt.ROLLED_DAY,))


@pytest.mark.parametrize(
    ("told_on", "today", "outcome"),
    [
        pytest.param("2026-12-10", "2026-12-24", "refundable", id="day 14 from it"),
        pytest.param(
            "2026-12-10", "2026-12-28", "refundable", id="moved past Christmas"
        ),
        pytest.param("2026-12-10", "2026-12-29", "not_refundable", id="a day later"),
        pytest.param(
            "2026-11-14", "2026-12-01", "not_refundable", id="with the contract"
        ),
    ],
)
def test_information_that_came_late(by_law, told_on, today, outcome):
    told = facts(
        withdrawal_information_given=date.fromisoformat(told_on),
        early_start_requested=True,
    )
    assert by_law(date.fromisoformat(today), told).outcome == outcome


def test_what_may_be_kept_is_an_estimate(by_law):
    told = facts(early_start_requested=True, withdrawal_information_given=True)
    route = by_law(date(2026, 11, 21), told)
    assert route.owed == Money(Decimal("76.52"), "SEK")
    assert route.amount == Money(Decimal("3913.48"), "SEK")
    assert route.doubts == (Doubt.ESTIMATE,)
    assert by_law(facts=told, paid=None).owed is None
    assert by_law(facts=told, product="course", paid=None).owed is None


@pytest.mark.parametrize(
    ("changes", "owed"),
    [
        pytest.param({"product": "month"}, "1197.00", id="9 of November's 30 days"),
        pytest.param({"period_days": 90}, "399.00", id="the days that were told"),
        pytest.param({"product": "course"}, None, id="no period to count by"),
    ],
)
def test_pro_rata_by_the_period_paid_for(by_law, changes, owed):
    told = facts(
        early_start_requested=True,
        withdrawal_information_given=True,
        fully_performed=False,
    )
    route = by_law(facts=told, **changes)
    assert route.owed == (owed and Money(Decimal(owed), "SEK"))


def test_an_estimate_is_left_out_where_all_may_be_owed(by_law):
    told = {**YES, "loss_acknowledged": False}
    route = by_law(facts=told, product="course")
    assert (route.outcome, route.owed, route.amount) == (
        "partly_refundable",
        None,
        None,
    )


def test_only_what_was_answered_is_said_to_have_decided(by_law):
    """Both answers to a question may lead to one end; then neither was the reason."""
    route = by_law(facts=facts(withdrawal_information_given=False))
    found = [f for f in route.findings if f.check is Check.FACT]
    decided = {f.inputs["fact"] for f in found if f.holds is not None}
    assert decided <= {"withdrawal_information_given"}


@pytest.mark.parametrize("product", ["plan", "course"])
def test_without_a_date_no_day_is_claimed(by_law, product):
    route = by_law(product=product, paid_on=None)
    assert route.outcome is Outcome.CONDITIONAL
    assert route.deadline is route.send_by is route.legal_last_day is None
    assert not [f for f in route.findings if f.check is Check.WITHDRAWAL_PERIOD]


def test_a_contested_purchase_is_asked_about_until_its_start_is_known(by_law):
    told = facts(
        withdrawal_information_given=True,
        early_start_requested=True,
        loss_acknowledged=False,
    )
    assert "content_started" in by_law(facts=told, product="lecture").missing
    not_started = by_law(facts=told | {"content_started": False}, product="lecture")
    assert (not_started.outcome, not_started.missing) == (Outcome.REFUNDABLE, ())
