"""The parts of a guide page that are computed, so that text never lags behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from providers.countries import expand
from providers.datapack import (
    PackedChannel,
    PackedContact,
    PackedEntity,
    PackedPrice,
    PackedSource,
)
from providers.labels import PURPOSES
from providers.vocabulary import Topic
from refunds.asking import own_channel
from refunds.datapack import Pack, PackedRule
from refunds.engine.facts import Promise
from refunds.windows import COUNTED_FROM

PROMISES = {
    Promise.FULL: ("yes", _("Full refund")),
    Promise.PARTIAL: ("maybe", _("Partial refund")),
    Promise.NONE: ("no", _("No refund")),
    Promise.NO_CHARGE: ("yes", _("Nothing is charged")),
    Promise.ASK_PROVIDER: ("maybe", _("You can ask")),
    Promise.ASK_MARKETPLACE: ("store", _("The seller decides")),
}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule as a row of the guide's table."""

    rule: PackedRule
    products: str
    tone: str
    promise: str
    window: str
    source: PackedSource


def rule_rows(pack: Pack, language: str) -> list[RuleRow]:
    """Return the rules in their order, in words."""
    names = {
        product.key: product.name.in_language(language) for product in pack.products
    }
    rows = []
    for rule in pack.rules:
        tone, promise = PROMISES[rule.outcome]
        window = ""
        if rule.window and rule.outcome is not Promise.NONE:
            days = ngettext("%d day", "%d days", rule.window.days) % rule.window.days
            window = str(COUNTED_FROM[rule.window.start]) % {"days": days}
        rows.append(
            RuleRow(
                rule,
                "; ".join(names[key] for key in names if key in rule.products)
                or gettext("Everything"),
                tone,
                str(promise),
                window,
                pack.sources[rule.source],
            )
        )
    return rows


def in_force(rows: list[RuleRow], today: date) -> tuple[list[RuleRow], list[RuleRow]]:
    """Split rows into those for purchases made today and those for earlier ones."""
    current = [
        row for row in rows if not row.rule.valid_to or row.rule.valid_to >= today
    ]
    return current, [row for row in rows if row not in current]


@dataclass(frozen=True, slots=True)
class StoreRow:
    """A store that takes the money in a channel, and its own way out."""

    store: Pack
    way_out: PackedChannel | None


def storefronts(pack: Pack, stores: Mapping[str, Pack]) -> dict[str, StoreRow | None]:
    """Return for each channel the store that takes the money there, if one does."""
    billed_by = {
        channel.key: stores.get(channel.billed_by or "") for channel in pack.channels
    }
    return {
        key: StoreRow(store, own_channel(store)) if store else None
        for key, store in billed_by.items()
    }


def entity_for(pack: Pack, country: str) -> PackedEntity | None:
    """Return the company that somebody living in a country has the contract with."""
    named = [item for item in pack.entities if country in expand(item.markets)]
    elsewhere = [item for item in pack.entities if not item.markets]
    # A company named for this country alone comes before one for a group of countries.
    named.sort(key=lambda item: len(expand(item.markets)))
    return next(iter([*named, *elsewhere]), None)


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact with its purpose in words."""

    purpose_name: str
    packed: PackedContact


def contacts_for(pack: Pack, country: str) -> list[ContactRow]:
    """Return the contacts for a country; the general ones where none is named."""
    rows = []
    for purpose, name in PURPOSES.items():
        published = [item for item in pack.contacts if item.purpose is purpose]
        here = [item for item in published if country in expand(item.markets)]
        elsewhere = [item for item in published if not item.markets]
        rows += [ContactRow(str(name), item) for item in here or elsewhere]
    return rows


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A price with the name of what it buys."""

    product: str
    packed: PackedPrice
    source: PackedSource


def price_rows(pack: Pack, language: str) -> list[PriceRow]:
    """Return the prices that have a source."""
    return [
        PriceRow(product.name.in_language(language), price, pack.sources[price.source])
        for product in pack.products
        for price in product.prices
    ]


def notes_by_topic(pack: Pack, language: str) -> dict[str, list[dict[str, object]]]:
    """Return the written notes of each section."""
    notes: dict[str, list[dict[str, object]]] = {topic.value: [] for topic in Topic}
    for note in pack.notes:
        notes[note.topic].append(
            {
                "text": note.text.in_language(language),
                "since": note.since,
                "source": pack.sources[note.source],
            }
        )
    return notes
