"""Who hears complaints about personal data, from open data into the law's rows.

Where an act of ours covers several countries and names no authority, a country gets a
row of its own that names it. An act that names one is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from providers.countries import expand
from providers.importing.meeting import EDITED, Report
from providers.opendata.finding import Authority
from refunds.models import DataProvision
from refunds.statutes import digest

PREFIX = "authority-"
LONGEST = 160
COPIED = ("right", "name_sv", "name_en", "source_url", "seen_on", "checked_on")


def import_authorities(
    authorities: Iterable[Authority], as_of: date, report: Report
) -> None:
    """Name the authority in countries whose act names none."""
    acts = DataProvision.objects.exclude(key__startswith=PREFIX).order_by("since")
    act_in = {
        country: act
        for act in acts.filter(since__lte=as_of)
        for country in expand(act.countries.split())
    }
    for one in authorities:
        act = act_in.get(one.country)
        if act is None:
            report.remark("no act here for its country", one.country)
        elif act.authority_sv or act.authority_en:  # type: ignore[attr-defined]
            report.remark("an authority is named already", one.country)
        elif max(len(one.name_sv), len(one.name_en)) > LONGEST:
            report.remark("a name that is too long", one.country)
        elif _store(one, act, as_of):
            report.done["authorities named"] += 1
        else:
            report.remark(EDITED, f"{PREFIX}{one.country.lower()}")


def _store(one: Authority, act: DataProvision, as_of: date) -> bool:
    """Write the row unless an editor has changed it. Its first day stays."""
    key = f"{PREFIX}{one.country.lower()}"
    row = DataProvision.objects.filter(key=key).first()
    wanted: dict[str, Any] = {column: getattr(act, column) for column in COPIED}
    wanted |= {
        "key": key,
        "countries": one.country,
        "since": row.since if row else as_of,
        "source_title": f"{act.source_title}; Datenanfragen.de",
        "authority_sv": one.name_sv,
        "authority_en": one.name_en,
        "authority_url": one.url,
    }
    if row is not None:
        current = digest({column: getattr(row, column) for column in wanted})
        if current != row.loaded_digest:
            return False
        if current == digest(wanted):
            return True
    row = row or DataProvision()
    for column, value in wanted.items():
        setattr(row, column, value)
    row.loaded_digest = digest(wanted)
    row.save()
    return True
