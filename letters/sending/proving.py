"""Proof that the sender's address is theirs: a code for the open tab, or one link.

Only a POST with one of them lets a letter go. A mail scanner that opens the link shows
itself a page with a button; a wrong code counts; both die together.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from letters.models import Case, Event
from letters.models.cases import hashed
from letters.models.dispatches import State
from letters.sending import dispatching, throttling
from letters.sending.codes import code_hash

MOST_TRIES = 10
DATA_LATER = timedelta(days=30)
"""Money comes within 14 days of a withdrawal, and banks take some more."""


class Proof(StrEnum):
    """What became of an attempt to prove an address."""

    PROVED = "proved"
    WRONG = "wrong"
    EXPIRED = "expired"
    TOO_MANY = "too_many"


def prove_by_code(case: Case, typed: str) -> Proof:
    """Let the letters go if the code is right; blanks and dashes are no mistake."""
    digits = "".join(char for char in typed if char.isascii() and char.isdigit())
    return _prove(case, lambda kept: (kept.code_hash, code_hash(kept, digits)))


def prove_by_link(case: Case, link: str) -> Proof:
    """Let the letters go if the link is the one that was mailed last."""
    return _prove(case, lambda kept: (kept.link_hash, hashed(link)))


def data_waits() -> timedelta:
    """Return how long after the other letter the one about personal data goes."""
    return min(DATA_LATER, timedelta(settings.RETENTION_DAYS) / 2)


def _prove(case: Case, compared: Callable[[Case], tuple[str, str]]) -> Proof:
    now = timezone.now()
    with transaction.atomic():
        # Two tabs may try at once: one waits here for the other.
        kept = Case.objects.select_for_update().get(pk=case.pk)
        if kept.proved_at is not None:
            return Proof.PROVED
        if kept.proof_expires_at is None or kept.proof_expires_at < now:
            return Proof.EXPIRED
        if kept.tries >= MOST_TRIES:
            return Proof.TOO_MANY
        expected, given = compared(kept)
        if not (expected and constant_time_compare(expected, given)):
            kept.tries += 1
            kept.save(update_fields=["tries"])
            return Proof.TOO_MANY if kept.tries >= MOST_TRIES else Proof.WRONG
        kept.proved_at = kept.last_action_at = now
        kept.code_hash = kept.link_hash = ""
        kept.proof_expires_at = None
        kept.save()
        Event.objects.create(case=kept, what=Event.What.PROVED, at=now)
        drafts = list(kept.dispatches.filter(state=State.DRAFT))
        for dispatch in drafts:
            moment = throttling.first_moment(dispatch, now)
            if dispatch.about_data and len(drafts) > 1:
                # Until money has arrived the account is evidence.
                moment = throttling.first_moment(dispatch, now + data_waits())
            dispatching.queue(dispatch, moment)
    case.refresh_from_db()
    return Proof.PROVED
