"""The provider's rules as tables: a row says what differs, and why it exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

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
from refunds.engine.verdict import Basis, Check, LetterKind, Outcome, Status, Step

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


@pytest.mark.parametrize(
    ("changes", "today", "outcome", "deadline"),
    [
        pytest.param({}, "2026-03-02", "refundable", "2026-03-09", id="day 0"),
        pytest.param(
            {}, "2026-03-09", "refundable", "2026-03-09", id="day 7 is inside"
        ),
        pytest.param({}, "2026-03-10", "not_refundable", "2026-03-09", id="day 8"),
        pytest.param(
            {"paid_on": date(2026, 3, 27)},
            "2026-04-03",
            "refundable",
            "2026-04-03",
            id="day 7 across the change to summer time",
        ),
        pytest.param(
            {"events": {"certificate_earned": date(2026, 3, 9)}},
            "2026-03-09",
            "not_refundable",
            "2026-03-09",
            id="an event on the day of the request has happened",
        ),
        pytest.param(
            {"events": {"certificate_earned": date(2026, 3, 10)}},
            "2026-03-09",
            "refundable",
            "2026-03-09",
            id="an event dated later has not",
        ),
        pytest.param(
            {"events": {"certificate_earned": True}},
            "2026-03-09",
            "not_refundable",
            "2026-03-09",
            id="an event on an unknown day has happened",
        ),
        pytest.param(
            {"product": "preenrolled", "starts_on": date(2026, 9, 1)},
            "2026-03-09",
            "refundable",
            "2026-09-08",
            id="a pre-enrolment is open before the start",
        ),
        pytest.param(
            {"product": "preenrolled", "starts_on": date(2026, 3, 2)},
            "2026-03-10",
            "not_refundable",
            "2026-03-09",
            id="day 8 after the start",
        ),
        pytest.param(
            {"product": "prepaid", "country": "IN"},
            "2026-03-09",
            "refundable",
            "2026-03-09",
            id="a rule of the person's own country",
        ),
        pytest.param(
            {"product": "prepaid", "country": "BR"},
            "2026-03-09",
            "unknown",
            None,
            id="no rule for this country: unknown, not no",
        ),
        pytest.param(
            {"product": "annual", "paid_on": date(2026, 2, 28)},
            "2026-03-14",
            "refundable",
            "2026-03-14",
            id="last day of the earlier terms",
        ),
        pytest.param(
            {"product": "annual", "paid_on": date(2026, 3, 1)},
            "2026-03-05",
            "not_refundable",
            "2026-03-04",
            id="first day of the later terms",
        ),
        pytest.param(
            {"product": "annual", "charge": Charge.RENEWAL},
            "2026-03-02",
            "unknown",
            None,
            id="a rule for the first payment says nothing of a renewal",
        ),
        pytest.param(
            UNPAID | {"trial_ends_on": date(2026, 3, 9)},
            "2026-03-09",
            "no_charge",
            "2026-03-09",
            id="last day of the trial",
        ),
        pytest.param(
            {"product": "monthly", "trial_ends_on": date(2026, 3, 9)}
            | {"paid_on": date(2026, 3, 10)},
            "2026-03-10",
            "not_refundable",
            "2026-03-09",
            id="first day after the trial, charged",
        ),
        pytest.param(
            UNPAID | {"trial_ends_on": date(2026, 3, 9), "charged": False},
            "2026-03-10",
            "no_charge",
            None,
            id="first day after the trial, and nothing was charged",
        ),
        pytest.param(
            {"paid_on": None, "charged": False},
            "2026-03-09",
            "no_charge",
            None,
            id="nothing charged: nothing to give back",
        ),
        pytest.param(
            {"product": "monthly", "trial_ends_on": date(2026, 3, 1)},
            "2026-03-03",
            "not_refundable",
            "2026-03-01",
            id="charged after the trial",
        ),
        pytest.param(
            {"product": "monthly"}, "2026-03-03", "not_refundable", None, id="no trial"
        ),
        pytest.param(
            {"channel": "app_store"},
            "2026-03-03",
            "via_marketplace",
            None,
            id="a store",
        ),
        pytest.param(
            {"channel": "reseller"},
            "2026-03-03",
            "via_marketplace",
            None,
            id="another seller, by rule",
        ),
        pytest.param(
            {"channel": "reseller", "paid_on": None, "charged": False},
            "2026-03-03",
            "via_marketplace",
            None,
            id="another seller decides, charged or not",
        ),
        pytest.param(
            {"product": "degree"},
            "2026-03-03",
            "conditional",
            None,
            id="ask, no window",
        ),
        pytest.param(
            {"product": "specialization"},
            "2026-03-09",
            "conditional",
            "2026-03-09",
            id="ask, inside the window",
        ),
        pytest.param(
            {"product": "specialization"},
            "2026-03-10",
            "not_refundable",
            "2026-03-09",
            id="ask, too late",
        ),
        pytest.param(
            {"product": "upgrade", "starts_on": date(2026, 3, 1)},
            "2026-03-08",
            "partly_refundable",
            "2026-03-08",
            id="payment or start: the earlier counts",
        ),
        pytest.param(
            {"product": "upgrade", "starts_on": date(2026, 3, 5)},
            "2026-03-10",
            "not_refundable",
            "2026-03-09",
            id="payment or start: the payment was earlier",
        ),
        pytest.param(
            {"product": "club", "signed_up_on": date(2026, 3, 1)},
            "2026-03-09",
            "not_refundable",
            "2026-03-08",
            id="counted from sign-up, not from payment",
        ),
        pytest.param(
            {"product": "something else"}, "2026-03-09", "unknown", None, id="no rule"
        ),
    ],
)
def test_outcome_and_deadline(changes, today, outcome, deadline):
    route = policy(today=date.fromisoformat(today), **changes)
    assert (route.outcome, route.deadline) == (
        outcome,
        deadline and date.fromisoformat(deadline),
    )
    assert route.missing == ()


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
