"""What visitors suggest, counted; never who they are."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F

from providers.models import Suggestion
from providers.spelling import squeezed, words

MOST_A_DAY = 300
"""New companies; more than that is a machine, and the queue should stay readable."""


class TooManySuggestions(Exception):
    """Today's queue is full."""


@transaction.atomic
def suggest(name: str, *, country: str, website: str, today: date) -> Suggestion:
    """Add a company to the queue, or count one more who misses it.

    Raises:
        TooManySuggestions: enough new ones came in today.
    """
    folded = squeezed(words(name)) or name.casefold()
    same = Suggestion.objects.filter(folded=folded, country=country)
    if same.update(times=F("times") + 1, last_on=today):
        return same.get()
    if Suggestion.objects.filter(first_on=today).count() >= MOST_A_DAY:
        raise TooManySuggestions
    suggestion, _created = Suggestion.objects.get_or_create(
        folded=folded,
        country=country,
        defaults={
            "name": name,
            "website": website,
            "first_on": today,
            "last_on": today,
        },
    )
    return suggestion
