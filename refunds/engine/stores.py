"""A purchase through a store, by the store's own rules.

The store took the money, so it is the store whose rules count: the purchase is put into
the store's terms and placed among its rules as any other.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import chain
from typing import cast

from refunds.engine.facts import Purchase, RuleBook, Storefront
from refunds.engine.policy import route_of, weakened
from refunds.engine.rules import WITH_DEADLINE, Ruling
from refunds.engine.scope import Scope
from refunds.engine.tree import Split, Tree, leaves, split
from refunds.engine.verdict import (
    Basis,
    Check,
    Finding,
    Outcome,
    Route,
    Status,
)

NO_STORE = Route(Basis.MARKETPLACE, Outcome.NOT_APPLICABLE, Status.NOT_APPLICABLE)


def store_route(own: Route, purchase: Purchase, book: RuleBook, today: date) -> Route:
    """Return what the store gives that took the money.

    Where we know who decides, but none of their rules, that is all there is to say.
    """
    if own.outcome is not Outcome.VIA_MARKETPLACE:
        return NO_STORE
    front = book.storefronts.get(purchase.channel or "")
    if front is None:
        return Route(
            Basis.MARKETPLACE,
            Outcome.VIA_MARKETPLACE,
            Status.DECIDED,
            source=own.source,
            checked_on=own.checked_on,
            store=own.store,
        )
    return _by_rules(own, front, purchase, today)


def useful_deadline(route: Route, today: date) -> date | None:
    """Return the store's last day where there still is something to ask for by it."""
    day = route.deadline
    return day if day and day >= today and route.possible & WITH_DEADLINE else None


def _by_rules(own: Route, front: Storefront, purchase: Purchase, today: date) -> Route:
    tree = _tree(front, purchase, today)
    rulings = cast("tuple[Ruling, ...]", leaves(tree))
    route = route_of(tree, purchase, front.rules)
    if isinstance(tree, Split):
        useful = [
            ruling.deadline
            for ruling in rulings
            if ruling.deadline is not None
            and ruling.deadline >= today
            and ruling.possible & WITH_DEADLINE
        ]
        # Of several days the earliest is the safe one.
        route = route._replace(deadline=min(useful, default=route.deadline))
    if isinstance(tree, Split) and not route.missing:
        route = _of_several(route, rulings, front, purchase)
    return route._replace(basis=Basis.MARKETPLACE, store=own.store)


def _of_several(
    route: Route, rulings: tuple[Ruling, ...], front: Storefront, purchase: Purchase
) -> Route:
    """Which of its products the store takes it for, no answer of the person settles."""
    tested: list[Finding] = []
    for ruling in rulings:
        tested += [finding for finding in ruling.findings if finding not in tested]
    each = [
        sold_as
        for product, sold_as in front.products.items()
        if purchase.product in (None, product)
    ]
    several = Finding(
        Check.COUNTERPART,
        None,
        inputs={"products": " ".join(dict.fromkeys(chain.from_iterable(each)))},
    )
    promising = route.possible & WITH_DEADLINE
    route = route._replace(
        outcome=Outcome.CONDITIONAL if promising else Outcome.UNKNOWN,
        status=Status.DECIDED,
        source=next((finding.source for finding in tested if finding.source), None),
        findings=(several, *tested),
    )
    return weakened(route, front.rules.checked_on) if front.rules.stale else route


def _tree(front: Storefront, purchase: Purchase, today: date) -> Tree:
    if purchase.product is not None:
        sold_as = front.products.get(purchase.product, ())
        return _sold_as(sold_as, front, purchase, today)
    alike = dict.fromkeys(front.products.values()) or ((),)
    branches = [_sold_as(sold_as, front, purchase, today) for sold_as in alike]
    return split("product", branches)


def _sold_as(
    products: tuple[str, ...], front: Storefront, purchase: Purchase, today: date
) -> Tree:
    """Place the purchase among the rules for each product the store may see in it."""
    if not products:
        return NO_COUNTERPART
    # A store knows no trial of a provider's; who is in one has paid nothing.
    charged = False if purchase.charged_by(today) is False else purchase.charged
    branches = [
        Scope(
            replace(purchase, product=each, channel=front.channel, charged=charged),
            front.rules,
            today,
        ).tree()
        for each in products
    ]
    return split("", branches)


NO_COUNTERPART = Ruling(
    frozenset({Outcome.UNKNOWN}), None, (), (Finding(Check.COUNTERPART, False),)
)
