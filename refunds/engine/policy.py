"""The provider's own rules as one route."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import cast

from refunds.engine.facts import Purchase, RuleBook
from refunds.engine.rules import Ruling
from refunds.engine.scope import Scope
from refunds.engine.tree import Split, Tree, facts_of, leaves
from refunds.engine.verdict import Basis, Check, Finding, Outcome, Route, Status

QUESTIONS = (
    "channel",
    "product",
    "charge",
    "country",
    "paid_on",
    "trial_ends_on",
    "signed_up_on",
    "starts_on",
)
"""Questions in the order people can answer them; events and law come after these."""


def policy_route(purchase: Purchase, book: RuleBook, today: date) -> Route:
    """Return what the provider's rules give, or what it still depends on."""
    return route_of(Scope(purchase, book, today).tree(), purchase, book)


def route_of(tree: Tree, purchase: Purchase, book: RuleBook) -> Route:
    """Return a tree of the provider's rules as a route."""
    paid = purchase.paid
    rulings = cast("tuple[Ruling, ...]", leaves(tree))
    first = rulings[0]
    missing = in_order(facts_of(tree))
    possible = frozenset().union(*[ruling.possible for ruling in rulings])
    # Which store it was is asked for, but that a store decides is sure without it.
    in_store = Outcome.VIA_MARKETPLACE in possible
    certain = len(possible) == 1 and (in_store or not isinstance(tree, Split))
    alike = all(ruling.deadline == first.deadline for ruling in rulings[1:])
    single = None if isinstance(tree, Split) else first
    route = Route(
        basis=Basis.PROVIDER_POLICY,
        outcome=next(iter(first.possible)) if certain else Outcome.CONDITIONAL,
        status=Status.OPEN if missing or not certain else Status.DECIDED,
        deadline=first.deadline if alike else None,
        rule=single.rule.key if single and single.rule else None,
        source=single.findings[0].source if single else None,
        checked_on=book.checked_on,
        findings=single.findings if single else (),
        missing=missing,
        store=book.marketplaces.get(purchase.channel or ""),
        amount=paid if certain and Outcome.REFUNDABLE in first.possible else None,
        possible=possible,
    )
    return weakened(route, book.checked_on) if book.stale else route


def weakened(route: Route, checked_on: date) -> Route:
    """Old facts never give a confident answer (DESIGN 4.3); the dates stay visible."""
    by_rules = any(finding.rule is not None for finding in route.findings)
    rests_on_facts = by_rules or route.provision is not None
    if route.status is not Status.DECIDED or not rests_on_facts:
        return route
    stale = Finding(Check.FRESH, False, inputs={"checked_on": checked_on})
    return route._replace(
        outcome=Outcome.CONDITIONAL,
        status=Status.STALE,
        findings=(*route.findings, stale),
    )


def in_order(facts: Iterable[str]) -> tuple[str, ...]:
    """Return each fact once: questions in their order, then the others as they came."""
    unique = dict.fromkeys(facts)
    if unique.keys().isdisjoint(QUESTIONS):
        return tuple(unique)
    known = [fact for fact in QUESTIONS if fact in unique]
    return (*known, *(fact for fact in unique if fact not in QUESTIONS))
