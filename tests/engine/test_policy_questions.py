"""What the rules still need to know, what they found, and what follows from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from refunds.engine.assess import assess
from refunds.engine.facts import (
    Charge,
    Purchase,
    RuleBook,
)
from refunds.engine.law import Law
from refunds.engine.verdict import Basis, Check, LetterKind, Outcome, Status, Step
from tests.engine.policies import (
    BOOK,
    PURCHASE,
    SOURCE,
    TODAY,
    UNPAID,
    policy,
)


@pytest.mark.parametrize(
    ("purchase", "missing"),
    [
        pytest.param(
            Purchase(product="course", channel="web", paid_on=date(2026, 3, 2)),
            ("certificate_earned",),
            id="country and charge decide nothing here",
        ),
        pytest.param(
            Purchase(product="course", channel="web", paid_on=date(2026, 2, 2)),
            (),
            id="too late anyway: no certificate question",
        ),
        pytest.param(
            Purchase(
                product="course", channel="web", events={"certificate_earned": True}
            ),
            (),
            id="certificate earned: the day of payment cannot help",
        ),
        pytest.param(
            Purchase(product="monthly", channel="web"),
            ("paid_on", "trial_ends_on"),
            id="in a trial, or charged?",
        ),
        pytest.param(
            Purchase(product="monthly", channel="web", charged=False),
            ("trial_ends_on",),
            id="not charged: when does the trial end?",
        ),
        pytest.param(
            Purchase(product="monthly", channel="web", trial_ends_on=date(2026, 3, 1)),
            ("paid_on",),
            id="the trial is over: was anything charged?",
        ),
        pytest.param(
            Purchase(product="monthly", channel="web", charge=Charge.RENEWAL),
            (),
            id="a renewal is no trial",
        ),
        pytest.param(
            Purchase(product="monthly", channel="web", paid_on=date(2026, 3, 2)),
            (),
            id="charged: no rule helps",
        ),
        pytest.param(
            Purchase(product="prepaid", channel="web", paid_on=date(2026, 3, 2)),
            ("country",),
            id="a rule for one country only",
        ),
        pytest.param(
            Purchase(product="annual", channel="web", paid_on=date(2026, 3, 8)),
            ("charge",),
            id="first payment or renewal",
        ),
        pytest.param(
            Purchase(product="preenrolled", channel="web"),
            ("starts_on",),
            id="the launch decides, not the payment",
        ),
        pytest.param(
            Purchase(product="club", channel="web", paid_on=date(2026, 2, 20)),
            (),
            id="signed up before a payment that is too old already",
        ),
        pytest.param(
            Purchase(product="club", channel="web", paid_on=date(2026, 3, 5)),
            ("signed_up_on",),
            id="signed up, but when?",
        ),
        pytest.param(
            Purchase(product="upgrade", channel="web", paid_on=date(2026, 2, 20)),
            (),
            id="the earlier of two days cannot be later than this",
        ),
        pytest.param(
            Purchase(product="upgrade", channel="web", paid_on=date(2026, 3, 5)),
            ("starts_on",),
            id="payment or start: one is missing",
        ),
        pytest.param(
            Purchase(product="upgrade", channel="web"),
            ("paid_on", "starts_on"),
            id="payment or start: both are missing",
        ),
        pytest.param(
            Purchase(channel="app_store"),
            (),
            id="the store decides whatever was bought",
        ),
        pytest.param(
            Purchase(product="course"),
            ("channel", "paid_on", "certificate_earned"),
            id="who charged comes first",
        ),
    ],
)
def test_missing_names_what_can_still_decide(purchase, missing):
    route = assess(purchase, BOOK, Law(), TODAY).route(Basis.PROVIDER_POLICY)
    assert route.missing == missing


def test_nothing_is_known_and_nothing_is_guessed():
    verdict = assess(Purchase(), BOOK, Law(), TODAY)
    assert verdict.outcome is Outcome.CONDITIONAL
    assert verdict.missing[:2] == ("channel", "product")
    assert verdict.route(Basis.PROVIDER_POLICY).status is Status.OPEN


def test_the_deadline_is_shown_while_an_event_is_open():
    route = policy(events={})
    assert (route.outcome, route.deadline) == ("conditional", date(2026, 3, 9))


def test_findings_tell_each_test_with_its_inputs_and_source():
    route = policy(events={"certificate_earned": date(2026, 3, 4)})
    window, event = route.findings
    assert (window.check, window.holds) == (Check.WINDOW, True)
    assert window.inputs["began_on"] == date(2026, 3, 2)
    assert (event.check, event.holds) == (Check.EVENT, False)
    assert event.inputs["on"] == date(2026, 3, 4)
    assert window.source == event.source == route.source == SOURCE


def test_old_facts_give_no_confident_answer_but_keep_their_dates():
    route = policy(book=replace(BOOK, stale=True))
    assert (route.outcome, route.status) == (Outcome.CONDITIONAL, Status.STALE)
    assert route.deadline == date(2026, 3, 9)
    assert route.findings[-1].check is Check.FRESH


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        pytest.param({"channel": "app_store"}, "via_marketplace", id="who charged"),
        pytest.param({"product": "nothing known"}, "unknown", id="no rule at all"),
    ],
)
def test_age_changes_nothing_where_no_old_rule_was_used(changes, outcome):
    assert policy(book=replace(BOOK, stale=True), **changes).outcome == outcome


@pytest.mark.parametrize(
    ("changes", "letter", "plan"),
    [
        pytest.param(
            {},
            LetterKind.POLICY_REFUND,
            (
                Step.SAVE_DOCUMENTS,
                Step.CLAIM_FROM_PROVIDER,
                Step.WAIT_FOR_MONEY,
                Step.REQUEST_ERASURE,
            ),
            id="one payment: no renewal to stop",
        ),
        pytest.param(
            {"product": "monthly"},
            LetterKind.GOODWILL,
            (
                Step.STOP_RENEWAL,
                Step.SAVE_DOCUMENTS,
                Step.ASK_FOR_GOODWILL,
                Step.WAIT_FOR_ANSWER,
                Step.REQUEST_ERASURE,
            ),
            id="no refund: goodwill",
        ),
        pytest.param(
            UNPAID | {"trial_ends_on": date(2026, 3, 20)},
            LetterKind.TERMINATION,
            (Step.STOP_RENEWAL, Step.SAVE_DOCUMENTS, Step.REQUEST_ERASURE),
            id="trial: stop it, nothing to claim",
        ),
        pytest.param(
            {"product": "monthly", "channel": "app_store"},
            LetterKind.STORE_REQUEST,
            (
                Step.STOP_RENEWAL_IN_STORE,
                Step.SAVE_DOCUMENTS,
                Step.CLAIM_FROM_STORE,
                Step.WAIT_FOR_MONEY,
                Step.REQUEST_ERASURE,
            ),
            id="store: stop and claim there",
        ),
    ],
)
def test_letter_and_plan_follow_from_the_verdict(changes, letter, plan):
    verdict = assess(replace(PURCHASE, **changes), BOOK, Law(), TODAY)
    assert (verdict.letter, verdict.plan) == (letter, plan)


def test_without_any_law_the_rules_decide():
    verdict = assess(PURCHASE, BOOK, Law(), TODAY)
    route = verdict.route(Basis.STATUTORY_WITHDRAWAL)
    assert (route.outcome, route.status) == (Outcome.UNKNOWN, Status.DECIDED)
    assert verdict.best.basis is Basis.PROVIDER_POLICY


def test_a_window_at_the_end_of_the_calendar_does_not_raise():
    assert policy(paid_on=date.max, today=date.max).deadline == date.max


def test_a_provider_of_whom_little_is_known_gets_an_answer():
    empty = RuleBook("new", (), checked_on=date(2026, 7, 3))
    for purchase in (Purchase(), PURCHASE, Purchase(channel="web")):
        assert assess(purchase, empty, Law(), TODAY).outcome is Outcome.UNKNOWN


def test_a_trial_that_a_product_does_not_have_is_no_trial():
    purchase = Purchase(
        product="course", channel="web", trial_ends_on=date(2026, 3, 20)
    )
    verdict = assess(purchase, BOOK, Law(), TODAY)
    assert verdict.missing == ("paid_on", "certificate_earned")
