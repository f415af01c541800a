"""The right of withdrawal: the matrix of the law, trials, information, countries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from refunds.engine.assess import assess
from refunds.engine.facts import (
    Charge,
    Money,
    Nature,
    Promise,
    Purchase,
    Rule,
    Source,
    Start,
    Window,
)
from refunds.engine.law import Law, NoProvisionInForce
from refunds.engine.verdict import (
    Basis,
    Certainty,
    Check,
    Doubt,
    LetterKind,
    Outcome,
    Status,
    Step,
)

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


@pytest.fixture
def by_law(law, book):
    """Ask the law alone."""

    def answer(today=TODAY, facts=(), **changes):
        purchase = replace(PLAN, **changes, facts=dict(facts))
        verdict = assess(purchase, book, law, today)
        return verdict.route(Basis.STATUTORY_WITHDRAWAL)

    return answer


def facts(**given):
    return {key: value for key, value in given.items() if value is not None}


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


def test_the_store_is_the_counterparty(law, book):
    purchase = replace(PLAN, channel="app_store")
    verdict = assess(purchase, book, law, TODAY)
    route = verdict.route(Basis.STATUTORY_WITHDRAWAL)
    assert verdict.outcome is Outcome.VIA_MARKETPLACE
    assert verdict.missing == ()
    assert verdict.letter is LetterKind.STORE_REQUEST
    assert route.store == "app-store"
    assert route.findings[-1].check is Check.COUNTERPARTY
    assert Doubt.STORE in route.doubts


def test_nothing_paid_nothing_to_pay_back(by_law):
    route = by_law(paid_on=None, charged=False)
    assert (route.outcome, route.missing) == (Outcome.NO_CHARGE, ())


SOURCE = Source("https://provider.test/terms", "Terms")
SEVEN_DAYS = Rule(
    "week", Promise.FULL, SOURCE, window=Window(7, Start.PAYMENT), ended_by=("done",)
)


@pytest.mark.parametrize(
    ("today", "events", "told", "outcome", "basis", "letter"),
    [
        pytest.param(
            date(2026, 11, 21),
            {"done": False},
            {},
            "refundable",
            Basis.PROVIDER_POLICY,
            LetterKind.POLICY_REFUND,
            id="the terms give all of it: the law is not asked about",
        ),
        pytest.param(
            date(2026, 11, 22),
            {"done": False},
            facts(early_start_requested=False),
            "refundable",
            Basis.STATUTORY_WITHDRAWAL,
            LetterKind.WITHDRAWAL,
            id="the terms are over, the law is not",
        ),
        pytest.param(
            date(2026, 11, 21),
            {"done": True},
            facts(early_start_requested=True, withdrawal_information_given=True),
            "partly_refundable",
            Basis.STATUTORY_WITHDRAWAL,
            LetterKind.WITHDRAWAL,
            id="an event ends the terms' right, not the law's",
        ),
        pytest.param(
            date(2026, 12, 1),
            {"done": False},
            facts(withdrawal_information_given=True),
            "not_refundable",
            Basis.PROVIDER_POLICY,
            LetterKind.GOODWILL,
            id="both are over",
        ),
    ],
)
def test_the_stronger_route_decides(
    law, book, today, events, told, outcome, basis, letter
):
    rules = replace(book, rules=(SEVEN_DAYS,))
    purchase = replace(PLAN, events=events, facts=told)
    verdict = assess(purchase, rules, law, today)
    assert (verdict.outcome, verdict.basis, verdict.letter) == (outcome, basis, letter)
    assert verdict.missing == ()


def test_only_what_can_still_change_the_verdict_is_asked(law, book):
    rules = replace(book, rules=(SEVEN_DAYS,))
    inside = assess(PLAN, rules, law, date(2026, 11, 21))
    assert inside.missing[0] == "done"
    assert "early_start_requested" in inside.missing
    by_terms = assess(replace(PLAN, events={"done": False}), rules, law, TODAY)
    assert by_terms.missing[:1] == ("early_start_requested",)


def test_the_plan_of_a_withdrawal(law, book):
    verdict = assess(
        replace(PLAN, facts=facts(early_start_requested=False)), book, law, TODAY
    )
    assert verdict.plan == (
        Step.STOP_RENEWAL,
        Step.SAVE_DOCUMENTS,
        Step.WITHDRAW,
        Step.WAIT_FOR_MONEY,
        Step.REQUEST_ERASURE,
    )


def test_law_that_was_checked_long_ago_gives_no_sure_answer(law, book):
    old = Law(
        {
            country: tuple(replace(item, stale=True) for item in dated)
            for country, dated in law.withdrawal.items()
        }
    )
    told = replace(PLAN, facts=facts(early_start_requested=False))
    route = assess(told, book, old, TODAY).route(Basis.STATUTORY_WITHDRAWAL)
    assert (route.outcome, route.status) == (Outcome.CONDITIONAL, Status.STALE)
    assert route.deadline == date(2026, 11, 28)
