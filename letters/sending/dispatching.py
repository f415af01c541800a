"""From a queued row to a mail server's answer, whatever happens on the way.

The row is the truth. A worker claims it under a lease, writes the exact bytes down
before the first one leaves, says that they are in flight, and then writes down what the
server said. A worker that dies leaves a lease that runs out; if its message was in
flight, the next one repeats it under the same message id and says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from letters.mail import ascii_mailbox
from letters.models import Case, Dispatch, Event
from letters.models.dispatches import CAN_STOP, LEFT, State, lease_end
from letters.sending import notices, transport
from letters.sending.allowed import Hindrance, takes_mail
from letters.sending.message import bounce_address, letter_message
from letters.sending.sealing import seal
from letters.sending.stamping import NoTimeStamp
from letters.sending.transport import (
    Envelope,
    NotSent,
    Postponed,
    Receipt,
    Refused,
    Unanswered,
)
from providers.models import Bounce

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 30, 60, 180, 360))
GIVE_UP_AFTER = timedelta(hours=48)
MOST_ATTEMPTS = 40
"""Two days of pauses take fifteen. More means that it kills its workers."""

OVERDUE = timedelta(seconds=5)
"""A row this late without a task has lost it: the queue does not mind a killed worker.
A task that was just taken gets the time to claim its row."""

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
    deliver.using(run_after=moment).enqueue(key)


@task()
def deliver(dispatch: int) -> None:
    """Send a letter if it is due. The queue knows its key and nothing of people."""
    attempt(dispatch)


def attempt(key: int) -> None:
    """Send a dispatch if it is due and nobody else does."""
    dispatch = Dispatch.objects.claim(key, timezone.now())
    if dispatch is None:
        return
    if not dispatch.first_attempt_at and Bounce.objects.against(dispatch.recipient):
        # It waited for its turn, and meanwhile another letter came back from there.
        _record(
            dispatch, What.FAILED, state=State.FAILED, problem=Hindrance.BOUNCED.value
        )
        return
    if dispatch.in_flight:
        dispatch.perhaps_taken = True
        _note(dispatch, What.REPEATED)
    try:
        if dispatch.attempts > MOST_ATTEMPTS:
            raise Refused("given up")
        if takes_mail(dispatch.domain) is False:
            raise Refused("no mail server")
        fresh = {} if dispatch.mime else _sealed(dispatch)
        if not _in_flight(dispatch, fresh):
            return
        receipt = _send(dispatch)
    except NoTimeStamp as error:
        _not_sent(dispatch, Postponed(f"time stamp: {error}"))
    except NotSent as error:
        _not_sent(dispatch, error)
    except Exception as error:
        # A mistake of ours: the letter waits until it is mended, the task tells of it.
        _not_sent(dispatch, Unanswered(f"error: {type(error).__name__}"))
        raise
    else:
        _sent(dispatch, receipt)


def _sealed(dispatch: Dispatch) -> dict[str, object]:
    """Return the columns that hold the exact bytes, made once for all attempts."""
    sealed = seal(bytes(dispatch.pdf), reason=f"Reference {dispatch.case.reference}")
    message = letter_message(dispatch, sealed.pdf, timezone.localtime())
    dispatch.mime = message
    return {
        "pdf": sealed.pdf,
        "mime": message,
        "stamped_by": sealed.stamped_by,
        "pdf_sha256": hashlib.sha256(sealed.pdf).hexdigest(),
        "mime_sha256": hashlib.sha256(message).hexdigest(),
    }


def _in_flight(dispatch: Dispatch, fresh: Mapping[str, object]) -> bool:
    """Write down what leaves next, and that it does; not if the lease is lost.

    A worker that was too slow must not replace the bytes that the next one has sent.
    """
    dispatch.in_flight = True
    dispatch.first_attempt_at = dispatch.first_attempt_at or timezone.now()
    columns = {
        "in_flight": True,
        "perhaps_taken": dispatch.perhaps_taken,
        "first_attempt_at": dispatch.first_attempt_at,
        "leased_until": lease_end(),
        **fresh,
    }
    return bool(Dispatch.objects.held(dispatch).update(**columns))


def _send(dispatch: Dispatch) -> Receipt:
    envelope = Envelope(
        bounce_address(dispatch.bounce_token),
        ascii_mailbox(dispatch.recipient),
        ascii_mailbox(dispatch.case.sender_email),
    )
    name = notices.file_name(dispatch.case, dispatch.message_id)
    return transport.send(name, envelope, bytes(dispatch.mime or b""))


def _sent(dispatch: Dispatch, receipt: Receipt) -> None:
    _record(
        dispatch,
        What.ACCEPTED,
        receipt.copy_refused,
        state=State.ACCEPTED,
        accepted_at=timezone.now(),
        server=receipt.server,
        reply=receipt.reply,
        in_flight=False,
    )


def _not_sent(dispatch: Dispatch, error: NotSent) -> None:
    now = timezone.now()
    begun = dispatch.first_attempt_at or now
    unanswered = dispatch.in_flight and isinstance(error, Unanswered)
    answer: dict[str, object] = {
        "first_attempt_at": begun,
        "server": error.server,
        "reply": error.reply,
        "in_flight": unanswered,
        "perhaps_taken": dispatch.perhaps_taken or unanswered,
    }
    if isinstance(error, Refused) or now - begun > GIVE_UP_AFTER:
        _record(dispatch, What.FAILED, state=State.FAILED, **answer)
        return
    again = now + PAUSES[min(dispatch.attempts, len(PAUSES)) - 1]
    _record(
        dispatch, What.DEFERRED, state=State.DEFERRED, next_attempt_at=again, **answer
    )


def _record(
    dispatch: Dispatch, what: Event.What, copy_refused: str = "", /, **columns: object
) -> None:
    """Write an answer down with all that follows, unless another worker has taken over.

    That a server has it is true whoever says so, and is written down all the same.
    """
    rows = Dispatch.objects.held(dispatch)
    if what is What.ACCEPTED:
        rows = Dispatch.objects.filter(pk=dispatch.pk).exclude(state__in=LEFT)
    with transaction.atomic():
        if not rows.update(leased_until=None, **columns):
            return
        for name, value in columns.items():
            setattr(dispatch, name, value)
        _note(dispatch, what, dispatch.reply)
        if copy_refused:
            _note(dispatch, What.NO_COPY, copy_refused)
        if what is What.DEFERRED:
            _enqueue(dispatch.pk, dispatch.next_attempt_at)
        else:
            Case.objects.touch(dispatch.case_id)
            notices.tell(dispatch)


def _note(dispatch: Dispatch, what: Event.What, note: str = "") -> None:
    Event.objects.create(case=dispatch.case, dispatch=dispatch, what=what, note=note)


def postpone(dispatch: Dispatch, moment: datetime) -> bool:
    """Let a waiting dispatch go at another moment; too late is no error."""
    with transaction.atomic():
        waiting = Dispatch.objects.filter(pk=dispatch.pk, state=State.QUEUED)
        if not waiting.update(next_attempt_at=moment):
            return False
        Case.objects.touch(dispatch.case_id)
        _enqueue(dispatch.pk, moment)
    return True


def stop(dispatch: Dispatch) -> bool:
    """Stop a dispatch that has not left; too late is no error."""
    with transaction.atomic():
        stopped = Dispatch.objects.filter(pk=dispatch.pk, state__in=CAN_STOP).update(
            state=State.CANCELLED
        )
        if stopped:
            _note(dispatch, What.CANCELLED)
    return bool(stopped)


def note_sent(dispatch: Dispatch, day: date) -> bool:
    """Note the day on which its owner says to have sent a letter; the last one counts.

    What a mail server has taken over from us, or will be asked to, stays as it is.
    """
    with transaction.atomic():
        kept = Dispatch.objects.select_for_update().get(pk=dispatch.pk)
        if not kept.can_be_sent_by_hand:
            return False
        if kept.sent_on != day:
            kept.sent_on = day
            kept.save(update_fields=["sent_on"])
            _note(kept, What.SENT)
            Case.objects.touch(kept.case_id)
    return True


def sweep() -> int:
    """Queue again what should be on its way and is not; return how many.

    What still waits in the queue is left there, however long that is.
    """
    now = timezone.now()
    late = Dispatch.objects.due(now - OVERDUE).order_by("next_attempt_at")
    waiting = _waiting_in_queue()
    keys = [key for key in late.values_list("pk", flat=True) if key not in waiting]
    with transaction.atomic():
        for key in keys[:SWEPT]:
            _enqueue(key, now)
    return len(keys[:SWEPT])


def _waiting_in_queue() -> set[int]:
    tasks = DBTaskResult.objects.ready().filter(task_path=deliver.module_path)
    return set(tasks.values_list("args_kwargs__args__0", flat=True))
