"""Remembering that an address did not take a letter."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F

from providers.models import Bounce


@transaction.atomic
def came_back(email: str, *, status: str, today: date) -> None:
    """Count a letter that came back; we send nothing there until an editor looks."""
    status = status[:16]
    _bounce, created = Bounce.objects.get_or_create(
        email=email.lower(),
        defaults={"first_on": today, "last_on": today, "status": status},
    )
    if not created:
        Bounce.objects.filter(email=email.lower()).update(
            times=F("times") + 1, last_on=today, status=status, settled=False
        )
