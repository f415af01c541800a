"""Statutory rights as dated provisions, each with its citation and source.

A provision that does not cover the day of the contract is no provision: asking for it
raises instead of falling back to a neighbour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from refunds.engine.facts import Source
from refunds.engine.limits import (
    EVERY_DAY,
    Calendar,
    Limit,
    days_after,
    ending_on,
)

Text = Mapping[str, str]
"""The same words in each language, by its code."""


class NoProvisionInForce(Exception):
    """The law of a country that we know does not reach back to that day."""


class Right(StrEnum):
    """What the law of a country gives to somebody who changes their mind."""

    WITHDRAWAL = "withdrawal"
    NONE = "none"
    VARIES = "varies"  # by province; not worked out


class Citation(StrEnum):
    """What a letter may cite, each in the words used in that country."""

    WITHDRAW = "withdraw"
    REFUND = "refund"
    ACCEPTANCE = (
        "acceptance"  # who is called is bound only by what they accept in writing
    )


@dataclass(frozen=True, slots=True)
class Provision:
    """The right of withdrawal of some countries, in force from ``since``."""

    key: str
    countries: frozenset[str]
    right: Right
    since: date
    source: Source
    checked_on: date
    name: Text
    certain: bool = True
    doubt: Text = field(default_factory=dict)  # why it is only probable
    explanation: Text = field(default_factory=dict)
    citations: Mapping[Citation, Text] = field(default_factory=dict)
    days: int = 14
    months_without_information: int = 12
    refund_days: int = 14
    calendar: Calendar = EVERY_DAY
    sent_in_time_counts: bool = False
    renewals: bool = False  # a new period at each renewal
    undisclosed_charge_restarts: bool = False  # C-565/22
    function_since: date | None = None  # withdrawal function on the trader's site
    announced: bool = False  # not confirmed that it is in force, even on its day
    stale: bool = False

    def counted(self, made: date) -> Limit:
        """Return the end of the period for a contract, its day not counted."""
        return ending_on(days_after(made, self.days), self.calendar)


class DataRight(StrEnum):
    """Which words an erasure request may use."""

    GDPR = "gdpr"
    UK_GDPR = "uk_gdpr"
    ACT = "act"  # an act that is named without its articles
    NONE = "none"


@dataclass(frozen=True, slots=True)
class DataProvision:
    """The data protection law of some countries, in force from ``since``."""

    key: str
    countries: frozenset[str]
    right: DataRight
    since: date
    source: Source
    checked_on: date
    name: Text
    authority: Text = field(default_factory=dict)  # who hears complaints
    authority_url: str | None = None


P = Mapping[str, tuple[Provision, ...]]
D = Mapping[str, tuple[DataProvision, ...]]


@dataclass(frozen=True, slots=True)
class Law:
    """All provisions by country of residence, each country's oldest first."""

    withdrawal: P = field(default_factory=dict)
    data: D = field(default_factory=dict)

    def withdrawal_in(self, country: str, on: date) -> Provision | None:
        """Return the provision for a contract of that day; ``None``: country not known.

        Raises:
            NoProvisionInForce: the country is known, but not for that day.
        """
        dated = self.withdrawal.get(country)
        return None if dated is None else _in_force(dated, country, on)

    def right_in(self, country: str | None, on: date) -> Provision | None:
        """Return the provision that gives a right to withdraw from a contract of a day.

        ``None`` where there is none, where it varies, and where we know of no law.
        """
        try:
            found = self.withdrawal_in(country or "", on)
        except NoProvisionInForce:
            return None
        return found if found and found.right is Right.WITHDRAWAL else None

    def data_in(self, country: str, on: date) -> DataProvision | None:
        """Return the data protection law on a day; ``None`` where we know of none."""
        begun = [item for item in self.data.get(country, ()) if item.since <= on]
        return begun[-1] if begun else None


def _in_force(dated: tuple[Provision, ...], country: str, on: date) -> Provision:
    for provision in reversed(dated):
        if provision.since <= on:
            return provision
    raise NoProvisionInForce(f"{country}: no provision in force on {on.isoformat()}")
