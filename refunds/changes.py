"""Whose rules changed last: what people come back for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from providers.models import Note, Provider
from refunds.models import RefundRule

SHOWN = 5
READ = 30
"""Rows read for that; one provider may have changed several times."""


@dataclass(frozen=True, slots=True)
class Change:
    """A provider, and the day its terms last changed."""

    provider: Provider
    day: date


def recently_changed(today: date) -> list[Change]:
    """Return the last changes that are not still to come, one a provider."""
    rules = RefundRule.objects.newest(today).values_list("valid_from", "provider_id")
    notes = Note.objects.newest_changes(today).values_list("since", "provider_id")
    days: dict[int, date] = {}
    for day, provider in [*rules.distinct()[:READ], *notes.distinct()[:READ]]:
        if day:
            days[provider] = max(day, days.get(provider, day))
    latest = sorted(days, key=lambda provider: (days[provider], provider))[-SHOWN:]
    providers = Provider.objects.in_bulk(latest)
    return [Change(providers[pk], days[pk]) for pk in reversed(latest)]
