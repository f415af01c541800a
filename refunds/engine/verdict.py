"""The answer: routes side by side, each with findings and what may change it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from refunds.engine.facts import Money, Source
from refunds.engine.law import Provision, Right


class Outcome(StrEnum):
    """What a route, or the whole verdict, answers. Best first."""

    REFUNDABLE = "refundable"
    PARTLY_REFUNDABLE = "partly_refundable"
    NO_CHARGE = "no_charge"
    CONDITIONAL = "conditional"
    VIA_MARKETPLACE = "via_marketplace"
    NOT_REFUNDABLE = "not_refundable"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


RANK = {outcome: place for place, outcome in enumerate(Outcome)}
"""Place of an outcome from best (0) to worst."""

IN_TIME = frozenset({Outcome.REFUNDABLE, Outcome.PARTLY_REFUNDABLE, Outcome.NO_CHARGE})
"""Outcomes whose deadline still matters to the person."""


MONEY_BACK = frozenset({Outcome.REFUNDABLE, Outcome.PARTLY_REFUNDABLE})


class Basis(StrEnum):
    """The authority a route rests on."""

    PROVIDER_POLICY = "provider_policy"
    STATUTORY_WITHDRAWAL = "statutory_withdrawal"
    MARKETPLACE = "marketplace"
    GOODWILL = "goodwill"


class Status(StrEnum):
    """How far a route has come."""

    DECIDED = "decided"
    OPEN = "open"  # an answer is missing
    STALE = "stale"  # decided by facts that are too old to rely on
    NOT_APPLICABLE = "not_applicable"


class Check(StrEnum):
    """What a finding tested."""

    SELLER = "seller"  # did the provider itself take the money?
    SCOPE = "scope"  # does the rule cover this purchase?
    NOT_CHARGED = "not_charged"
    WINDOW = "window"
    EVENT = "event"  # has something ended the right?
    PROMISE = "promise"  # what the rule says of everyone it covers
    NO_RULE = "no_rule"
    FRESH = "fresh"
    LAW = "law"  # does the law of the country give a right of withdrawal?
    DISTANCE = "distance"  # was it bought at a distance, as that law asks?
    NATURE = "nature"  # service or content, which have different rules
    WITHDRAWAL_PERIOD = "withdrawal_period"
    FACT = "fact"  # an answer to a question of the law
    COUNTERPARTY = "counterparty"  # the right is against the store
    COUNTERPART = "counterpart"  # which of the store's own products is it?


class Certainty(StrEnum):
    """How sure a route is; anything less than certain comes with its reasons."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    UNCERTAIN = "uncertain"


class Doubt(StrEnum):
    """Why a route is less than certain."""

    PROVISION = "provision"  # part of the law was not read in its own text
    ANNOUNCED = "announced"  # the law was announced for that day, not yet confirmed
    CLASSIFIED = "classified"  # a service by our reading of the product
    CONTESTED = "contested"  # service or content: two readings, two answers
    ROLLED_DAY = "rolled_day"  # only the day moved by a holiday is still open
    ESTIMATE = "estimate"  # what may be kept is an estimate
    STORE = "store"  # the contract is with a store whose terms we have not settled


NOTHING: Mapping[str, date | str | int | bool | None] = MappingProxyType({})


class Finding(NamedTuple):
    """One test: did it hold, what did it look at, by which source."""

    check: Check
    holds: bool | None
    rule: str | None = None
    inputs: Mapping[str, date | str | int | bool | None] = NOTHING
    source: Source | None = None


class Route(NamedTuple):
    """One way to the money (or to not paying at all)."""

    basis: Basis
    outcome: Outcome
    status: Status
    deadline: date | None = None
    rule: str | None = None
    source: Source | None = None
    checked_on: date | None = None
    findings: tuple[Finding, ...] = ()
    missing: tuple[str, ...] = ()
    store: str | None = None
    amount: Money | None = None  # what comes back
    provision: Provision | None = None
    send_by: date | None = None
    legal_last_day: date | None = None
    owed: Money | None = None  # what may be kept, an estimate
    refund_due: date | None = None  # if the notice arrives today
    doubts: tuple[Doubt, ...] = ()
    possible: frozenset[Outcome] = frozenset()

    @property
    def certainty(self) -> Certainty:
        """How sure the answer is."""
        if Doubt.CONTESTED in self.doubts:
            return Certainty.UNCERTAIN
        return Certainty.PROBABLE if self.doubts else Certainty.CERTAIN

    @property
    def may_give_money(self) -> bool:
        """Does one of the ways the open answers could turn out bring money back?"""
        return bool(self.possible & MONEY_BACK)

    @property
    def only_if_uninformed(self) -> bool:
        """Is the period over by what is known, and open if nobody told of the right?"""
        last, deadline = self.legal_last_day, self.deadline
        return last is not None and deadline is not None and deadline > last

    @property
    def not_counted(self) -> bool:
        """Is there a right whose days the engine does not count: that of goods?"""
        act, open_end = self.provision, self.outcome is Outcome.UNKNOWN
        gives = act is not None and act.right is Right.WITHDRAWAL
        return gives and open_end and len(self.possible) == 1

    def runs_on(self, today: date) -> bool:
        """Is the counted period running, not only a longer one that might apply?"""
        return self.legal_last_day is not None and today <= self.legal_last_day

    def may_run_on(self, today: date) -> bool:
        """Is the counted period running, or may it be, for all we know of its days?"""
        return self.legal_last_day is None or self.runs_on(today)

    @property
    def gives_money(self) -> bool:
        """Does every way the open answers could turn out bring money back?"""
        return bool(self.possible) and self.possible <= MONEY_BACK


class Step(StrEnum):
    """A step of the plan; the order protects the money."""

    STOP_RENEWAL = "stop_renewal"
    STOP_RENEWAL_IN_STORE = "stop_renewal_in_store"
    SAVE_DOCUMENTS = "save_documents"
    WITHDRAW = "withdraw"
    CLAIM_FROM_PROVIDER = "claim_from_provider"
    CLAIM_FROM_STORE = "claim_from_store"
    ASK_PROVIDER = "ask_provider"
    ASK_FOR_GOODWILL = "ask_for_goodwill"
    WAIT_FOR_MONEY = "wait_for_money"
    WAIT_FOR_ANSWER = "wait_for_answer"
    REQUEST_ERASURE = "request_erasure"


class LetterKind(StrEnum):
    """The letter that follows from a verdict."""

    WITHDRAWAL = "withdrawal"
    POLICY_REFUND = "policy_refund"
    TERMINATION = "termination"
    STORE_REQUEST = "store_request"
    GOODWILL = "goodwill"


class Verdict(NamedTuple):
    """The whole answer on one day. ``outcome`` is that of the best assessed route."""

    provider: str
    today: date
    outcome: Outcome
    deadline: date | None
    routes: tuple[Route, ...]
    missing: tuple[str, ...]
    plan: tuple[Step, ...]
    letter: LetterKind
    basis: Basis = Basis.PROVIDER_POLICY

    def route(self, basis: Basis) -> Route:
        """Return the route of that basis; every verdict has each basis once."""
        return next(route for route in self.routes if route.basis is basis)

    @property
    def best(self) -> Route:
        """The route the outcome comes from."""
        return self.route(self.basis)
