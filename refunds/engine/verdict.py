"""The answer: routes side by side, each with findings and what may change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from refunds.engine.facts import Money, Source


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
    NOT_ASSESSED = "not_assessed"
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


@dataclass(frozen=True, slots=True)
class Finding:
    """One test: did it hold, what did it look at, by which source."""

    check: Check
    holds: bool | None
    rule: str | None = None
    inputs: Mapping[str, date | str | int | None] = field(default_factory=dict)
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Route:
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
    law: str | None = None
    send_by: date | None = None
    legal_last_day: date | None = None
    owed: Money | None = None


class Step(StrEnum):
    """A step of the plan; the order protects the money."""

    STOP_RENEWAL = "stop_renewal"
    STOP_RENEWAL_IN_STORE = "stop_renewal_in_store"
    SAVE_DOCUMENTS = "save_documents"
    CLAIM_FROM_PROVIDER = "claim_from_provider"
    CLAIM_FROM_STORE = "claim_from_store"
    ASK_PROVIDER = "ask_provider"
    ASK_FOR_GOODWILL = "ask_for_goodwill"
    WAIT_FOR_MONEY = "wait_for_money"
    WAIT_FOR_ANSWER = "wait_for_answer"
    REQUEST_ERASURE = "request_erasure"


class LetterKind(StrEnum):
    """The letter that follows from a verdict."""

    POLICY_REFUND = "policy_refund"
    TERMINATION = "termination"
    STORE_REQUEST = "store_request"
    GOODWILL = "goodwill"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole answer on one day. ``outcome`` is that of the best assessed route."""

    provider: str
    today: date
    outcome: Outcome
    deadline: date | None
    routes: tuple[Route, ...]
    missing: tuple[str, ...]
    plan: tuple[Step, ...]
    letter: LetterKind

    def route(self, basis: Basis) -> Route:
        """Return the route of that basis; every verdict has each basis once."""
        return next(route for route in self.routes if route.basis is basis)

    @property
    def best(self) -> Route:
        """The route the outcome comes from."""
        return next(route for route in self.routes if route.outcome is self.outcome)
