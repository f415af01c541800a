"""From rows to packs: the provider's part, as plain data for ``ProviderPack``."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

from providers.models import Name, Price, Provider, SourcedPart
from providers.storing import LANGUAGES

PartT = TypeVar("PartT", bound=SourcedPart)


def provider_data(provider: Provider) -> dict[str, Any]:
    """Return the provider's part of a pack as plain data for ``ProviderPack``."""
    names = list(provider.names.all())
    prices: dict[int, list[dict[str, Any]]] = {}
    for price in provider.prices.select_related("source"):
        prices.setdefault(price.product_id, []).append(_price_data(price))
    return {
        "format": 1,
        "slug": provider.slug,
        "name": provider.name,
        "category": provider.category,
        "website": provider.website or None,
        "checked_on": provider.checked_on,
        "letter_identifiers": provider.letter_identifiers,
        "summary": text(provider, "summary"),
        "aliases": [n.name for n in names if n.kind == Name.NameKind.ALIAS],
        "former_names": [n.name for n in names if n.kind == Name.NameKind.FORMER],
        "domains": [domain.name for domain in provider.domains.all()],
        "sources": {
            source.key: {
                "title": source.title,
                "url": source.url,
                "kind": source.kind,
                "document_date": source.document_date,
                "seen_on": source.seen_on,
                "note": source.note or None,
            }
            for source in provider.sources.all()
        },
        "entities": [
            {
                "name": entity.name,
                "country": entity.country,
                "markets": entity.markets.split(),
                "role": text(entity, "role"),
                "source": entity.source.key,
            }
            for entity in parts(provider.entities)
        ],
        "contacts": [
            {
                "purpose": contact.purpose,
                "markets": contact.markets.split(),
                "lines": lines_of(contact.lines),
                "country": contact.country or None,
                "email": contact.email or None,
                "url": contact.url or None,
                "url_en": contact.url_en or None,
                "phone": contact.phone or None,
                "note": text(contact, "note"),
                "source": contact.source.key,
            }
            for contact in parts(provider.contacts)
        ],
        "channels": [
            {
                "key": channel.key,
                "name": text(channel, "name"),
                "billed_by": channel.billed_by or None,
                "on_premises": channel.on_premises,
                "steps": lines(channel, "steps"),
                "cancel_url": channel.cancel_url or None,
                "cancel_url_en": channel.cancel_url_en or None,
                "refund_steps": lines(channel, "refund_steps"),
                "refund_url": channel.refund_url or None,
                "refund_url_en": channel.refund_url_en or None,
                "note": text(channel, "note"),
                "source": channel.source.key,
            }
            for channel in parts(provider.channels)
        ],
        "products": [
            {
                "key": product.key,
                "name": text(product, "name"),
                "kind": product.kind,
                "billing": product.billing or None,
                "supply": product.supply,
                "trial_days": product.trial_days,
                "markets": product.markets.split(),
                "binding": text(product, "binding"),
                "notice": text(product, "notice"),
                "features": text(product, "features"),
                "note": text(product, "note"),
                "prices": prices.get(product.pk, []),
                "source": product.source.key,
            }
            for product in parts(provider.products)
        ],
        "notes": [
            {
                "topic": note.topic,
                "text": text(note, "text"),
                "since": note.since,
                "source": note.source.key,
            }
            for note in parts(provider.notes)
        ],
    }


def _price_data(price: Price) -> dict[str, Any]:
    return {
        "amount": price.amount,
        "currency": price.currency,
        "country": price.country,
        "period": price.period,
        "as_of": price.as_of,
        "note": text(price, "note"),
        "source": price.source.key,
    }


def parts(manager: models.Manager[PartT]) -> models.QuerySet[PartT]:
    """Return a provider's sourced parts with their sources in one query."""
    return manager.select_related("source")


def text(row: models.Model, field: str) -> dict[str, str] | None:
    """Return a translated field as a pack text, if every language has it."""
    content = {
        code: (getattr(row, f"{field}_{code}") or "").strip() for code in LANGUAGES
    }
    return content if all(content.values()) else None


def lines(row: models.Model, field: str) -> dict[str, list[str]] | None:
    """Return a translated field of lines as a pack list."""
    content = text(row, field)
    if content is None:
        return None
    return {code: lines_of(value) for code, value in content.items()}


def lines_of(text: str) -> list[str]:
    """Return the lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
