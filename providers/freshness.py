"""How long a check of facts counts, by the real clock."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone


def fresh_after() -> date:
    """Return the first day whose checks still count as fresh."""
    return timezone.localdate() - timedelta(days=settings.FRESHNESS_DAYS)
