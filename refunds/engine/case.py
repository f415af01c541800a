"""One purchase under one provision, as far as a branch has come, and how it ends.

These are made by the dozen for a single verdict, so they hold references and are made
whole; findings and doubts are worked out from them once, for the branch that counts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from refunds.engine.deadlines import Days
from refunds.engine.facts import Money, Nature, Purchase, RuleBook
from refunds.engine.law import Provision
from refunds.engine.limits import Limit, ending_on
from refunds.engine.tree import Tree, split
from refunds.engine.verdict import MONEY_BACK, Outcome


class Period(StrEnum):
    """Why the period ends when it does."""

    COUNTED = "counted"
    RESTARTED = "restarted"  # an undisclosed charge began it anew
    INFORMED_LATE = "informed_late"
    WITHOUT_INFORMATION = "without_information"


class Told(NamedTuple):
    """An answer that was looked at; ``helps`` the person or not."""

    fact: str
    answer: date | bool
    helps: bool


Trace = tuple[Told, ...]


class Case(NamedTuple):
    """What is settled on the way down a branch.

    ``limit`` is ``None`` where no first day of the contract is known.
    """

    purchase: Purchase
    book: RuleBook
    today: date
    provision: Provision
    nature: Nature
    contract: Days
    period: Period = Period.COUNTED
    limit: Limit | None = None
    open: bool = False

    @property
    def recurs(self) -> bool:
        """Does what was bought go on until somebody ends it?"""
        return recurs(self.purchase, self.book)

    @property
    def informed_in_time(self) -> bool:
        """May the information have been given with the contract?"""
        return self.period in (Period.COUNTED, Period.RESTARTED)

    def until(
        self,
        end: Callable[[date], date],
        period: Period,
        contract: Days | None = None,
    ) -> Case:
        """Set the limit. Of the possible contract days the earliest is the safe one.

        All days of a stretch are on the same side of it.
        """
        made = contract or self.contract
        begun = made.first
        limit = ending_on(end(begun or made.last), self.provision.calendar)
        return Case(
            self.purchase,
            self.book,
            self.today,
            self.provision,
            self.nature,
            made,
            period,
            limit if begun else None,
            self.today <= limit.legal_last_day,
        )

    def asks(
        self, fact: str, *, yes: Callable[[], Tree], no: Callable[[], Tree]
    ) -> Tree:
        """Follow the answer to a question of the law; both where there is none."""
        answer = self.purchase.facts.get(fact)
        if answer is None:
            return split(fact, [no(), yes()])
        return yes() if answer else no()


class Ending(NamedTuple):
    """What the law gives once enough is known."""

    outcome: Outcome
    case: Case | None = None
    trace: Trace = ()
    owed: Money | None = None
    no_right: Provision | None = None  # an act that gives none, or none for this
    missing: tuple[str, ...] = ()  # what is missing keeps branches apart

    @property
    def provision(self) -> Provision | None:
        """The act this rests on."""
        return self.case.provision if self.case else self.no_right

    @property
    def limit(self) -> Limit | None:
        """When the period ends."""
        return self.case.limit if self.case else None

    @property
    def possible(self) -> frozenset[Outcome]:
        """The outcome, as one of those a tree may end in."""
        return ONLY[self.outcome]

    @property
    def deadline(self) -> date | None:
        """The day to act by, where there still is something to act for."""
        limit = self.limit
        return limit.send_by if limit and self.outcome in MONEY_BACK else None

    @property
    def told(self) -> tuple[object, ...]:
        """What makes a difference to the person."""
        limited = self.case is not None and self.outcome in MONEY_BACK
        return (self.outcome, self.case.limit if self.case and limited else None)


ONLY = {outcome: frozenset({outcome}) for outcome in Outcome}


def recurs(purchase: Purchase, book: RuleBook) -> bool:
    """Does what was bought, or may have been, go on until somebody ends it?"""
    if purchase.product is None:
        return bool(book.recurring)
    return purchase.product in book.recurring
