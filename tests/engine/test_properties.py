"""What must hold for every rulebook and every purchase.

Rulebooks and purchases are drawn at random; what a verdict says of missing answers is
compared with all the ways in which they could be filled in.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product as combinations

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

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
from refunds.engine.verdict import IN_TIME, Basis, Outcome

TODAY = date(2026, 3, 20)
SOURCE = Source("https://provider.test/terms", "Terms")
NOT_CHARGED = "not charged"


def day(offset):
    return TODAY + timedelta(days=offset)


PAST = [day(offset) for offset in range(-16, 1)]
NEAR = [day(offset) for offset in range(-9, 4)]
ANSWERS = {
    "product": ["p", "q", "another"],
    "channel": ["web", "store"],
    "country": ["SE", "IN", "BR"],
    "charge": list(Charge),
    "paid_on": [*PAST, NOT_CHARGED],
    "starts_on": NEAR,
    "trial_ends_on": NEAR,
    "event": [True, False],
}
"""All answers that can make a difference to the rulebooks below."""


@st.composite
def rules(draw, key):
    begins, ends = draw(
        st.sampled_from(
            [(None, None), (None, day(-6)), (day(-5), None), (day(-9), day(-3))]
        )
    )
    promise = draw(st.sampled_from(list(Promise)))
    start = draw(st.sampled_from([Start.PAYMENT, Start.START]))
    if promise is Promise.NO_CHARGE:
        window = Window(0, Start.TRIAL_END)
    else:
        window = draw(
            st.none() | st.builds(Window, st.sampled_from([0, 3, 7]), st.just(start))
        )
    return Rule(
        key,
        promise,
        SOURCE,
        products=draw(st.sampled_from([frozenset(), frozenset("p"), frozenset("q")])),
        countries=draw(st.sampled_from([frozenset(), frozenset({"IN"})])),
        charge=draw(st.sampled_from([None, *Charge])),
        valid_from=begins,
        valid_to=ends,
        window=window,
        ended_by=draw(st.sampled_from([(), ("event",)])),
    )


@st.composite
def rulebooks(draw):
    drawn = tuple(
        draw(rules(f"rule{number}")) for number in range(draw(st.integers(0, 4)))
    )
    return RuleBook(
        "provider",
        drawn,
        TODAY,
        products=tuple(ANSWERS["product"]),
        channels=tuple(ANSWERS["channel"]),
        marketplaces={"store": "app-store"},
    )


def purchase(answers):
    known = {key: value for key, value in answers.items() if value is not None}
    events = {"event": known.pop("event")} if "event" in known else {}
    if known.get("paid_on") == NOT_CHARGED:
        known |= {"paid_on": None, "charged": False}
    return Purchase(**known, events=events)


def told(answers, book, today=TODAY):
    """Return what a person sees: outcome, deadline where it matters, who decides."""
    route = assess(purchase(answers), book, Law(), today).route(Basis.PROVIDER_POLICY)
    matters = route.outcome in {*IN_TIME, Outcome.CONDITIONAL}
    return route.outcome, route.deadline if matters else None, route.store


def has_trial(answers, book):
    """Is there a free trial to be in, for this kind of purchase?"""
    return any(
        rule.promise is Promise.NO_CHARGE
        and (not rule.products or answers["product"] in rule.products)
        and (not rule.countries or answers["country"] in rule.countries)
        and rule.charge in (None, answers["charge"])
        for rule in book.rules
    )


def possible(answers, book):
    """Can these answers be true together? A trial comes before the first payment."""
    charged = answers["paid_on"] != NOT_CHARGED
    in_trial = answers["trial_ends_on"] >= TODAY
    if answers["charge"] is Charge.RENEWAL or not has_trial(answers, book):
        return charged and not in_trial
    return not (charged and in_trial)


def completions(answers, book):
    """Yield every possible way to fill in what is not known."""
    open_facts = [key for key, value in answers.items() if value is None]
    for values in combinations(*(ANSWERS[key] for key in open_facts)):
        full = answers | dict(zip(open_facts, values, strict=True))
        if possible(full, book):
            yield full


full_answers = st.fixed_dictionaries(
    {key: st.sampled_from(values) for key, values in ANSWERS.items()}
)


EVERYWHERE_THE_STORE = RuleBook(
    "provider",
    (Rule("rule0", Promise.ASK_MARKETPLACE, SOURCE),),
    TODAY,
    products=tuple(ANSWERS["product"]),
    channels=tuple(ANSWERS["channel"]),
    marketplaces={"store": "app-store"},
)
"""The same answer in each channel; which store gives it still has to be asked."""


@settings(max_examples=250, deadline=None)
@given(
    book=rulebooks(),
    answers=full_answers,
    forgotten=st.sets(st.sampled_from(list(ANSWERS)), min_size=1, max_size=3),
)
@example(
    book=EVERYWHERE_THE_STORE,
    answers={key: values[0] for key, values in ANSWERS.items()},
    forgotten={"channel"},
)
def test_missing_is_exactly_what_can_still_decide(book, answers, forgotten):
    assume(possible(answers, book))
    # Of two unknown days the second may matter only once the first is known.
    assume(not {"paid_on", "starts_on"} <= forgotten)
    partial = answers | dict.fromkeys(forgotten)
    missing = assess(purchase(partial), book, Law(), TODAY).missing
    seen = {
        tuple(full.values()): told(full, book) for full in completions(partial, book)
    }
    names = list(partial)
    for fact in forgotten:
        place = names.index(fact)
        answers_without = {}
        for values, answer in seen.items():
            rest = values[:place] + values[place + 1 :]
            answers_without.setdefault(rest, set()).add(answer)
        decides = any(len(found) > 1 for found in answers_without.values())
        assert decides <= (fact in missing), (fact, missing)
        # Product or country may also tell whether there is a trial to be in at all.
        gates = any(
            {"product": rule.products, "country": rule.countries}.get(fact)
            for rule in book.rules
            if rule.promise is Promise.NO_CHARGE
        )
        assert (fact in missing) <= (decides or gates), (fact, missing)
    if not missing:
        assert {told(partial, book)[0]} == {answer[0] for answer in seen.values()}


@settings(max_examples=300, deadline=None)
@given(
    book=rulebooks(),
    answers=full_answers,
    forgotten=st.sets(st.sampled_from(list(ANSWERS)), min_size=1),
)
def test_forgetting_an_answer_never_reverses_the_verdict(book, answers, forgotten):
    assume(possible(answers, book))
    before = told(answers, book)[0]
    after = told(answers | dict.fromkeys(forgotten), book)[0]
    assert after in (before, Outcome.CONDITIONAL)


@settings(max_examples=300, deadline=None)
@given(book=rulebooks(), answers=full_answers, wait=st.integers(1, 30))
def test_asking_later_never_helps(book, answers, wait):
    """Once it is too late, waiting does not bring the right back."""
    later = told(answers, book, TODAY + timedelta(days=wait))[0]
    if later in IN_TIME:
        now = assess(purchase(answers), book, Law(), TODAY)
        # Until when may still be open now, and past later; that it can be had is not.
        assert now.route(Basis.PROVIDER_POLICY).possible == {later}


@settings(max_examples=300, deadline=None)
@given(
    book=rulebooks(),
    answers=full_answers,
    forgotten=st.sets(st.sampled_from(list(ANSWERS))),
    age=st.booleans(),
)
def test_every_purchase_gets_an_answer(book, answers, forgotten, age):
    """Total: it never raises, names each basis once, and old facts never sound sure."""
    partial = purchase(answers | dict.fromkeys(forgotten))
    verdict = assess(partial, replace(book, stale=age), Law(), TODAY)
    assert [route.basis for route in verdict.routes] == list(Basis)
    assert verdict.best.outcome is verdict.outcome
    if age and verdict.route(Basis.PROVIDER_POLICY).rule:
        assert verdict.outcome not in {*IN_TIME, Outcome.NOT_REFUNDABLE}
