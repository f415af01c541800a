"""Our mails to the sender: the code, and what became of the letter.

Each has a link of its own to the case. A mail that cannot leave is tried again a few
times; the case page has the same news. Tasks are called with keys of rows: the queue
knows nothing of people.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from letters.mail import ascii_mailbox
from letters.models import Case, Dispatch
from letters.models.dispatches import State
from letters.sending import transport
from letters.sending.codes import GOOD_FOR, new_secrets
from letters.sending.message import (
    new_message_id,
    notice_message,
    our_domain,
)
from letters.sending.transport import Envelope, NotSent, Refused

PAUSE = timedelta(minutes=2)
MOST_ATTEMPTS = 5


def file_name(case: Case, message_id: str) -> str:
    """Return a message's name in the outbox; erasing a case finds it by that."""
    return f"case-{case.pk}-{message_id.strip('<>').partition('@')[0]}"


def ask_for_proof(case: Case) -> None:
    """Have a code mailed. It is made by the worker, so that no queue ever holds it."""
    mail_proof.enqueue(case.pk)


def tell(dispatch: Dispatch) -> None:
    """Have the sender told what became of a letter."""
    mail_notice.enqueue(dispatch.pk, dispatch.state)


@task(priority=10)  # somebody waits for it; before any pile of letters
def mail_proof(key: int, attempt: int = 1) -> None:
    """Mail a fresh code and link; what the server says stands on the case page.

    Each attempt makes its own, so that none is half over when it arrives.
    """
    case = Case.objects.filter(pk=key, proved_at=None).first()
    if case is None or (attempt > 1 and not case.proof_problem):
        return  # nobody needs it any more: one that was asked for meanwhile has left
    made = new_secrets(case, asked_for=attempt == 1)
    try:
        mail(
            case,
            "proof",
            code=f"{made.code[:3]} {made.code[3:]}",
            minutes=GOOD_FOR.seconds // 60,
            link=address("letters:confirm", case, made.token, made.link),
        )
    except NotSent as error:
        Case.objects.filter(pk=key).update(proof_problem=error.reply)
        if attempt < MOST_ATTEMPTS and not isinstance(error, Refused):
            later = timezone.now() + PAUSE * attempt
            mail_proof.using(run_after=later).enqueue(key, attempt + 1)
    else:
        Case.objects.filter(pk=key).update(proof_problem="")


@task()
def mail_notice(key: int, state: str, attempt: int = 1) -> None:
    """Mail what became of a letter, unless that has changed again."""
    found = Dispatch.objects.select_related("case").filter(pk=key, state=state)
    dispatch = found.first()
    if dispatch is None or state not in (State.ACCEPTED, State.FAILED, State.BOUNCED):
        return
    case = dispatch.case
    try:
        mail(
            case,
            state,
            dispatch=dispatch,
            link=address("letters:case", case, case.new_link()),
        )
    except Refused:
        return  # the person's mailbox is gone; the case page has the news
    except NotSent:
        if attempt < MOST_ATTEMPTS:
            later = timezone.now() + PAUSE * attempt
            mail_notice.using(run_after=later).enqueue(key, state, attempt + 1)


def address(name: str, case: Case, *args: str) -> str:
    """Return a whole address in the language of a case."""
    with translation.override(case.language):
        return f"{settings.SITE_URL}{reverse(name, args=args)}"


def mail(case: Case, template: str, **context: object) -> None:
    """Mail something to the sender of a case.

    Raises:
        NotSent: nobody took it.
    """
    context |= {"case": case, "site": settings.SITE_NAME}
    with translation.override(case.language):
        written = render_to_string(f"letters/mails/{template}.txt", context)
    subject, _, text = written.strip().partition("\n")
    message = notice_message(case, subject, text.strip() + "\n", timezone.localtime())
    envelope = Envelope(
        f"{settings.BOUNCE_PREFIX}@{our_domain()}", ascii_mailbox(case.sender_email)
    )
    transport.send(file_name(case, new_message_id()), envelope, message)
