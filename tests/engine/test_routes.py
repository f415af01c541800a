"""The law beside the terms and the store: which route decides, what is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from refunds.engine.assess import assess
from refunds.engine.facts import (
    Promise,
    Rule,
    Source,
    Start,
    Window,
)
from refunds.engine.law import Law
from refunds.engine.verdict import (
    Basis,
    Check,
    Doubt,
    LetterKind,
    Outcome,
    Status,
    Step,
)
from tests.engine.purchases import PLAN, TODAY, facts


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
