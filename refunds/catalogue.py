"""Packs as pages and engine read them: whole, frozen, and never older than the rows.

Reading a provider's dozen tables for each page would be slow, and a cache that must be
told of changes would one day not be. So each request asks one small query for a stamp
of all the provider's rows (how many, when last saved); only a new stamp makes us read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import connection

from providers.freshness import fresh_after
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
    Redirect,
    Source,
)
from providers.vocabulary import UNLISTED, Category, Tier
from refunds.datapack import Pack
from refunds.engine.facts import RuleBook
from refunds.engine.law import Law
from refunds.lawalone import any_company, with_kinds
from refunds.models import (
    DataProvision,
    GoldenCase,
    Provision,
    RefundEvent,
    RefundRule,
)
from refunds.packing import pack_of
from refunds.rulebook import rulebook
from refunds.statutes import law_of

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
    Redirect,
]
LAW_TABLES = [Provision, DataProvision]
OF_PROVIDER = (
    "provider_id IN (SELECT id FROM providers_provider"
    " WHERE slug = %(slug)s OR category = %(stores)s)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A provider's pack, its rules, the stores it sells through, and the law.

    ``UNLISTED`` has an entry too: of the company that a visitor names.
    """

    tier: Tier | None  # none of a company that only the visitor knows
    pack: Pack
    rules: RuleBook
    stores: Mapping[str, Pack]
    law: Law
    other_stores: Mapping[str, str]  # the names of those it does not name, by slug


def find(slug: str) -> Entry:
    """Return a provider as it is in the database now; one query when nothing changed.

    Raises:
        Provider.DoesNotExist: there is no such provider.
    """
    rows = stamp(slug)
    fresh = fresh_after()
    of_law = tuple(row for row in rows if row[0] in LAW_PLACES)
    tier, pack, rules, stores, others = _read(slug, rows, fresh)
    return Entry(tier, pack, rules, stores, _read_law(of_law, fresh), others)


def stamp(slug: str) -> tuple[tuple[int, int, object], ...]:
    """Return what changes whenever a row of a provider, of a store or of the law does.

    Each row of it: place of the table, number of rows, last save.

    Raises:
        Provider.DoesNotExist: there is no such provider.
    """
    sql = _stamp_sql()
    with connection.cursor() as cursor:
        cursor.execute(sql, {"slug": slug, "stores": Category.MARKETPLACE.value})
        rows = sorted(cursor.fetchall())
    if not rows[0][1] and slug != UNLISTED:
        raise Provider.DoesNotExist(slug)
    return tuple(rows)


@lru_cache(maxsize=256)
def _read(
    slug: str, _stamp: tuple[object, ...], fresh: date
) -> tuple[Tier | None, Pack, RuleBook, Mapping[str, Pack], Mapping[str, str]]:
    tier, pack = None, any_company()
    if slug != UNLISTED:
        provider = Provider.objects.get(slug=slug)
        tier, pack = Tier(provider.tier), pack_of(provider)
        if tier is Tier.BASIC:
            pack = with_kinds(pack)
    billed_by = {channel.billed_by for channel in pack.channels if channel.billed_by}
    rows = Provider.objects.filter(slug__in=billed_by - {slug})
    stores = {store.slug: pack_of(store) for store in rows}
    rules = rulebook(pack, fresh_after=fresh, stores=stores)
    others = Provider.objects.filter(category=Category.MARKETPLACE.value)
    named = others.exclude(slug__in={*billed_by, slug}).order_by("name")
    return tier, pack, rules, stores, dict(named.values_list("slug", "name"))


@lru_cache(maxsize=4)
def _read_law(_stamp: tuple[object, ...], fresh: date) -> Law:
    return law_of(Provision.objects.all(), DataProvision.objects.all(), fresh)


def _counted() -> list[tuple[str, str]]:
    """Return (table, condition) for each part of the stamp.

    The provider's own row comes first. Stores are few, so each page minds them all.
    """
    return [
        ("providers_provider", "slug = %(slug)s"),
        ("providers_provider", "slug = %(slug)s OR category = %(stores)s"),
        *((model._meta.db_table, OF_PROVIDER) for model in TABLES),
        *((model._meta.db_table, "1 = 1") for model in LAW_TABLES),
    ]


LAW_PLACES = range(2 + len(TABLES), 2 + len(TABLES) + len(LAW_TABLES))


@lru_cache(maxsize=1)
def _stamp_sql() -> str:
    """Return one query for the number of rows and last save of each table."""
    count = "SELECT {place}, COUNT(*), MAX(updated_at) FROM {table} WHERE {condition}"
    return " UNION ALL ".join(
        count.format(place=place, table=table, condition=condition)
        for place, (table, condition) in enumerate(_counted())
    )
