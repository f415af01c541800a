"""Whole packs to rows and back, without ever overwriting an editor in silence."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Any

from django.db import transaction

from providers.importing.yielding import make_way, rivals, touched
from providers.models import Provider
from providers.packing import parts, provider_data, text
from providers.storing import drop_stale_sources, store_provider, sync, texts
from providers.vocabulary import Tier
from refunds.datapack import Pack, PackedRule
from refunds.models import GoldenCase, RefundEvent, RefundRule


class EditedInAdmin(Exception):
    """The rows differ from the pack they were loaded from: an editor changed them."""


class Loaded(StrEnum):
    """What loading a pack did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def digest(pack: Pack) -> str:
    """Return the SHA-256 of a pack's content."""
    return hashlib.sha256(pack.model_dump_json().encode()).hexdigest()


@transaction.atomic
def load(pack: Pack, *, force: bool = False) -> Loaded:
    """Make the rows of a provider equal to a pack.

    Raises:
        EditedInAdmin: the rows were changed since the last load, and not to what the
            pack now says; ``force`` overwrites them.
    """
    basic = rivals(pack.slug, pack.domains)
    if basic:
        if touched(basic) and not force:
            raise EditedInAdmin(pack.slug)
        make_way(pack.slug, basic)
    existing = Provider.objects.filter(slug=pack.slug).first()
    if existing is not None and existing.tier == Tier.CURATED:
        current = digest(pack_of(existing))
        if current == digest(pack):
            # An editor's change that has come back as a pack is no edit any more.
            Provider.objects.filter(pk=existing.pk).exclude(
                loaded_digest=current
            ).update(loaded_digest=current)
            return Loaded.UNCHANGED
        if existing.loaded_digest != current and not force:
            raise EditedInAdmin(pack.slug)
    provider = store_provider(pack)
    _store_rules(pack, provider)
    drop_stale_sources(provider, pack)
    Provider.objects.filter(pk=provider.pk).update(loaded_digest=digest(pack))
    return Loaded.UPDATED if existing else Loaded.CREATED


def _store_rules(pack: Pack, provider: Provider) -> None:
    sync(
        RefundEvent,
        provider,
        [
            {
                "key": event.key,
                **texts("label", event.label),
                **texts("question", event.question),
                **texts("why", event.why),
                **texts("where", event.where),
                **texts("happened", event.happened),
                **texts("not_happened", event.not_happened),
                **texts("in_letter", event.in_letter),
            }
            for event in pack.events
        ],
        by="key",
    )
    sources = {row.key: row for row in provider.sources.all()}
    rules = sync(
        RefundRule,
        provider,
        [_rule_row(rule) | {"source": sources[rule.source]} for rule in pack.rules],
        by="key",
    )
    for row, rule in zip(rules, pack.rules, strict=True):
        row.products.set(provider.products.filter(key__in=rule.products))
        row.channels.set(provider.channels.filter(key__in=rule.channels))
        row.ended_by.set(provider.refundevents.filter(key__in=rule.ended_by))
    sync(
        GoldenCase,
        provider,
        [
            {
                "key": case.key,
                "why": case.why,
                "today": case.today,
                "purchase": case.purchase.model_dump(
                    mode="json", exclude_defaults=True
                ),
                "outcome": case.outcome.value,
                "deadline": case.deadline,
            }
            for case in pack.cases
        ],
        by="key",
    )


def _rule_row(rule: PackedRule) -> dict[str, Any]:
    return {
        "key": rule.key,
        "outcome": rule.outcome.value,
        "countries": " ".join(rule.countries),
        "charge": rule.charge.value if rule.charge else "",
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "window_days": rule.window.days if rule.window else None,
        "window_start": rule.window.start.value if rule.window else "",
        **texts("explanation", rule.explanation),
        **texts("caveat", rule.caveat),
    }


def pack_of(provider: Provider) -> Pack:
    """Return a provider's rows as a pack.

    References are not checked again: a provider half-way through an edit must still be
    shown and exported. ``check_packs`` and the admin say what is wrong with it.
    """
    return Pack.model_validate(pack_data(provider))


def pack_data(provider: Provider) -> dict[str, Any]:
    """Return a provider's rows as plain data for ``Pack``."""
    rules = parts(provider.refundrules).prefetch_related(
        "products", "channels", "ended_by"
    )
    return provider_data(provider) | {
        "events": [
            {
                "key": event.key,
                "label": text(event, "label"),
                "question": text(event, "question"),
                "why": text(event, "why"),
                "where": text(event, "where"),
                "happened": text(event, "happened"),
                "not_happened": text(event, "not_happened"),
                "in_letter": text(event, "in_letter"),
            }
            for event in provider.refundevents.all()
        ],
        "rules": [_rule_data(rule) for rule in rules],
        "cases": [
            {
                "key": case.key,
                "why": case.why,
                "today": case.today,
                "purchase": case.purchase,
                "outcome": case.outcome,
                "deadline": case.deadline,
            }
            for case in provider.goldencases.all()
        ],
    }


def _rule_data(rule: RefundRule) -> dict[str, Any]:
    window = {"days": rule.window_days, "start": rule.window_start}
    return {
        "key": rule.key,
        "outcome": rule.outcome,
        "products": [product.key for product in rule.products.all()],
        "channels": [channel.key for channel in rule.channels.all()],
        "countries": rule.countries.split(),
        "charge": rule.charge or None,
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "window": window if rule.window_start else None,
        "ended_by": [event.key for event in rule.ended_by.all()],
        "explanation": text(rule, "explanation"),
        "caveat": text(rule, "caveat"),
        "source": rule.source.key,
    }
