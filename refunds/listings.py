"""What a guide lists: companies, contacts, prices, sources and notes of a pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from providers.countries import expand
from providers.datapack import (
    PackedChannel,
    PackedContact,
    PackedEntity,
    PackedPrice,
    PackedSource,
)
from providers.labels import DISTANCES, PURPOSES
from providers.vocabulary import Purpose, Topic
from refunds.asking import own_channel
from refunds.datapack import Pack


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
    source: int


def contacts_for(pack: Pack, country: str) -> list[ContactRow]:
    """Return the contacts for a country; the general ones where none is named."""
    numbers = pack.source_numbers
    rows = []
    for purpose, name in PURPOSES.items():
        if purpose is Purpose.DELETION:
            continue  # stands beside the company's own way out
        published = [item for item in pack.contacts if item.purpose is purpose]
        here = [item for item in published if country in expand(item.markets)]
        elsewhere = [item for item in published if not item.markets]
        rows += [
            ContactRow(str(name), item, numbers[item.source])
            for item in here or elsewhere
        ]
    return rows


def deletion_pages(pack: Pack) -> list[PackedContact]:
    """Return the pages where one deletes an account oneself."""
    return [item for item in pack.contacts if item.purpose is Purpose.DELETION]


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


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A price with the name of what it buys."""

    product: str
    packed: PackedPrice
    source: int


def price_rows(pack: Pack, language: str, country: str) -> list[PriceRow]:
    """Return the prices in a country. Those of other countries are of no use there."""
    numbers = pack.source_numbers
    return [
        PriceRow(product.name.in_language(language), price, numbers[price.source])
        for product in pack.products
        for price in product.prices
        if price.country == country
    ]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source under its number, and how far it is from what the company says."""

    number: int
    packed: PackedSource
    distance: str


def source_rows(pack: Pack) -> list[SourceRow]:
    """Return all sources in the order of their numbers."""
    return [
        SourceRow(number, source, str(DISTANCES[source.kind]))
        for number, source in enumerate(pack.sources.values(), 1)
    ]


def notes_by_topic(pack: Pack, language: str) -> dict[str, list[dict[str, object]]]:
    """Return the written notes of each section."""
    numbers = pack.source_numbers
    notes: dict[str, list[dict[str, object]]] = {topic.value: [] for topic in Topic}
    for note in pack.notes:
        text = note.text.in_language(language)
        notes[note.topic].append({"text": text, "source": numbers[note.source]})
    return notes
