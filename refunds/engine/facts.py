"""The facts of a purchase and the rules of a provider, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Charge(StrEnum):
    """Which payment of a subscription the question is about."""

    FIRST = "first"
    RENEWAL = "renewal"


class Start(StrEnum):
    """The event that starts a refund window; the event's own day is day 0."""

    PAYMENT = "payment"
    START = "start"  # the course or plan opens; before that the window is open
    SIGNUP = "signup"
    TRIAL_END = "trial_end"
    RENEWAL = "renewal"
    PAYMENT_OR_START = "payment_or_start"  # whichever comes first


class Promise(StrEnum):
    """What a policy rule promises to those it covers."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"
    NO_CHARGE = "no_charge"
    ASK_PROVIDER = "ask_provider"
    ASK_MARKETPLACE = "ask_marketplace"


class Nature(StrEnum):
    """What the law of withdrawal sees in a product (legal-facts 1.2)."""

    SERVICE = "service"
    CONTENT = "content"
    CONTESTED = "contested"  # both readings are possible
    GOODS = "goods"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read. ``seen_on`` is the day of the copy that was read."""

    url: str
    title: str
    seen_on: date | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217)."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Window:
    """``days`` after the starting event, that last day included."""

    days: int
    start: Start


def in_force(first: date | None, last: date | None, day: date) -> bool:
    """Is a day among those from the first to the last? An open end has none."""
    return (first is None or first <= day) and (last is None or day <= last)


@dataclass(frozen=True, slots=True)
class Rule:
    """One dated promise. An empty scope set means "any"."""

    key: str
    promise: Promise
    source: Source
    products: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    charge: Charge | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    window: Window | None = None
    ended_by: tuple[str, ...] = ()

    def in_force(self, day: date) -> bool:
        """Does the rule hold for what is bought on a day?"""
        return in_force(self.valid_from, self.valid_to, day)

    def covers(self, channel: str, product: str) -> bool:
        """Does the rule speak of a product in a channel?"""
        return (not self.channels or channel in self.channels) and (
            not self.products or product in self.products
        )


@dataclass(frozen=True, slots=True)
class RuleBook:
    """A provider's rules in order, and who charges in which channel.

    ``products`` and ``channels`` are all there are to choose from. ``marketplaces``
    maps a channel to the slug of the store that takes the money there, ``storefronts``
    to that store's own rules where we have them. ``on_premises`` are the channels in
    which one buys at the company's own place: no contract at a distance (Directive
    2011/83/EU art. 2(7)). ``recurring`` names the products that
    renew, ``trial_days`` those that may begin with a trial of that length,
    ``untimed_trials`` those whose trial has no length that we know, with the event that
    tells of it, ``months`` the time one payment covers. ``stale`` says, by the real
    clock, that the facts were checked too long ago to be relied on. ``placed`` has the
    rules for a channel and a product ready; without it they are looked for.
    """

    provider: str
    rules: tuple[Rule, ...]
    checked_on: date
    products: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    marketplaces: Mapping[str, str] = field(default_factory=dict)
    channel_sources: Mapping[str, Source] = field(default_factory=dict)
    recurring: frozenset[str] = frozenset()
    natures: Mapping[str, Nature] = field(default_factory=dict)
    trial_days: Mapping[str, int] = field(default_factory=dict)
    untimed_trials: Mapping[str, str] = field(default_factory=dict)
    months: Mapping[str, int] = field(default_factory=dict)
    stale: bool = False
    placed: Mapping[tuple[str, str], tuple[Rule, ...]] = field(default_factory=dict)
    storefronts: Mapping[str, Storefront] = field(default_factory=dict)
    on_premises: frozenset[str] = frozenset()

    def rules_for(self, channel: str, product: str) -> tuple[Rule, ...]:
        """Return the rules that cover a product in a channel, in order."""
        found = self.placed.get((channel, product))
        if found is not None:
            return found
        return tuple(rule for rule in self.rules if rule.covers(channel, product))

    @property
    def named_countries(self) -> list[str]:
        """Every country that some rule names."""
        return sorted(frozenset().union(*(rule.countries for rule in self.rules)))


@dataclass(frozen=True, slots=True)
class Storefront:
    """A store's own rules, and what a provider's products are called among them.

    ``channel`` is the store's own; ``products`` maps each product of the provider to
    those of the store it may be: none, one, or several that only the store tells apart.
    """

    rules: RuleBook
    channel: str
    products: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Purchase:
    """What the consumer tells. ``None``, or a key that is absent, means not known.

    ``charged`` is only needed where ``paid_on`` is not known: ``False`` says that no
    money has been taken. ``events`` holds the day an event happened, ``True`` for "yes,
    some day before today", ``False`` for "no". ``facts`` are the questions of the law;
    information on the right of withdrawal may have its day.
    """

    product: str | None = None
    channel: str | None = None
    country: str | None = None
    charge: Charge | None = None
    paid_on: date | None = None
    charged: bool | None = None
    signed_up_on: date | None = None
    starts_on: date | None = None
    trial_ends_on: date | None = None
    events: Mapping[str, date | bool] = field(default_factory=dict)
    facts: Mapping[str, date | bool] = field(default_factory=dict)
    paid: Money | None = None
    period_days: int | None = None

    def charged_by(self, today: date) -> bool | None:
        """Has money been taken by ``today``? A running free trial means no."""
        if self.paid_on is not None:
            return self.paid_on <= today
        if self.charged is not None:
            return self.charged
        if self.charge is Charge.RENEWAL:
            return True
        in_trial = self.trial_ends_on is not None and self.trial_ends_on >= today
        return False if in_trial else None

    def happened(self, event: str, today: date) -> bool | None:
        """Has the event happened? On the day of the request it has, later not."""
        answer = self.events.get(event)
        if isinstance(answer, date):
            return answer <= today
        return answer
