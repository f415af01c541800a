"""The receipt: what we did with a letter, what that shows, and what it does not.

Made from the rows alone, without a clock: as long as nothing happens, it is the same
file. It carries no seal of its own; the letter does, and anybody can check that one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from letters.glyphs import drawn
from letters.models import Case, Dispatch, Event
from letters.models.dispatches import State
from letters.pdf import render_pdf
from letters.sending.notices import address
from letters.sending.sealing import stamped_at


class Outcome(StrEnum):
    """What became of a letter, in the words of a receipt."""

    TAKEN_OVER = "taken_over"
    CAME_BACK = "came_back"
    NO_SERVER = "no_server"
    UNKNOWN = "unknown"
    FAILED = "failed"
    STOPPED = "stopped"
    OWN = "own"
    WAITING = "waiting"


def outcome(dispatch: Dispatch) -> Outcome:
    """Return what became of a letter. A folder of ours is not a mail server."""
    if dispatch.is_kept_here:
        return Outcome.NO_SERVER
    if dispatch.may_be_there:
        return Outcome.UNKNOWN
    known = {
        State.ACCEPTED: Outcome.TAKEN_OVER,
        State.BOUNCED: Outcome.CAME_BACK,
        State.FAILED: Outcome.FAILED,
        State.CANCELLED: Outcome.STOPPED,
        State.OWN: Outcome.OWN,
    }
    return known.get(State(dispatch.state), Outcome.WAITING)


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter on the receipt."""

    dispatch: Dispatch
    outcome: Outcome
    reply: str
    returned_with: str
    stamped_at: datetime | None
    ended_at: datetime | None
    """When it came back or we gave up."""
    repeated: bool

    @property
    def has_left(self) -> bool:
        """Has another server had it, whatever came after?"""
        return self.outcome in (Outcome.TAKEN_OVER, Outcome.CAME_BACK)


ENDS = (Event.What.FAILED, Event.What.BOUNCED)


def entries(case: Case) -> list[Entry]:
    """Return what the receipt of a case says of each letter."""
    events = list(case.events.all())
    return [
        _entry(dispatch, [one for one in events if one.dispatch_id == dispatch.pk])
        for dispatch in case.dispatches.all()
    ]


def _entry(dispatch: Dispatch, events: list[Event]) -> Entry:
    ends = [event for event in events if event.what in ENDS]
    bounces = [event for event in ends if event.what == Event.What.BOUNCED]
    return Entry(
        dispatch=dispatch,
        outcome=outcome(dispatch),
        reply=drawn(dispatch.reply),
        returned_with=drawn(bounces[-1].note) if bounces else "",
        stamped_at=stamped_at(bytes(dispatch.pdf)) if dispatch.stamped_by else None,
        ended_at=ends[-1].at if ends else None,
        repeated=any(event.what == Event.What.REPEATED for event in events),
    )


def to_html(case: Case) -> str:
    """Return the receipt of a case in the case's language."""
    found = entries(case)
    latest = case.events.last()
    context = {
        "case": case,
        "entries": found,
        "as_of": latest.at if latest else case.created_at,
        "any_left": any(entry.has_left for entry in found),
        "any_unknown": any(entry.outcome == Outcome.UNKNOWN for entry in found),
        "any_sealed": any(entry.dispatch.mime for entry in found),
        "any_stamped": any(entry.stamped_at for entry in found),
        "check": address("letters:check", case),
        "site": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }
    with translation.override(case.language):
        return render_to_string("letters/receipt.html", context)


def to_pdf(case: Case) -> bytes:
    """Return the receipt of a case as a PDF."""
    return render_pdf(to_html(case))
