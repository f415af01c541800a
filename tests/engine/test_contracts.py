"""Trials, renewals and countries: which contract, and which law for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from refunds.engine.assess import assess
from refunds.engine.facts import (
    Charge,
    Nature,
)
from refunds.engine.law import NoProvisionInForce
from refunds.engine.verdict import (
    Basis,
    Certainty,
    Doubt,
    Outcome,
    Status,
)
from tests.engine.purchases import PLAN, TODAY, YES, facts

TRIAL = {
    "product": "month",
    "signed_up_on": date(2026, 11, 2),
    "paid_on": date(2026, 11, 16),
}


@pytest.mark.parametrize(
    ("today", "told", "outcome"),
    [
        pytest.param("2026-11-16", {}, "conditional", id="day 14 from sign-up"),
        pytest.param(
            "2026-11-17",
            facts(charge_disclosed=True, withdrawal_information_given=True),
            "not_refundable",
            id="M9: one right for trial and contract (C-565/22)",
        ),
        pytest.param(
            "2026-11-17",
            facts(charge_disclosed=False, early_start_requested=False),
            "refundable",
            id="M9: a new one where the price was not told",
        ),
        pytest.param("2026-11-17", {}, "conditional", id="M9: who knows"),
        pytest.param(
            "2026-11-30",
            facts(charge_disclosed=False, early_start_requested=False),
            "refundable",
            id="its last day",
        ),
        pytest.param(
            "2026-12-01",
            facts(charge_disclosed=False, withdrawal_information_given=True),
            "not_refundable",
            id="a day later",
        ),
    ],
)
def test_a_trial_that_became_payable(by_law, today, told, outcome):
    route = by_law(date.fromisoformat(today), told, **TRIAL)
    assert route.outcome == outcome


@pytest.mark.parametrize("disclosed", [True, False, None])
def test_who_was_never_told_has_a_year_more_whatever_the_trial_said(by_law, disclosed):
    told = facts(withdrawal_information_given=False, early_start_requested=False)
    told |= facts(charge_disclosed=disclosed)
    route = by_law(date(2026, 11, 17), told, **TRIAL)
    assert (route.outcome, route.deadline) == ("refundable", date(2027, 11, 16))
    assert route.missing == ()


def test_in_the_united_kingdom_a_trial_starts_nothing_anew(by_law):
    told = facts(charge_disclosed=False, withdrawal_information_given=True)
    route = by_law(date(2026, 11, 17), told, **TRIAL | {"country": "GB"})
    assert (route.outcome, route.missing) == (Outcome.NOT_REFUNDABLE, ())


def test_a_possible_trial_is_counted_from_its_first_day(by_law):
    """Seven days of trial before the payment: the safe last day is the earliest."""
    told = facts(early_start_requested=False)
    safe = by_law(facts=told, product="month", paid_on=date(2026, 11, 20))
    assert (safe.outcome, safe.deadline) == ("refundable", date(2026, 11, 27))
    late = by_law(date(2026, 12, 2), told, product="month", paid_on=date(2026, 11, 20))
    assert late.missing[0] == "signed_up_on"


@pytest.mark.parametrize(
    ("product", "told", "outcome", "missing"),
    [
        pytest.param(
            "plan",
            facts(withdrawal_information_given=True),
            "not_refundable",
            (),
            id="a year's plan was begun a year ago",
        ),
        pytest.param(
            "month",
            facts(withdrawal_information_given=True),
            "not_refundable",
            (),
            id="a month's plan a month ago",
        ),
        pytest.param(
            "club",
            facts(withdrawal_information_given=True, early_start_requested=False),
            "conditional",
            ("signed_up_on",),
            id="who knows how long its periods are",
        ),
    ],
)
def test_a_renewal_is_no_new_contract(law, book, product, told, outcome, missing):
    clubs = replace(
        book,
        recurring=book.recurring | {"club"},
        natures={**book.natures, "club": Nature.SERVICE},
    )
    purchase = replace(PLAN, product=product, charge=Charge.RENEWAL, facts=told)
    route = assess(purchase, clubs, law, TODAY).route(Basis.STATUTORY_WITHDRAWAL)
    assert (route.outcome, route.missing) == (outcome, missing)


@pytest.mark.parametrize(
    ("country", "outcome", "status"),
    [
        ("IN", "not_applicable", Status.NOT_APPLICABLE),
        ("US", "not_applicable", Status.NOT_APPLICABLE),
        ("CH", "not_applicable", Status.NOT_APPLICABLE),
        ("AU", "not_applicable", Status.NOT_APPLICABLE),
        ("CA", "unknown", Status.DECIDED),
        ("BR", "unknown", Status.DECIDED),
        ("JP", "unknown", Status.DECIDED),
    ],
)
def test_where_no_right_is_known_none_is_claimed(by_law, country, outcome, status):
    route = by_law(country=country)
    assert (route.outcome, route.status, route.missing) == (outcome, status, ())
    assert route.send_by is route.legal_last_day is route.amount is None


@pytest.mark.parametrize(
    ("country", "certainty"),
    [
        ("SE", Certainty.CERTAIN),
        ("DE", Certainty.CERTAIN),
        ("NO", Certainty.CERTAIN),
        ("FI", Certainty.PROBABLE),
        ("FR", Certainty.PROBABLE),
        ("IS", Certainty.PROBABLE),
        ("GB", Certainty.CERTAIN),
    ],
)
def test_what_was_not_read_is_only_probable(by_law, country, certainty):
    route = by_law(country=country, facts=facts(early_start_requested=False))
    assert (route.outcome, route.certainty) == (Outcome.REFUNDABLE, certainty)


def test_a_single_course_is_probably_a_service(by_law):
    told = facts(early_start_requested=False)
    assert by_law(facts=told, product="course").doubts == (Doubt.CLASSIFIED,)
    contested = by_law(facts=YES | {"fully_performed": False}, product="lecture")
    assert contested.certainty is Certainty.UNCERTAIN


def test_the_subscription_rules_of_the_united_kingdom_begin_by_themselves(by_law):
    """Announced for January 2027: on its day, and then only probably."""
    renewed = {"country": "GB", "charge": Charge.RENEWAL, "product": "month"}
    told = facts(withdrawal_information_given=True, early_start_requested=False)
    before = by_law(
        date(2026, 12, 31),
        told,
        signed_up_on=date(2026, 11, 1),
        paid_on=date(2026, 12, 28),
        **renewed,
    )
    after = by_law(
        date(2027, 3, 4),
        told,
        signed_up_on=date(2027, 1, 1),
        paid_on=date(2027, 3, 1),
        **renewed,
    )
    assert before.outcome is Outcome.NOT_REFUNDABLE
    assert (after.outcome, after.deadline) == (Outcome.REFUNDABLE, date(2027, 3, 15))
    assert Doubt.ANNOUNCED in after.doubts
    assert after.certainty is Certainty.PROBABLE


@pytest.mark.parametrize(
    ("on", "act"), [(date(2027, 5, 13), None), (date(2027, 5, 14), "in-dpdp")]
)
def test_the_indian_data_protection_act_begins_by_itself(law, on, act):
    found = law.data_in("IN", on)
    assert (found and found.key) == act


def test_no_provision_stands_in_for_an_older_day(law):
    with pytest.raises(
        NoProvisionInForce, match="SE: no provision in force on 2014-06"
    ):
        law.withdrawal_in("SE", date(2014, 6, 12))
    assert law.withdrawal_in("SE", date(2014, 6, 13)).key == "sweden"
    assert law.withdrawal_in("BR", date(2026, 1, 1)) is None


def test_a_contract_older_than_the_law_is_not_judged_by_it(by_law):
    route = by_law(paid_on=date(2012, 3, 1))
    assert (route.outcome, route.provision) == (Outcome.UNKNOWN, None)
