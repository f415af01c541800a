"""From a pack to what the engine reads."""

from __future__ import annotations

from datetime import date

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


def rulebook(pack: Pack, *, fresh_after: date) -> RuleBook:
    """Return a pack's rules; stale if last checked before ``fresh_after``."""
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
    )


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
