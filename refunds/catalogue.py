"""Packs as pages and engine read them: whole, frozen, and never older than the rows.

Reading a provider's dozen tables for each page would be slow, and a cache that must be
told of changes would one day not be. So each request asks one small query for a stamp
of all the provider's rows (how many, when last saved); only a new stamp makes us read.
"""

from __future__ import annotations

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
    """A provider's pack and the rules made from it."""

    pack: Pack
    rules: RuleBook


def find(slug: str) -> Entry:
    """Return a provider as it is in the database now; one query when nothing changed.

    Raises:
        Provider.DoesNotExist: there is no such provider.
    """
    return _read(slug, stamp(slug), fresh_after())


def stamp(slug: str) -> tuple[object, ...]:
    """Return what changes whenever one of a provider's rows does.

    Raises:
        Provider.DoesNotExist: there is no such provider.
    """
    sql = _stamp_sql()
    with connection.cursor() as cursor:
        cursor.execute(sql, [slug] * (len(TABLES) + 1))
        rows = tuple(cursor.fetchall())
    if not any(place == 0 for place, *_counts in rows):
        raise Provider.DoesNotExist(slug)
    return rows


def fresh_after() -> date:
    """Return the first day, by the real clock, whose checks still count as fresh."""
    return timezone.localdate() - timedelta(days=settings.FRESHNESS_DAYS)


@lru_cache(maxsize=256)
def _read(slug: str, _stamp: tuple[object, ...], fresh: date) -> Entry:
    pack = pack_of(Provider.objects.get(slug=slug))
    return Entry(pack, rulebook(pack, fresh_after=fresh))


@lru_cache(maxsize=1)
def _stamp_sql() -> str:
    """Return one query for the number of rows and last save of each table."""
    selects = ['SELECT 0, 1, updated_at FROM "providers_provider" WHERE slug = %s'] + [
        f"SELECT {place}, COUNT(*), MAX(updated_at) FROM {model._meta.db_table}"  # noqa: S608 -- table names are ours
        " WHERE provider_id = (SELECT id FROM providers_provider WHERE slug = %s)"
        for place, model in enumerate(TABLES, start=1)
    ]
    return " UNION ALL ".join(selects)
