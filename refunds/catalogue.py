"""Packs as pages and engine read them: whole, frozen, and never older than the rows.

Reading a provider's dozen tables for each page would be slow, and a cache that must be
told of changes would one day not be. So each request asks one small query for a stamp
of all the provider's rows (how many, when last saved); only a new stamp makes us read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.conf import settings
from django.db import connection
from django.utils import timezone

from providers.models import (
    Channel,
    Contact,
    Domain,
    Entity,
    Name,
    Note,
    Price,
    Product,
    Provider,
    Source,
)
from providers.vocabulary import Category
from refunds.datapack import Pack
from refunds.engine.facts import RuleBook
from refunds.models import GoldenCase, RefundEvent, RefundRule
from refunds.packing import pack_of
from refunds.rulebook import rulebook

TABLES = [
    Name,
    Domain,
    Source,
    Entity,
    Contact,
    Channel,
    Product,
    Price,
    Note,
    RefundEvent,
    RefundRule,
    GoldenCase,
]


@dataclass(frozen=True, slots=True)
class Entry:
    """A provider's pack, the rules made from it, and the stores it sells through."""

    pack: Pack
    rules: RuleBook
    stores: Mapping[str, Pack]


def find(slug: str) -> Entry:
    """Return a provider as it is in the database now; one query when nothing changed.

    Raises:
        Provider.DoesNotExist: there is no such provider.
    """
    return _read(slug, stamp(slug), fresh_after())


def stamp(slug: str) -> tuple[object, ...]:
    """Return what changes whenever a row of a provider, or of a store, does.

    Raises:
        Provider.DoesNotExist: there is no such provider.
    """
    sql = _stamp_sql()
    with connection.cursor() as cursor:
        cursor.execute(sql, [slug] * (len(TABLES) + 2))
        rows = sorted(cursor.fetchall())
    if not rows[0][1]:
        raise Provider.DoesNotExist(slug)
    return tuple(rows)


def fresh_after() -> date:
    """Return the first day, by the real clock, whose checks still count as fresh."""
    return timezone.localdate() - timedelta(days=settings.FRESHNESS_DAYS)


@lru_cache(maxsize=256)
def _read(slug: str, _stamp: tuple[object, ...], fresh: date) -> Entry:
    pack = pack_of(Provider.objects.get(slug=slug))
    billed_by = {channel.billed_by for channel in pack.channels if channel.billed_by}
    stores = Provider.objects.filter(slug__in=billed_by)
    return Entry(
        pack,
        rulebook(pack, fresh_after=fresh),
        {store.slug: pack_of(store) for store in stores},
    )


@lru_cache(maxsize=1)
def _stamp_sql() -> str:
    """Return one query for the number of rows and last save of each table.

    The provider's own row comes first. Stores are few, so each page minds them all.
    """
    count = "SELECT {place}, COUNT(*), MAX(updated_at) FROM {table} WHERE {condition}"
    theirs = f"slug = %s OR category = '{Category.MARKETPLACE}'"
    conditions = [("providers_provider", "slug = %s"), ("providers_provider", theirs)]
    conditions += [
        (
            model._meta.db_table,
            f"provider_id IN (SELECT id FROM providers_provider WHERE {theirs})",  # noqa: S608 -- our own names
        )
        for model in TABLES
    ]
    return " UNION ALL ".join(
        count.format(place=place, table=table, condition=condition)
        for place, (table, condition) in enumerate(conditions)
    )
