"""The provider's own rules as one route."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from refunds.engine.facts import Purchase, RuleBook
from refunds.engine.rules import Ruling
from refunds.engine.scope import Scope, Split
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
"""Questions in the order people can answer them; events come after these."""


def policy_route(purchase: Purchase, book: RuleBook, today: date) -> Route:
    """Return what the provider's rules give, or what it still depends on."""
    tree = Scope(purchase, book, today).tree()
    rulings = list(_rulings(tree))
    first = rulings[0]
    missing = _in_order([*_decisive(tree), *_still_open(rulings)])
    certain = isinstance(tree, Ruling) and len(first.possible) == 1
    deadlines = {ruling.deadline for ruling in rulings}
    single = first if isinstance(tree, Ruling) else None
    route = Route(
        basis=Basis.PROVIDER_POLICY,
        outcome=next(iter(first.possible)) if certain else Outcome.CONDITIONAL,
        status=Status.OPEN if missing or not certain else Status.DECIDED,
        deadline=first.deadline if len(deadlines) == 1 else None,
        rule=single.rule.key if single and single.rule else None,
        source=single.findings[0].source if single else None,
        checked_on=book.checked_on,
        findings=single.findings if single else (),
        missing=missing,
        store=book.marketplaces.get(purchase.channel or ""),
    )
    return _weakened(route, book) if book.stale else route


def _rulings(tree: Split | Ruling) -> Iterator[Ruling]:
    if isinstance(tree, Ruling):
        yield tree
        return
    for branch in tree.branches:
        yield from _rulings(branch)


def _decisive(tree: Split | Ruling) -> Iterator[str]:
    if isinstance(tree, Split):
        yield tree.fact
        for branch in tree.branches:
            yield from _decisive(branch)


def _still_open(rulings: list[Ruling]) -> Iterator[str]:
    for ruling in rulings:
        yield from ruling.missing


def _weakened(route: Route, book: RuleBook) -> Route:
    """Old facts never give a confident answer (DESIGN 4.3); the dates stay visible."""
    if route.status is not Status.DECIDED or route.rule is None:
        return route
    stale = Finding(Check.FRESH, False, inputs={"checked_on": book.checked_on})
    return replace(
        route,
        outcome=Outcome.CONDITIONAL,
        status=Status.STALE,
        findings=(*route.findings, stale),
    )


def _in_order(facts: list[str]) -> tuple[str, ...]:
    """Return each fact once: questions in their order, then events as they came."""
    unique = dict.fromkeys(facts)
    known = [fact for fact in QUESTIONS if fact in unique]
    return (*known, *(fact for fact in unique if fact not in QUESTIONS))
