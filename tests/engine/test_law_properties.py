"""What must hold for every purchase before the law and any provider's rule.

What a verdict says of missing answers is compared with all the ways in which they could
be filled in; only outcomes are compared, because a day that is not told makes the last
day the earliest possible one, and telling it can only move that day on.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product as combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refunds.engine.assess import assess
from refunds.engine.facts import (
    Charge,
    Nature,
    Promise,
    Purchase,
    Rule,
    RuleBook,
    Source,
    Start,
    Window,
)
from refunds.engine.verdict import MONEY_BACK, Basis, Outcome
from refunds.engine.withdrawal import FACTS
from refunds.statutes import law_in_files

LAW = law_in_files()
TODAY = date(2026, 11, 23)
SOURCE = Source("https://provider.test/terms", "Terms")
WEEK = Rule("week", Promise.FULL, SOURCE, window=Window(7, Start.PAYMENT))
NATURES = {
    "plan": Nature.SERVICE,
    "month": Nature.SERVICE,
    "course": Nature.SERVICE,
    "film": Nature.CONTENT,
    "lecture": Nature.CONTESTED,
}


def book(*rules):
    return RuleBook(
        "provider",
        rules,
        TODAY,
        products=tuple(NATURES),
        channels=("web",),
        recurring=frozenset({"plan", "month"}),
        natures=NATURES,
        trial_days={"month": 7},
        months={"plan": 12, "month": 1},
    )


BOOKS = [
    book(),
    book(WEEK),
    book(replace(WEEK, ended_by=("done",))),
    book(Rule("never", Promise.NONE, SOURCE)),
    book(Rule("ask", Promise.ASK_PROVIDER, SOURCE)),
]


def day(back):
    return TODAY - timedelta(days=back)


PAID = [day(back) for back in (0, 5, 7, 8, 13, 14, 16, 17, 20, 60, 379, 380, 400)]
ANSWERS = {
    "product": [*NATURES],
    "country": ["SE", "GB", "FR", "IN", "BR"],
    "charge": [*Charge],
    "signed_up_on": [*PAID, *(day(back) for back in (12, 18, 30, 395, 800))],
    "done": [True, False],
    **{key: [True, False] for key in FACTS},
}


def purchase(paid_on, answers):
    known = {key: value for key, value in answers.items() if value is not None}
    facts = {key: known.pop(key) for key in FACTS if key in known}
    events = {"done": known.pop("done")} if "done" in known else {}
    return Purchase(channel="web", paid_on=paid_on, facts=facts, events=events, **known)


@st.composite
def answered(draw):
    paid_on = draw(st.sampled_from(PAID))
    answers = {
        key: draw(st.none() | st.sampled_from(values))
        for key, values in ANSWERS.items()
    }
    if answers["signed_up_on"] and answers["signed_up_on"] > paid_on:
        answers["signed_up_on"] = paid_on
    return paid_on, answers


def completions(paid_on, answers, facts):
    """Yield every way to answer some questions, possible ones only."""
    values = [ANSWERS[fact] for fact in facts]
    for chosen in combinations(*values):
        filled = answers | dict(zip(facts, chosen, strict=True))
        if filled["signed_up_on"] is None or filled["signed_up_on"] <= paid_on:
            yield filled


def shown(verdict):
    """What a person sees: outcome, last day, and what it depends on by law."""
    by_law = verdict.route(Basis.STATUTORY_WITHDRAWAL)
    depends = verdict.outcome is Outcome.CONDITIONAL
    return verdict.outcome, verdict.deadline, by_law.possible if depends else None


books = st.sampled_from(BOOKS)


@settings(max_examples=400, deadline=None)
@given(rules=books, told=answered(), data=st.data())
def test_once_what_is_missing_is_told_nothing_else_matters(rules, told, data):
    paid_on, answers = told
    missing = assess(purchase(paid_on, answers), rules, LAW, TODAY).missing
    filled = data.draw(
        st.sampled_from(list(completions(paid_on, answers, missing[:6])))
    )
    while more := assess(purchase(paid_on, filled), rules, LAW, TODAY).missing:
        options = list(completions(paid_on, filled, more[:4]))
        filled = data.draw(st.sampled_from(options))
    outcome = assess(purchase(paid_on, filled), rules, LAW, TODAY).outcome
    ignored = {"signed_up_on"}
    if NATURES.get(filled["product"], Nature.SERVICE) is Nature.SERVICE:
        # Heard if told, but access is what counts, and what recurs is never done.
        ignored |= {"content_started", "fully_performed"}
    for fact, values in ANSWERS.items():
        if filled[fact] is None and fact not in ignored:
            for value in values:
                other = purchase(paid_on, filled | {fact: value})
                assert assess(other, rules, LAW, TODAY).outcome is outcome, fact


@settings(max_examples=200, deadline=None)
@given(rules=books, told=answered())
def test_every_missing_fact_can_change_the_verdict(rules, told):
    """The kind of charge and the day of sign-up can stand in for each other."""
    paid_on, answers = told
    missing = assess(purchase(paid_on, answers), rules, LAW, TODAY).missing
    if answers["product"] is None or not 0 < len(missing) <= 6:
        return  # for several products at once there is more to ask than for each
    decides = set()
    for told_of in (missing, [fact for fact in missing if fact != "signed_up_on"]):
        outcomes = {}
        for filled in completions(paid_on, answers, told_of):
            verdict = assess(purchase(paid_on, filled), rules, LAW, TODAY)
            outcomes[tuple(filled[fact] for fact in told_of)] = shown(verdict)
        for place, fact in enumerate(told_of):
            rest = {}
            for chosen, outcome in outcomes.items():
                others = (*chosen[:place], *chosen[place + 1 :])
                rest.setdefault(others, set()).add(outcome)
            if any(len(found) > 1 for found in rest.values()):
                decides.add(fact)
    # A handful of days does not try all days of sign-up.
    assert {*missing} - decides <= {"signed_up_on"}


@settings(max_examples=300, deadline=None)
@given(
    rules=books,
    told=answered(),
    # Who does not tell when they signed up is taken to have paid at once.
    fact=st.sampled_from(sorted(ANSWERS.keys() - {"signed_up_on"})),
)
def test_forgetting_an_answer_never_turns_yes_into_no(rules, told, fact):
    paid_on, answers = told
    known = assess(purchase(paid_on, answers), rules, LAW, TODAY)
    forgotten = assess(purchase(paid_on, answers | {fact: None}), rules, LAW, TODAY)
    for basis in (Basis.PROVIDER_POLICY, Basis.STATUTORY_WITHDRAWAL):
        before, after = known.route(basis), forgotten.route(basis)
        pair = {before.outcome, after.outcome}
        assert not (pair & MONEY_BACK and Outcome.NOT_REFUNDABLE in pair), basis


@settings(max_examples=300, deadline=None)
@given(rules=books, told=answered(), later=st.integers(1, 30))
def test_asking_later_never_helps(rules, told, later):
    paid_on, answers = told
    bought = purchase(paid_on, answers)
    now = assess(bought, rules, LAW, TODAY).route(Basis.STATUTORY_WITHDRAWAL)
    then = assess(bought, rules, LAW, TODAY + timedelta(days=later))
    if now.outcome is Outcome.NOT_REFUNDABLE and not now.missing:
        after = then.route(Basis.STATUTORY_WITHDRAWAL)
        assert after.outcome is Outcome.NOT_REFUNDABLE


@settings(max_examples=300, deadline=None)
@given(rules=books, told=answered())
def test_a_weaker_route_never_hides_a_stronger_one(rules, told):
    verdict = assess(purchase(*told), rules, LAW, TODAY)
    outcomes = {route.outcome for route in verdict.routes[:2]}
    for best in (Outcome.REFUNDABLE, Outcome.PARTLY_REFUNDABLE):
        if best in outcomes:
            assert verdict.outcome is best
            break
    assert verdict.best.outcome is verdict.outcome


@pytest.mark.parametrize("country", sorted(LAW.withdrawal))
@given(told=answered())
@settings(max_examples=20, deadline=None)
def test_dates_are_in_order_wherever_there_are_any(country, told):
    paid_on, answers = told
    bought = purchase(paid_on, answers | {"country": country})
    route = assess(bought, BOOKS[0], LAW, TODAY).route(Basis.STATUTORY_WITHDRAWAL)
    if route.send_by:
        assert route.send_by <= route.legal_last_day
    if route.deadline:
        assert route.deadline >= TODAY
        assert route.refund_due > TODAY
