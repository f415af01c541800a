"""What must hold for every store's rules, drawn at random, and every purchase there."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from refunds.engine.assess import assess
from refunds.engine.facts import Promise, RuleBook, Storefront
from refunds.engine.law import Law
from refunds.engine.rules import WITH_DEADLINE
from refunds.engine.verdict import Basis, Outcome
from tests.engine.test_properties import (
    ANSWERS,
    TODAY,
    completions,
    full_answers,
    possible,
    purchase,
    rules,
)

FORGETTABLE = [key for key in ANSWERS if key != "channel"]
SOLD_AS = {"p": ("p",), "q": ("q", "p"), "another": ()}


@st.composite
def books(draw):
    """A seller without rules, in a store that has some; a trial is the seller's."""
    drawn = [draw(rules(f"rule{number}")) for number in range(draw(st.integers(0, 4)))]
    of_store = tuple(rule for rule in drawn if rule.promise is not Promise.NO_CHARGE)
    store = RuleBook("app-store", of_store, TODAY, ("p", "q"), ("own",))
    return RuleBook(
        "provider",
        (),
        TODAY,
        products=tuple(ANSWERS["product"]),
        channels=tuple(ANSWERS["channel"]),
        marketplaces={"store": "app-store"},
        storefronts={"store": Storefront(store, "own", SOLD_AS)},
    )


def asked(answers, book):
    return assess(purchase(answers), book, Law(), TODAY)


def told(answers, book):
    """Return what a person sees of the store: its answers, and a day to act by."""
    route = asked(answers, book).route(Basis.MARKETPLACE)
    return route.possible, route.deadline if route.possible & WITH_DEADLINE else None


def by_hand(answers, book):
    """Return what each product of the store would give, sold by the store itself."""
    front = book.storefronts["store"]
    found = set()
    for product in front.products[answers["product"]]:
        sold = replace(purchase(answers | {"product": product}), channel="own")
        verdict = assess(sold, front.rules, Law(), TODAY)
        found |= verdict.route(Basis.PROVIDER_POLICY).possible
    return found or {Outcome.UNKNOWN}


def could_be(answers, book):
    front = book.storefronts["store"]
    return possible(answers, front.rules)


@settings(max_examples=250, deadline=None)
@given(book=books(), answers=full_answers)
def test_the_store_answers_as_if_it_were_asked_itself(book, answers):
    answers |= {"channel": "store"}
    assume(could_be(answers, book))
    verdict = asked(answers, book)
    route = verdict.route(Basis.MARKETPLACE)
    assert verdict.outcome is Outcome.VIA_MARKETPLACE
    assert (route.possible, verdict.missing) == (by_hand(answers, book), ())
    if len(route.possible) == 1 and len(SOLD_AS[answers["product"]]) < 2:
        assert {route.outcome} == route.possible
    if route.outcome is Outcome.REFUNDABLE:
        assert route.possible == {Outcome.REFUNDABLE}


@settings(max_examples=250, deadline=None)
@given(
    book=books(),
    answers=full_answers,
    forgotten=st.sets(st.sampled_from(FORGETTABLE), min_size=1, max_size=3),
)
def test_every_fact_that_is_asked_for_can_change_what_is_told(book, answers, forgotten):
    answers |= {"channel": "store"}
    front = book.storefronts["store"]
    assume(could_be(answers, book))
    # Of two unknown days the second may matter only once the first is known.
    assume(not {"paid_on", "starts_on"} <= forgotten)
    partial = answers | dict.fromkeys(forgotten)
    missing = asked(partial, book).missing
    seen = {
        tuple(full.values()): told(full, book)
        for full in completions(partial, front.rules)
    }
    assert set(missing) <= forgotten
    names = list(partial)
    for fact in forgotten:
        place = names.index(fact)
        without = {}
        for values, answer in seen.items():
            rest = values[:place] + values[place + 1 :]
            without.setdefault(rest, set()).add(answer)
        decides = any(len(found) > 1 for found in without.values())
        assert (fact in missing) == decides, (fact, missing)


@settings(max_examples=250, deadline=None)
@given(
    book=books(),
    answers=full_answers,
    forgotten=st.sets(st.sampled_from(list(ANSWERS))),
    age=st.booleans(),
)
def test_every_purchase_in_a_store_gets_an_answer(book, answers, forgotten, age):
    front = book.storefronts["store"]
    front = replace(front, rules=replace(front.rules, stale=age))
    old = replace(book, storefronts={"store": front})
    partial = answers | {"channel": "store"} | dict.fromkeys(forgotten)
    verdict = asked(partial, old)
    route = verdict.route(Basis.MARKETPLACE)
    assert [item.basis for item in verdict.routes] == list(Basis)
    if age and any(finding.rule for finding in route.findings):
        assert route.outcome not in {Outcome.REFUNDABLE, Outcome.NOT_REFUNDABLE}
