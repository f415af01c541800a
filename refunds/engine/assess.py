"""The verdict: all routes side by side, the best one first in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from refunds.engine.facts import Purchase, RuleBook
from refunds.engine.law import Law
from refunds.engine.policy import in_order, route_of
from refunds.engine.rules import WITH_DEADLINE
from refunds.engine.scope import Scope
from refunds.engine.statutory import statutory_route
from refunds.engine.stores import store_route, useful_deadline
from refunds.engine.tree import Leaf, Seen, Tree, decisive
from refunds.engine.verdict import (
    MONEY_BACK,
    RANK,
    Basis,
    LetterKind,
    Outcome,
    Route,
    Status,
    Step,
    Verdict,
)
from refunds.engine.withdrawal import Withdrawal


def assess(purchase: Purchase, policy: RuleBook, law: Law, today: date) -> Verdict:
    """Return the verdict on ``today``. Never raises, never guesses."""
    rules = Scope(purchase, policy, today).tree()
    statute = Withdrawal(purchase, policy, law, today).tree()
    own = route_of(rules, purchase, policy)
    by_law = statutory_route(statute, purchase, policy, today)
    best = by_law if _is_better(by_law, own) else own
    letter = _letter(best, own)
    store = store_route(own, purchase, policy, today)
    return Verdict(
        provider=policy.provider,
        today=today,
        outcome=best.outcome,
        deadline=best.deadline or useful_deadline(store, today),
        routes=(own, by_law, store, _goodwill_route(own, by_law)),
        missing=_missing(rules, statute, own, by_law) or store.missing,
        plan=_plan(own, store, letter, purchase, policy),
        letter=letter,
        basis=best.basis,
    )


def _is_stronger(by_law: Outcome, by_rules: Outcome) -> bool:
    """Does the law give more than the rules?

    Who took the money comes first of all, and that nothing was taken is no law.
    """
    if by_rules is Outcome.VIA_MARKETPLACE or by_law is Outcome.NO_CHARGE:
        return False
    return RANK[by_law] < RANK[by_rules]


def _is_better(by_law: Route, own: Route) -> bool:
    """Compare routes; of two that both depend, the law is better if it pays anyway."""
    if by_law.outcome is own.outcome is Outcome.CONDITIONAL:
        return by_law.gives_money and Outcome.REFUNDABLE not in own.possible
    return _is_stronger(by_law.outcome, own.outcome)


def _missing(rules: Tree, statute: Tree, own: Route, by_law: Route) -> tuple[str, ...]:
    """Return the facts that can still change the verdict, not only one route.

    Where the law gives more whatever the rules say, the rules are not asked about, and
    the other way round.
    """
    weaker, stronger = set(), False
    for law in by_law.possible:
        for mine in own.possible:
            if _is_stronger(law, mine):
                stronger = True
            else:
                weaker.add(law)
    if not stronger:
        return own.missing
    if not weaker or (len(weaker) == len(own.possible) == 1 and not own.missing):
        return by_law.missing

    def seen_of_rules(leaf: Leaf) -> Seen:
        return _seen(
            leaf, by_law.possible, lambda mine, law: not _is_stronger(law, mine)
        )

    def seen_of_statute(leaf: Leaf) -> Seen:
        return _seen(leaf, own.possible, _is_stronger)

    return in_order(
        (*decisive(rules, seen_of_rules), *decisive(statute, seen_of_statute))
    )


def _seen(
    leaf: Leaf, others: frozenset[Outcome], ours: Callable[[Outcome, Outcome], bool]
) -> Seen:
    """Return what a verdict shows of a leaf beside each outcome of the other route."""
    shown: dict[tuple[Outcome, date | None, bool], None] = {}
    for outcome in sorted(leaf.possible):
        deadline = leaf.deadline if outcome in WITH_DEADLINE else None
        for other in sorted(others):
            counts = ours(outcome, other)
            shown[(outcome, deadline, True) if counts else (other, None, False)] = None
    return tuple(shown)


GOODWILL = Route(Basis.GOODWILL, Outcome.UNKNOWN, Status.DECIDED)
NO_GOODWILL = Route(Basis.GOODWILL, Outcome.NOT_APPLICABLE, Status.NOT_APPLICABLE)


def _goodwill_route(own: Route, by_law: Route) -> Route:
    """Anyone may ask; worth showing where neither rules nor law give the money."""
    refused = own.outcome in (Outcome.NOT_REFUNDABLE, Outcome.UNKNOWN)
    if refused and not by_law.possible & MONEY_BACK:
        return GOODWILL
    return NO_GOODWILL


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

CLAIM_IN_STORE: dict[Outcome, tuple[Step, ...]] = {
    Outcome.NO_CHARGE: (),
    Outcome.CONDITIONAL: (Step.CLAIM_FROM_STORE, Step.WAIT_FOR_ANSWER),
    Outcome.NOT_REFUNDABLE: (Step.CLAIM_FROM_STORE, Step.WAIT_FOR_ANSWER),
    Outcome.UNKNOWN: (Step.CLAIM_FROM_STORE, Step.WAIT_FOR_ANSWER),
}
"""What differs where the store gives no money for certain."""


def _letter(best: Route, own: Route) -> LetterKind:
    """The letter withdraws where the law decides; what else it asks follows the rules.

    Where the law gives nothing and the rules are unknown, it asks, and does not say
    that the terms give nothing.
    """
    by_law = best.basis is Basis.STATUTORY_WITHDRAWAL
    if by_law and best.possible & MONEY_BACK:
        return LetterKind.WITHDRAWAL
    return LETTER_OF_OUTCOME[own.outcome]


def _plan(
    own: Route,
    store: Route,
    letter: LetterKind,
    purchase: Purchase,
    policy: RuleBook,
) -> tuple[Step, ...]:
    """Stop the renewal, save, claim, wait, and only then have the data erased."""
    steps: list[Step] = []
    in_store = own.outcome is Outcome.VIA_MARKETPLACE
    if purchase.product is None or purchase.product in policy.recurring:
        steps.append(Step.STOP_RENEWAL_IN_STORE if in_store else Step.STOP_RENEWAL)
    claim = CLAIM_OF_OUTCOME[own.outcome]
    if in_store:
        claim = CLAIM_IN_STORE.get(store.outcome, claim)
    if letter is LetterKind.WITHDRAWAL:
        claim = (Step.WITHDRAW, Step.WAIT_FOR_MONEY)
    return (*steps, Step.SAVE_DOCUMENTS, *claim, Step.REQUEST_ERASURE)
