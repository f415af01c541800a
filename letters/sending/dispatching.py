"""From a queued row to a mail server's answer, whatever happens on the way.

The row is the truth. A worker claims it under a lease, writes the exact bytes down
before the first one leaves, says that they are in flight, and then writes down what the
server said. A worker that dies leaves a lease that runs out; if its message was in
flight, the next one repeats it under the same message id and says so.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from letters.models import Dispatch, Event
from letters.models.dispatches import CAN_STOP, State
from letters.sending import notices, transport
from letters.sending.allowed import Hindrance, takes_mail
from letters.sending.message import bounce_address, letter_message
from letters.sending.sealing import seal
from letters.sending.stamping import NoTimeStamp
from letters.sending.transport import Envelope, NotSent, Postponed, Receipt, Refused
from providers.models import Bounce

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 30, 60, 180, 360))
GIVE_UP_AFTER = timedelta(hours=48)
OVERDUE = timedelta(minutes=2)
"""A row this late has lost its task: the queue does not mind a killed worker."""

SWEPT = 500
"""Rows looked after in one sweep."""

What = Event.What


def queue(dispatch: Dispatch, moment: datetime) -> None:
    """Let a dispatch go at a moment. Call inside the transaction that decides it."""
    dispatch.state, dispatch.next_attempt_at = State.QUEUED, moment
    dispatch.save(update_fields=["state", "next_attempt_at"])
    _note(dispatch, What.QUEUED)
    _enqueue(dispatch.pk, moment)


def _enqueue(key: int, moment: datetime) -> None:
    from letters.tasks import deliver  # noqa: PLC0415 -- the task calls this module

    deliver.using(run_after=moment).enqueue(key)


def attempt(key: int) -> None:
    """Send a dispatch if it is due and nobody else does."""
    now = timezone.now()
    if not Dispatch.objects.claim(key, now):
        return
    dispatch = Dispatch.objects.select_related("case").get(pk=key)
    if not dispatch.first_attempt_at and Bounce.objects.against(dispatch.recipient):
        # It waited for its turn, and meanwhile another letter came back from there.
        _record(
            dispatch, What.FAILED, state=State.FAILED, problem=Hindrance.BOUNCED.value
        )
        return
    if dispatch.in_flight:
        _note(dispatch, What.REPEATED)
    try:
        if not dispatch.mime:
            _write_down(dispatch, now)
        if takes_mail(dispatch.domain) is False:
            raise Refused("no mail server")
        _in_flight(dispatch, now)
        receipt = _send(dispatch)
    except NoTimeStamp as error:
        _not_sent(dispatch, Postponed(f"time stamp: {error}"))
    except NotSent as error:
        _not_sent(dispatch, error)
    else:
        _sent(dispatch, receipt)


def _write_down(dispatch: Dispatch, now: datetime) -> None:
    sealed = seal(bytes(dispatch.pdf), reason=f"Reference {dispatch.case.reference}")
    message = letter_message(dispatch, sealed.pdf, timezone.localtime(now))
    dispatch.pdf, dispatch.mime = sealed.pdf, message
    dispatch.stamped_by = sealed.stamped_by
    dispatch.pdf_sha256 = hashlib.sha256(sealed.pdf).hexdigest()
    dispatch.mime_sha256 = hashlib.sha256(message).hexdigest()


def _in_flight(dispatch: Dispatch, now: datetime) -> None:
    dispatch.in_flight = True
    dispatch.first_attempt_at = dispatch.first_attempt_at or now
    dispatch.save(
        update_fields=[
            "pdf",
            "mime",
            "stamped_by",
            "pdf_sha256",
            "mime_sha256",
            "in_flight",
            "first_attempt_at",
        ]
    )


def _send(dispatch: Dispatch) -> Receipt:
    envelope = Envelope(
        bounce_address(dispatch.bounce_token),
        dispatch.recipient,
        dispatch.case.sender_email,
    )
    name = notices.file_name(dispatch.case, dispatch.message_id)
    return transport.send(name, envelope, bytes(dispatch.mime or b""))


def _sent(dispatch: Dispatch, receipt: Receipt) -> None:
    _record(
        dispatch,
        What.ACCEPTED,
        state=State.ACCEPTED,
        accepted_at=timezone.now(),
        server=receipt.server,
        reply=receipt.reply,
    )


def _not_sent(dispatch: Dispatch, error: NotSent) -> None:
    now = timezone.now()
    begun = dispatch.first_attempt_at or now
    if isinstance(error, Refused) or now - begun > GIVE_UP_AFTER:
        _record(
            dispatch,
            What.FAILED,
            state=State.FAILED,
            first_attempt_at=begun,
            server=error.server,
            reply=error.reply,
        )
        return
    pause = PAUSES[min(dispatch.attempts, len(PAUSES)) - 1]
    _record(
        dispatch,
        What.DEFERRED,
        state=State.DEFERRED,
        first_attempt_at=begun,
        server=error.server,
        reply=error.reply,
        next_attempt_at=now + pause,
    )
    _enqueue(dispatch.pk, now + pause)


def _record(dispatch: Dispatch, what: Event.What, **columns: object) -> None:
    """Write a server's answer down, unless another worker has taken over since."""
    mine = Dispatch.objects.filter(
        pk=dispatch.pk, state=State.SENDING, attempts=dispatch.attempts
    )
    with transaction.atomic():
        if not mine.update(in_flight=False, leased_until=None, **columns):
            return
        dispatch.refresh_from_db()
        _note(dispatch, what, dispatch.reply)
        if what in (What.ACCEPTED, What.FAILED):
            notices.tell(dispatch)


def _note(dispatch: Dispatch, what: Event.What, note: str = "") -> None:
    Event.objects.create(case=dispatch.case, dispatch=dispatch, what=what, note=note)


def stop(dispatch: Dispatch) -> bool:
    """Stop a dispatch that has not left; too late is no error."""
    with transaction.atomic():
        stopped = Dispatch.objects.filter(pk=dispatch.pk, state__in=CAN_STOP).update(
            state=State.CANCELLED
        )
        if stopped:
            _note(dispatch, What.CANCELLED)
    return bool(stopped)


def sweep() -> int:
    """Queue again what should be on its way and is not; return how many."""
    now = timezone.now()
    late = Dispatch.objects.lost(now, OVERDUE).order_by("next_attempt_at")
    keys = list(late.values_list("pk", flat=True)[:SWEPT])
    with transaction.atomic():
        Dispatch.objects.filter(pk__in=keys).update(next_attempt_at=now)
        for key in keys:
            _enqueue(key, now)
    return len(keys)
