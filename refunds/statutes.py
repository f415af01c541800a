"""The law between files, rows and engine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from providers.countries import expand
from providers.datapack import Localized
from providers.packing import text
from providers.storing import texts
from refunds.calendars import calendar_of
from refunds.engine import law as engine
from refunds.engine.facts import Source
from refunds.engine.limits import EVERY_DAY
from refunds.lawfiles import PackedLaw, PackedProvision, read_law
from refunds.models import DataProvision, Provision

LawRow = Provision | DataProvision


@transaction.atomic
def load_law(*, force: bool = False) -> tuple[int, list[str]]:
    """Make the rows equal to the files; return how many changed, and which were kept.

    A row that an editor changed since the last load is kept, unless ``force``.

    Raises:
        PackError: a file is wrong.
    """
    files = read_law(settings.LAW_DIR)
    changed, kept = 0, []
    for packed in (*files.provisions, *files.data):
        model = _model_of(packed)
        row: LawRow | None = model._default_manager.filter(key=packed.key).first()
        wanted = _columns(packed)
        if row is not None:
            current = digest({column: getattr(row, column) for column in wanted})
            if current == digest(wanted) == row.loaded_digest:
                continue
            if current not in (digest(wanted), row.loaded_digest) and not force:
                kept.append(packed.key)
                continue
        row = row or model()
        for column, value in wanted.items():
            setattr(row, column, value)
        row.loaded_digest = digest(wanted)
        row.save()
        changed += 1
    return changed, kept


ADDED_LATER = ("cite_acceptance",)
"""Columns that rows stored before do not know: else each would look edited by hand."""


def law_in_files() -> engine.Law:
    """Return the law as the files have it, always fresh; needs no database."""
    files = read_law(settings.LAW_DIR)
    provisions = [Provision(**_columns(packed)) for packed in files.provisions]
    data = [DataProvision(**_columns(packed)) for packed in files.data]
    return law_of(provisions, data, date.min)


def _model_of(packed: PackedLaw) -> type[Provision] | type[DataProvision]:
    return Provision if isinstance(packed, PackedProvision) else DataProvision


def digest(values: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a row's columns, of later ones only what they say."""
    said = {k: v for k, v in values.items() if v or not k.startswith(ADDED_LATER)}
    return hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()


def _columns(packed: PackedLaw) -> dict[str, Any]:
    """Return a row's columns as the file has them."""
    columns: dict[str, Any] = {}
    for field, value in packed:
        declared = str(type(packed).model_fields[field].annotation)
        if Localized.__name__ in declared:
            columns |= texts(field, value)
        elif field == "countries":
            columns[field] = " ".join(value)
        elif value is None and field.endswith("_url"):
            columns[field] = ""
        else:
            columns[field] = getattr(value, "value", value)
    return columns


def law_of(
    provisions: Iterable[Provision], data: Iterable[DataProvision], fresh_after: date
) -> engine.Law:
    """Return rows as the engine reads them: by country, the oldest first."""
    return engine.Law(
        _by_country(
            (country, _provision(row, country, fresh_after))
            for row in provisions
            for country in expand(row.countries.split())
        ),
        _by_country(
            (country, _data_provision(row))
            for row in data
            for country in expand(row.countries.split())
        ),
    )


def _by_country(pairs: Iterable[tuple[str, Any]]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for country, provision in pairs:
        found.setdefault(country, []).append(provision)
    return {
        country: tuple(sorted(rows, key=lambda row: row.since))
        for country, rows in sorted(found.items())
    }


def _provision(row: Provision, country: str, fresh_after: date) -> engine.Provision:
    categories = tuple(row.holiday_categories.split())
    more = tuple(row.more_holidays.split())
    return engine.Provision(
        key=row.key,
        countries=frozenset(expand(row.countries.split())),
        right=engine.Right(row.right),
        since=row.since,
        source=_source(row),
        checked_on=row.checked_on,
        name=text(row, "name") or {},
        certain=row.certain,
        doubt=text(row, "doubt") or {},
        explanation=text(row, "explanation") or {},
        citations={
            citation: said
            for citation in engine.Citation
            if (said := text(row, f"cite_{citation}"))
        },
        days=row.days,
        months_without_information=row.months_without_information,
        refund_days=row.refund_days,
        calendar=calendar_of(country, categories, more) if row.rolls else EVERY_DAY,
        sent_in_time_counts=row.sent_in_time_counts,
        renewals=row.renewals,
        undisclosed_charge_restarts=row.undisclosed_charge_restarts,
        function_since=row.function_since,
        announced=row.announced,
        stale=row.checked_on < fresh_after,
    )


def _data_provision(row: DataProvision) -> engine.DataProvision:
    return engine.DataProvision(
        key=row.key,
        countries=frozenset(expand(row.countries.split())),
        right=engine.DataRight(row.right),
        since=row.since,
        source=_source(row),
        checked_on=row.checked_on,
        name=text(row, "name") or {},
        authority=text(row, "authority") or {},
        authority_url=row.authority_url or None,
    )


def _source(row: LawRow) -> Source:
    return Source(row.source_url, row.source_title, row.seen_on)
