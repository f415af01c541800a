"""The whole pack: a provider with its refund rules and golden cases."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from providers.datapack import Localized, PackedProduct, Part, ProviderPack
from providers.packfields import (
    ChannelRef,
    Country,
    Day,
    EventRef,
    Key,
    KeySet,
    Markets,
    ProductRef,
    SourceRef,
    Text,
    at_most,
    unique_by,
)
from providers.vocabulary import Category
from refunds.engine.facts import Charge, Promise, Start
from refunds.engine.policy import QUESTIONS
from refunds.engine.verdict import Outcome
from refunds.engine.withdrawal import FACTS

RESERVED = frozenset({*QUESTIONS, *FACTS, "amount", "company", "period_days"})
"""The query keys of all other questions."""


class PackedWindow(Part):
    """So many days after an event; the event's day is day 0."""

    days: Annotated[int, Field(ge=0, le=3660)]
    start: Start


def check_event_key(key: str) -> str:
    """Refuse the name of another question; one would hide the other."""
    if key in RESERVED:
        raise ValueError(f"{key!r} is the name of another question")
    return key


Statement = Annotated[Localized, at_most(200)]


class PackedEvent(Part):
    """Something that may end a right, with the words that ask and tell of it."""

    key: Annotated[Key, AfterValidator(check_event_key)]
    label: Annotated[Localized, at_most(60)]
    question: Statement
    why: Localized
    where: Localized | None = None
    happened: Statement
    not_happened: Statement
    in_letter: Statement  # the sender says that it has not happened


class PackedRule(Part):
    """One dated promise of the provider; rules are tried in the order of the file."""

    key: Key
    outcome: Promise
    products: Annotated[tuple[ProductRef, ...], KeySet] = ()
    channels: Annotated[tuple[ChannelRef, ...], KeySet] = ()
    countries: Markets = ()
    charge: Charge | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    window: PackedWindow | None = None
    ended_by: Annotated[tuple[EventRef, ...], KeySet] = ()
    explanation: Localized
    caveat: Localized | None = None
    source: SourceRef

    @model_validator(mode="after")
    def check_together(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError("valid_from comes after valid_to")
        return self


class PackedPurchase(Part):
    """A purchase in the words of the query keys (DESIGN 9)."""

    product: ProductRef | None = None
    channel: ChannelRef | None = None
    country: Country | None = None
    charge: Charge | None = None
    paid_on: date | None = None
    signed_up_on: date | None = None
    starts_on: date | None = None
    trial_ends_on: date | None = None
    events: dict[EventRef, date | bool] = Field(default_factory=dict)


class PackedCase(Part):
    """A golden case: this purchase, asked about on this day, must give this answer."""

    key: Key
    why: Annotated[Text, at_most(300)]
    today: date
    purchase: PackedPurchase
    outcome: Outcome
    deadline: date | None = None


class Pack(ProviderPack):
    """Everything one file says about one provider."""

    events: Annotated[tuple[PackedEvent, ...], unique_by("key")] = ()
    rules: Annotated[tuple[PackedRule, ...], unique_by("key")] = ()
    cases: Annotated[tuple[PackedCase, ...], unique_by("key")] = ()

    @property
    def may_call(self) -> bool:
        """Is it of a kind that sells by phone, or of no kind that we know?"""
        return self.category in (
            Category.TELECOM,
            Category.NEWS,
            Category.FITNESS,
            Category.OTHER,
        )

    @property
    def binds(self) -> bool:
        """Is one bound for months, and pays by invoice? To cancel is to give notice."""
        return self.category in (Category.FITNESS, Category.TELECOM)

    def product(self, key: str | None) -> PackedProduct | None:
        """Return what is sold under a key; nothing where none is told or known."""
        return next((item for item in self.products if item.key == key), None)

    def may_be_on_premises(self, channel: str | None) -> bool:
        """Was it bought in the company's own shop or gym, or may it have been?"""
        return any(
            item.on_premises for item in self.channels if channel in (None, item.key)
        )

    def may_be_tried(self, product: str | None) -> bool:
        """Can it begin with a free trial? Where one is bound, only if that was told."""
        tried = {item.key for item in self.products if item.trial_days}
        return not self.binds or (bool(tried) if product is None else product in tried)
