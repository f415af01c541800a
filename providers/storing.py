"""From packs to rows: the provider's part. ``packing`` is the mirror image.

A test proves that load, export, load is a fixed point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.conf import settings
from django.db import models

from providers.datapack import Localized, LocalizedLines, ProviderPack
from providers.indexing import index_provider
from providers.models import (
    Channel,
    Contact,
    Domain,
    Entity,
    Name,
    Note,
    Part,
    Price,
    Product,
    Provider,
    Source,
)
from providers.vocabulary import Tier

PartT = TypeVar("PartT", bound=Part)
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def store_provider(pack: ProviderPack) -> Provider:
    """Create or update the rows of a provider. Call inside a transaction."""
    provider, _created = Provider.objects.update_or_create(
        slug=pack.slug,
        defaults={
            "name": pack.name,
            "category": pack.category.value,
            "tier": Tier.CURATED.value,  # packs always are
            "website": pack.website or "",
            "checked_on": pack.checked_on,
            "letter_identifiers": [key.value for key in pack.letter_identifiers],
            **texts("summary", pack.summary),
        },
    )
    names = [(name, Name.NameKind.ALIAS) for name in pack.aliases]
    names += [(name, Name.NameKind.FORMER) for name in pack.former_names]
    sync(Name, provider, [{"name": name, "kind": kind} for name, kind in names])
    sync(Domain, provider, [{"name": name} for name in pack.domains])
    rows = sync(
        Source,
        provider,
        [
            {
                "key": key,
                **dict(source),
                "kind": source.kind.value,
                "note": source.note or "",
            }
            for key, source in pack.sources.items()
        ],
        by="key",
        keep_stale=True,
    )
    sources = {row.key: row for row in rows}
    sync(
        Entity,
        provider,
        [
            {
                "name": entity.name,
                "country": entity.country,
                "markets": " ".join(entity.markets),
                "source": sources[entity.source],
                **texts("role", entity.role),
            }
            for entity in pack.entities
        ],
    )
    sync(
        Contact,
        provider,
        [
            {
                "purpose": contact.purpose.value,
                "markets": " ".join(contact.markets),
                "lines": "\n".join(contact.lines),
                "country": contact.country or "",
                "email": contact.email or "",
                "url": contact.url or "",
                "url_en": contact.url_en or "",
                "phone": contact.phone or "",
                "source": sources[contact.source],
                **texts("note", contact.note),
            }
            for contact in pack.contacts
        ],
    )
    sync(
        Channel,
        provider,
        [
            {
                "key": channel.key,
                "billed_by": channel.billed_by or "",
                "on_premises": channel.on_premises,
                "cancel_url": channel.cancel_url or "",
                "cancel_url_en": channel.cancel_url_en or "",
                "refund_url": channel.refund_url or "",
                "refund_url_en": channel.refund_url_en or "",
                "source": sources[channel.source],
                **texts("name", channel.name),
                **texts("steps", channel.steps),
                **texts("refund_steps", channel.refund_steps),
                **texts("note", channel.note),
            }
            for channel in pack.channels
        ],
        by="key",
    )
    _store_products(pack, provider, sources)
    sync(
        Note,
        provider,
        [
            {
                "topic": note.topic.value,
                "since": note.since,
                "source": sources[note.source],
                **texts("text", note.text),
            }
            for note in pack.notes
        ],
    )
    index_provider(provider)
    return provider


def _store_products(
    pack: ProviderPack, provider: Provider, sources: Mapping[str, Source]
) -> None:
    products = sync(
        Product,
        provider,
        [
            {
                "key": product.key,
                "kind": product.kind.value,
                "billing": product.billing.value if product.billing else "",
                "supply": product.supply.value,
                "trial_days": product.trial_days,
                "markets": " ".join(product.markets),
                "source": sources[product.source],
                **texts("name", product.name),
                **texts("binding", product.binding),
                **texts("notice", product.notice),
                **texts("features", product.features),
                **texts("note", product.note),
            }
            for product in pack.products
        ],
        by="key",
    )
    row_of = {row.key: row for row in products}
    sync(
        Price,
        provider,
        [
            {
                "product": row_of[product.key],
                "amount": price.amount,
                "currency": price.currency,
                "country": price.country,
                "period": price.period.value,
                "as_of": price.as_of,
                "source": sources[price.source],
                **texts("note", price.note),
            }
            for product in pack.products
            for price in product.prices
        ],
    )


def drop_stale_sources(provider: Provider, pack: ProviderPack) -> None:
    """Delete sources that the pack no longer names, once nothing refers to them."""
    Source.objects.filter(provider=provider).exclude(key__in=pack.sources).delete()


def sync(
    model: type[PartT],
    provider: Provider,
    rows: Sequence[Mapping[str, Any]],
    *,
    by: str = "position",
    keep_stale: bool = False,
) -> list[PartT]:
    """Make a provider's parts equal to ``rows``, in their order; return them.

    A part that is still there keeps its primary key, so that links and history hold.
    """
    manager: models.Manager[PartT] = model._default_manager
    stored = manager.filter(provider=provider).order_by("position", "pk")
    # Editors may give two rows one position; their order is what counts.
    known = {
        place if by == "position" else getattr(part, by): part
        for place, part in enumerate(stored)
    }
    kept = []
    for position, row in enumerate(rows):
        values = {"position": position, **row}
        part = known.get(values[by]) or model(provider=provider)
        for field, value in values.items():
            setattr(part, field, value)
        part.save()
        kept.append(part)
    if not keep_stale:
        manager.filter(provider=provider).exclude(pk__in=[p.pk for p in kept]).delete()
    return kept


def texts(field: str, value: Localized | LocalizedLines | None) -> dict[str, str]:
    """Return the columns of a translated field; lists become lines."""
    columns = {}
    for language in LANGUAGES:
        content = value.in_language(language) if value else ""
        columns[f"{field}_{language}"] = (
            content if isinstance(content, str) else "\n".join(content)
        )
    return columns
