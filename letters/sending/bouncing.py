"""What happens after a mail server took a letter over: it is late, or comes back.

Reports come by mail (``reports``, ``mailbox``) or from a provider of mail (``esp``). A
letter comes back once, however often we hear of it.
"""

from __future__ import annotations

from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from letters.mail import ascii_mailbox
from letters.models import Case, Dispatch, Event
from letters.models.dispatches import State
from letters.sending import notices
from letters.sending.reports import Kind, Outcome, read_report
from providers.bouncing import came_back

What = Event.What


class Learned(StrEnum):
    """What we learned from a message, the weightiest first."""

    BOUNCED = "came back"
    UNWANTED = "unwanted"
    DELAYED = "late"
    NO_COPY = "about the sender’s copy"
    KNOWN = "known already"
    NOT_OURS = "about no letter that we have"
    NO_REPORT = "no report"


def take_in(raw: bytes) -> Learned:
    """Act on a message from the mailbox, whatever it is."""
    report = read_report(raw)
    if report is None:
        return Learned.NO_REPORT
    dispatch = find(report.tokens, report.message_ids)
    if dispatch is None:
        return Learned.NOT_OURS
    with transaction.atomic():
        learned = {note(dispatch, outcome) for outcome in report.outcomes}
    return next(one for one in Learned if one in learned)


def find(tokens: tuple[str, ...], message_ids: tuple[str, ...]) -> Dispatch | None:
    """Return the letter that a report is about, unless it has been erased."""
    known = [
        *Dispatch.objects.filter(bounce_token__in=tokens[:5]),
        *Dispatch.objects.filter(message_id__in=message_ids[:5]),
    ]
    return next(iter(known), None)


@transaction.atomic
def note(dispatch: Dispatch, outcome: Outcome) -> Learned:
    """Write down what became of a letter for one recipient."""
    case = dispatch.case
    # Two reports at once: one waits here, and then finds it done.
    mine = Dispatch.objects.select_for_update().may_come_back()
    letter = mine.filter(pk=dispatch.pk).first()
    if letter is None:
        known = Dispatch.objects.filter(pk=dispatch.pk).exists()
        return Learned.KNOWN if known else Learned.NOT_OURS
    if _about_copy(letter, case, outcome):
        return _once(letter, What.NO_COPY, outcome, Learned.NO_COPY)
    if outcome.kind is Kind.DELAYED:
        return _once(letter, What.DELAYED, outcome, Learned.DELAYED)
    if outcome.kind is Kind.UNWANTED:
        learned = _once(letter, What.UNWANTED, outcome, Learned.UNWANTED)
    else:
        learned = _bounced(letter, outcome)
    if learned is not Learned.KNOWN:
        status = outcome.status or outcome.kind.value
        came_back(letter.recipient, status=status, today=timezone.localdate())
    return learned


def _bounced(letter: Dispatch, outcome: Outcome) -> Learned:
    letter.state, letter.reply = State.BOUNCED, outcome.words
    letter.in_flight, letter.leased_until = False, None
    letter.save(update_fields=["state", "reply", "in_flight", "leased_until"])
    _event(letter, What.BOUNCED, outcome)
    Case.objects.touch(letter.case_id)
    notices.tell(letter)
    return Learned.BOUNCED


def _about_copy(letter: Dispatch, case: Case, outcome: Outcome) -> bool:
    """Is this about the sender's own copy?

    Both are sent under one envelope. A server may name another address of the same
    domain than the one we know; where it names none, the letter is what matters.
    """
    if outcome.addresses & _spellings(letter.recipient):
        return False
    if outcome.addresses & _spellings(case.sender_email):
        return True
    domains = {address.rpartition("@")[2] for address in outcome.addresses}
    return domains == {ascii_mailbox(case.sender_email).lower().rpartition("@")[2]}


def _spellings(email: str) -> set[str]:
    return {email.lower(), ascii_mailbox(email).lower()}


def _once(
    letter: Dispatch, what: Event.What, outcome: Outcome, learned: Learned
) -> Learned:
    if Event.objects.filter(dispatch=letter, what=what).exists():
        return Learned.KNOWN
    _event(letter, what, outcome)
    return learned


def _event(letter: Dispatch, what: Event.What, outcome: Outcome) -> None:
    Event.objects.create(
        case_id=letter.case_id, dispatch=letter, what=what, note=outcome.words
    )
