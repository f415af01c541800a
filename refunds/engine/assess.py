"""The verdict: all routes side by side, the best one first in words."""

from __future__ import annotations

from datetime import date

from refunds.engine.facts import Law, Purchase, RuleBook
from refunds.engine.policy import policy_route
from refunds.engine.verdict import (
    RANK,
    Basis,
    LetterKind,
    Outcome,
    Route,
    Status,
    Step,
    Verdict,
)

ASSESSED = (Status.DECIDED, Status.OPEN, Status.STALE)


def assess(purchase: Purchase, policy: RuleBook, law: Law, today: date) -> Verdict:
    """Return the verdict on ``today``. Never raises, never guesses."""
    own_rules = policy_route(purchase, policy, today)
    routes = (
        own_rules,
        _statutory_route(law),
        _store_route(own_rules),
        _goodwill_route(own_rules),
    )
    assessed = [route for route in routes[:3] if route.status in ASSESSED]
    best = min(assessed, key=lambda route: RANK[route.outcome])
    return Verdict(
        provider=policy.provider,
        today=today,
        outcome=best.outcome,
        deadline=best.deadline,
        routes=routes,
        missing=own_rules.missing,
        plan=_plan(best.outcome, purchase, policy),
        letter=LETTER_OF_OUTCOME[best.outcome],
    )


def _statutory_route(law: Law) -> Route:
    """The right of withdrawal is not worked out yet, and the route says so."""
    del law  # holds no provisions yet
    return Route(Basis.STATUTORY_WITHDRAWAL, Outcome.UNKNOWN, Status.NOT_ASSESSED)


def _store_route(own_rules: Route) -> Route:
    if own_rules.outcome is not Outcome.VIA_MARKETPLACE:
        return Route(Basis.MARKETPLACE, Outcome.NOT_APPLICABLE, Status.NOT_APPLICABLE)
    return Route(
        Basis.MARKETPLACE,
        Outcome.VIA_MARKETPLACE,
        Status.DECIDED,
        source=own_rules.source,
        checked_on=own_rules.checked_on,
        store=own_rules.store,
    )


def _goodwill_route(own_rules: Route) -> Route:
    """Anyone may ask; worth showing where no rule gives the money."""
    if own_rules.outcome in (Outcome.NOT_REFUNDABLE, Outcome.UNKNOWN):
        return Route(Basis.GOODWILL, Outcome.UNKNOWN, Status.DECIDED)
    return Route(Basis.GOODWILL, Outcome.NOT_APPLICABLE, Status.NOT_APPLICABLE)


LETTER_OF_OUTCOME = {
    Outcome.REFUNDABLE: LetterKind.POLICY_REFUND,
    Outcome.PARTLY_REFUNDABLE: LetterKind.POLICY_REFUND,
    Outcome.CONDITIONAL: LetterKind.POLICY_REFUND,
    Outcome.NO_CHARGE: LetterKind.TERMINATION,
    Outcome.VIA_MARKETPLACE: LetterKind.STORE_REQUEST,
    Outcome.NOT_REFUNDABLE: LetterKind.GOODWILL,
    Outcome.UNKNOWN: LetterKind.TERMINATION,
}

CLAIM_OF_OUTCOME = {
    Outcome.REFUNDABLE: (Step.CLAIM_FROM_PROVIDER, Step.WAIT_FOR_MONEY),
    Outcome.PARTLY_REFUNDABLE: (Step.CLAIM_FROM_PROVIDER, Step.WAIT_FOR_MONEY),
    Outcome.CONDITIONAL: (Step.ASK_PROVIDER, Step.WAIT_FOR_ANSWER),
    Outcome.NO_CHARGE: (),
    Outcome.VIA_MARKETPLACE: (Step.CLAIM_FROM_STORE, Step.WAIT_FOR_MONEY),
    Outcome.NOT_REFUNDABLE: (Step.ASK_FOR_GOODWILL, Step.WAIT_FOR_ANSWER),
    Outcome.UNKNOWN: (Step.ASK_PROVIDER, Step.WAIT_FOR_ANSWER),
}


def _plan(outcome: Outcome, purchase: Purchase, policy: RuleBook) -> tuple[Step, ...]:
    """Stop the renewal, save, claim, wait, and only then have the data erased."""
    steps: list[Step] = []
    if purchase.product is None or purchase.product in policy.recurring:
        in_store = outcome is Outcome.VIA_MARKETPLACE
        steps.append(Step.STOP_RENEWAL_IN_STORE if in_store else Step.STOP_RENEWAL)
    return (
        *steps,
        Step.SAVE_DOCUMENTS,
        *CLAIM_OF_OUTCOME[outcome],
        Step.REQUEST_ERASURE,
    )
