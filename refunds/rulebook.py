"""From a pack to what the engine reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from providers.countries import expand
from providers.datapack import PackedSource
from providers.vocabulary import Billing, Supply
from refunds.datapack import Pack, PackedPurchase, PackedRule
from refunds.engine.facts import (
    Nature,
    Purchase,
    Rule,
    RuleBook,
    Source,
    Storefront,
    Window,
)

NATURES = {
    Supply.DIGITAL_SERVICE: Nature.SERVICE,  # a service, too (2011/83/EU art. 2(6))
    Supply.SERVICE: Nature.SERVICE,
    Supply.DIGITAL_CONTENT: Nature.CONTENT,
    Supply.CONTESTED: Nature.CONTESTED,
    Supply.PHYSICAL: Nature.GOODS,
}
MONTHS = {Billing.MONTH: 1, Billing.YEAR: 12}
TRIAL_USED = "trial_used"
"""The event in a pack that asks for a free trial, where the terms tell no length."""

NO_STORES: Mapping[str, Pack] = MappingProxyType({})


def rulebook(
    pack: Pack, *, fresh_after: date, stores: Mapping[str, Pack] = NO_STORES
) -> RuleBook:
    """Return a pack's rules; stale if last checked before ``fresh_after``.

    Args:
        stores: the packs, by slug, of stores that take money for the provider.
    """
    rules = tuple(_rule(rule, pack) for rule in pack.rules)
    return RuleBook(
        provider=pack.slug,
        rules=rules,
        checked_on=pack.checked_on,
        products=tuple(product.key for product in pack.products),
        channels=tuple(channel.key for channel in pack.channels),
        marketplaces={
            channel.key: channel.billed_by
            for channel in pack.channels
            if channel.billed_by is not None
        },
        on_premises=frozenset(
            channel.key for channel in pack.channels if channel.on_premises
        ),
        channel_sources={
            channel.key: _source(pack.sources[channel.source])
            for channel in pack.channels
        },
        recurring=frozenset(product.key for product in pack.products if product.recurs),
        natures={product.key: NATURES[product.supply] for product in pack.products},
        trial_days={
            product.key: product.trial_days
            for product in pack.products
            if product.trial_days
        },
        untimed_trials={
            product.key: TRIAL_USED
            for product in pack.products
            if product.recurs and not product.trial_days
            if any(_asks_for_a_trial(rule, product.key) for rule in pack.rules)
        },
        months={
            product.key: MONTHS[product.billing]
            for product in pack.products
            if product.billing in MONTHS
        },
        stale=bool(rules) and pack.checked_on < fresh_after,
        placed={
            (channel.key, product.key): tuple(
                rule for rule in rules if rule.covers(channel.key, product.key)
            )
            for channel in pack.channels
            for product in pack.products
        },
        storefronts={
            channel.key: _storefront(pack, store, fresh_after)
            for channel in pack.channels
            if (store := stores.get(channel.billed_by or ""))
        },
    )


def _asks_for_a_trial(rule: PackedRule, product: str) -> bool:
    about_it = not rule.products or product in rule.products
    return about_it and TRIAL_USED in rule.ended_by


def _storefront(pack: Pack, store: Pack, fresh_after: date) -> Storefront:
    own = (channel.key for channel in store.channels if channel.billed_by is None)
    return Storefront(
        rulebook(store, fresh_after=fresh_after), next(own, ""), sold_as(pack, store)
    )


def sold_as(pack: Pack, store: Pack) -> dict[str, tuple[str, ...]]:
    """Return what each product may be among those of a store: all of the same kind.

    What a store calls a service and what content it does not say of each app, so of
    several none is picked.
    """
    return {
        product.key: tuple(
            item.key for item in store.products if item.kind is product.kind
        )
        for product in pack.products
    }


def _rule(rule: PackedRule, pack: Pack) -> Rule:
    return Rule(
        key=rule.key,
        promise=rule.outcome,
        source=_source(pack.sources[rule.source]),
        products=frozenset(rule.products),
        channels=frozenset(rule.channels),
        countries=expand(rule.countries),
        charge=rule.charge,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        window=Window(rule.window.days, rule.window.start) if rule.window else None,
        ended_by=rule.ended_by,
    )


def _source(source: PackedSource) -> Source:
    return Source(url=source.url, title=source.title, seen_on=source.seen_on)


def purchase_of(packed: PackedPurchase) -> Purchase:
    """Return a golden case's purchase for the engine."""
    return Purchase(**dict(packed))
