"""The statutory right of withdrawal as one route."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import cast

from refunds.engine.case import Case, Ending, Told, Trace
from refunds.engine.facts import Money, Nature, Purchase, RuleBook
from refunds.engine.law import Provision, Right
from refunds.engine.limits import refund_due
from refunds.engine.policy import in_order, weakened
from refunds.engine.tree import Tree, facts_of, leaves
from refunds.engine.verdict import (
    MONEY_BACK,
    Basis,
    Check,
    Doubt,
    Finding,
    Outcome,
    Route,
    Status,
)


def statutory_route(
    tree: Tree, purchase: Purchase, book: RuleBook, today: date
) -> Route:
    """Return a tree of the law as a route."""
    endings = cast("tuple[Ending, ...]", leaves(tree))
    first = endings[0]
    provision = first.provision
    possible = frozenset([ending.outcome for ending in endings])
    cases = _distinct(endings)
    if any(ending.provision is not provision for ending in cases):
        return _of_several_laws(tree, possible)
    paying = [ending for ending in endings if ending.outcome in MONEY_BACK]
    in_time = [end.limit.last_chance(today) for end in _distinct(paying) if end.limit]
    limits = [ending.limit for ending in cases if ending.limit]
    missing = in_order(facts_of(tree))
    single = len(possible) == 1
    contested = len({end.case.nature for end in cases if end.case}) > 1
    outcome = first.outcome if single else _mixed(possible)
    limit = min(limits) if limits else None
    owed = first.owed if single else None
    route = Route(
        basis=Basis.STATUTORY_WITHDRAWAL,
        outcome=outcome,
        status=Status.OPEN if missing else _settled(outcome),
        deadline=min(in_time) if in_time else None,
        source=provision.source if provision else None,
        checked_on=provision.checked_on if provision else None,
        findings=tuple(_findings(endings, cases, missing, contested=contested)),
        missing=missing,
        provision=provision,
        send_by=limit.send_by if limit else None,
        legal_last_day=limit.legal_last_day if limit else None,
        amount=_amount(purchase.paid, outcome, owed),
        owed=owed,
        refund_due=_refund_due(provision, today) if in_time else None,
        doubts=tuple(_doubts(first, outcome, contested=contested)),
        possible=possible,
    )
    store = book.marketplaces.get(purchase.channel or "")
    if first.case is not None and store is not None:
        route = _against_store(route, store)
    if provision is not None and provision.stale:
        return weakened(route, provision.checked_on)
    return route


def _distinct(endings: Iterable[Ending]) -> list[Ending]:
    """Return one ending for each case: most branches end in the same one."""
    return list({id(ending.case or ending): ending for ending in endings}.values())


def _of_several_laws(tree: Tree, possible: frozenset[Outcome]) -> Route:
    """The country, or the day of the contract, decides which act it is."""
    missing = in_order(facts_of(tree))
    return Route(
        basis=Basis.STATUTORY_WITHDRAWAL,
        outcome=_mixed(possible) if len(possible) > 1 else next(iter(possible)),
        status=Status.OPEN,
        findings=tuple(map(_open, missing)),
        missing=missing,
        possible=possible,
    )


def _mixed(possible: frozenset[Outcome]) -> Outcome:
    """It depends, where one of the ways leads to money; else we only do not know."""
    return Outcome.CONDITIONAL if possible & MONEY_BACK else Outcome.UNKNOWN


def _settled(outcome: Outcome) -> Status:
    nothing = outcome is Outcome.NOT_APPLICABLE
    return Status.NOT_APPLICABLE if nothing else Status.DECIDED


def _refund_due(provision: Provision | None, today: date) -> date | None:
    """When the money must be back, if the message arrives today."""
    if provision is None:
        return None
    due = refund_due(today, provision.refund_days, provision.calendar)
    return due.legal_last_day


def _findings(
    endings: Sequence[Ending],
    cases: Sequence[Ending],
    missing: tuple[str, ...],
    *,
    contested: bool,
) -> Iterator[Finding]:
    """Return what all branches found, and the questions that keep them apart."""
    first = endings[0]
    provision = first.provision
    if first.outcome is Outcome.NO_CHARGE:
        yield Finding(Check.NOT_CHARGED, True)
        return
    if provision is None or first.case is None:
        right = None if first.outcome is Outcome.UNKNOWN else False
        source, key = (provision.source, provision.key) if provision else (None, None)
        if provision is not None and provision.right is Right.WITHDRAWAL:
            yield Finding(Check.DISTANCE, right, key, {}, source)
            return
        yield Finding(Check.LAW, right, key, {}, source)
        return
    yield Finding(Check.LAW, True, provision.key, {}, provision.source)
    nature = Nature.CONTESTED if contested else first.case.nature
    yield Finding(Check.NATURE, None, provision.key, {"nature": nature})
    if first.outcome is Outcome.UNKNOWN:
        return
    if all(_same_period(ending.case, first.case) for ending in cases):
        yield _period(first.case)
    answered = first.case.purchase.facts
    for told in _common([ending.trace for ending in endings]):
        if told.fact not in answered:
            continue  # either answer leads here; nobody gave one
        inputs = {"fact": told.fact, "answer": told.answer}
        source = provision.source
        yield Finding(Check.FACT, told.helps, provision.key, inputs, source)
    yield from map(_open, missing)


def _same_period(one: Case | None, other: Case) -> bool:
    if one is None or one is other:
        return one is other
    return one.period is other.period and one.limit == other.limit


def _period(case: Case) -> Finding:
    limit, provision = case.limit, case.provision
    inputs: dict[str, date | str | int | bool | None] = {
        "period": case.period,
        "days": provision.days,
        "began_on": case.contract.first,
        "began_by": case.contract.last,
        "send_by": limit.send_by if limit else None,
        "legal_last_day": limit.legal_last_day if limit else None,
    }
    check = Check.WITHDRAWAL_PERIOD
    return Finding(check, case.open, provision.key, inputs, provision.source)


def _common(traces: list[Trace]) -> Iterator[Told]:
    """Return the answers that all branches share, from the first on."""
    for answers in zip(*traces, strict=False):
        if answers.count(answers[0]) < len(answers):
            return
        yield answers[0]


@cache
def _open(fact: str) -> Finding:
    """Return the finding that a question is still open; the same for everybody."""
    return Finding(Check.FACT, None, inputs=MappingProxyType({"fact": fact}))


def _doubts(first: Ending, outcome: Outcome, *, contested: bool) -> Iterator[Doubt]:
    """Return why the answer is less than certain."""
    provision, case, limit = first.provision, first.case, first.limit
    if provision is not None and not provision.certain:
        yield Doubt.PROVISION
    if provision is not None and provision.announced:
        yield Doubt.ANNOUNCED
    if case is not None:
        if case.nature is Nature.SERVICE and not case.recurs and not contested:
            yield Doubt.CLASSIFIED
        if limit is not None and limit.send_by < case.today <= limit.legal_last_day:
            yield Doubt.ROLLED_DAY
    if outcome is Outcome.PARTLY_REFUNDABLE:
        yield Doubt.ESTIMATE
    if contested:
        yield Doubt.CONTESTED


def _amount(paid: Money | None, outcome: Outcome, owed: Money | None) -> Money | None:
    """What comes back, where that can be computed."""
    if paid is None:
        return None
    if outcome is Outcome.REFUNDABLE:
        return paid
    if outcome is Outcome.PARTLY_REFUNDABLE and owed is not None:
        return Money(paid.amount - owed.amount, paid.currency)
    return None


def _against_store(route: Route, store: str) -> Route:
    """Who was paid is the counterparty; a store's terms may settle it differently."""
    seller = Finding(Check.COUNTERPARTY, None, inputs={"store": store})
    return route._replace(
        store=store,
        findings=(*route.findings, seller),
        doubts=(*route.doubts, Doubt.STORE),
    )
