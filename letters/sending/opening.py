"""Opening a case: the letter as it is now, frozen, and a mail that asks for proof."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from letters.forms import SenderForm
from letters.letter import Document, LetterDraft
from letters.mail import BETWEEN, subject
from letters.models import Case, Dispatch, Event
from letters.models.dispatches import State
from letters.paper import to_pdf
from letters.plain import as_text
from letters.sending import throttling
from letters.sending.message import new_message_id
from letters.sending.notices import ask_for_proof

TWICE = timedelta(minutes=1)
"""A button pressed again this soon asks for nothing more; the code is on its way."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A new case and the token that opens it."""

    case: Case
    token: str


def open_case(
    form: SenderForm,
    draft: LetterDraft,
    documents: Iterable[Document],
    *,
    ip: str,
    state: State = State.DRAFT,
) -> Opened:
    """Store letters and ask the sender to prove the address.

    Args:
        documents: to be sent, those of the draft that ``offer`` found we may send.
        state: ``OWN`` for letters that their owner sends and we only keep.

    Raises:
        Throttled: too many letters or codes were asked for.
    """
    sender = form.sender()
    now = timezone.now()
    same = Case.objects.of_sender(sender.mailbox).filter(
        provider=form.asked.pack.slug,
        reference=draft.reference,
        proved_at=None,
        created_at__gt=now - TWICE,
        dispatches__state=state,
    )
    if (case := same.first()) is not None:
        return Opened(case, case.new_link())
    throttling.before_a_code(sender.mailbox, ip)
    # Rendering takes long; the database should not wait for it.
    sheets = [(document, to_pdf(draft, document)) for document in documents]
    with transaction.atomic():
        if (case := same.first()) is not None:  # the other click was quicker
            return Opened(case, case.new_link())
        case = Case.objects.create(
            provider=form.asked.pack.slug,
            company=form.asked.pack.name,
            reference=draft.reference,
            language=get_language() or settings.LANGUAGE_CODE,
            sender_name=sender.name,
            sender_email=sender.mailbox,
            purchase=form.asked.query,
            created_at=now,
            last_action_at=now,
        )
        for document, pdf in sheets:
            freeze(case, draft, document, pdf, state)
        asked = Event.What.KEPT if state == State.OWN else Event.What.ASKED
        Event.objects.create(case=case, what=asked, at=now)
        token = case.new_link()
        ask_for_proof(case)
    return Opened(case, token)


def freeze(
    case: Case,
    draft: LetterDraft,
    document: Document,
    pdf: bytes,
    state: State = State.DRAFT,
) -> Dispatch:
    """Store what goes to one recipient, as it is now."""
    covers = (letter.cover for letter in document.letters)
    return Dispatch.objects.create(
        case=case,
        about_data=document.about_data,
        recipient=document.recipient.email or "",
        addressee=document.recipient.lines[0],
        subject=subject(document, draft),
        text="\n\n".join(covers) + BETWEEN + as_text(document.letters),
        filename=draft.filename(document),
        pdf=pdf,
        state=state,
        message_id=new_message_id(),
        bounce_token=secrets.token_hex(16),
    )
