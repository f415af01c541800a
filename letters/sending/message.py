"""The message as it leaves the house: every header ours, nothing typed becomes one.

From is always our own domain, so that SPF and DKIM hold and filters learn one sender;
the answer goes to the person. The same row always gives the same message id.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.conf import settings

from letters.mail import ascii_mailbox, named_mailbox
from letters.models import Case, Dispatch

PRINTABLE_NAME = 60


def our_domain() -> str:
    """Return the domain that messages come from."""
    return str(settings.MAIL_FROM).rpartition("@")[2]


def new_message_id() -> str:
    """Return a message id that is used for every attempt of one dispatch."""
    return f"<{secrets.token_hex(16)}@{our_domain()}>"


def bounce_address(token: str) -> str:
    """Return the envelope sender, by which a message that comes back is known."""
    return f"{settings.BOUNCE_PREFIX}+{token}@{our_domain()}"


def bounce_tokens(text: str) -> tuple[str, ...]:
    """Return the tokens of our envelope senders in a text, each once.

    Servers on the way change capitals, write ``=`` or ``-`` for the ``+``, and wrap the
    whole address into one of theirs.
    """
    prefix = re.escape(settings.BOUNCE_PREFIX.lower())
    found = re.findall(rf"\b{prefix}[+=_-]([0-9a-f]{{32}})(?![0-9a-f])", text.lower())
    return tuple(dict.fromkeys(found))


def own_message_ids(text: str) -> tuple[str, ...]:
    """Return the message ids of ours in a text, each once."""
    domain = re.escape(our_domain().lower())
    found = re.findall(rf"(?<![0-9a-f])([0-9a-f]{{32}})@{domain}", text.lower())
    return tuple(f"<{left}@{our_domain()}>" for left in dict.fromkeys(found))


def our_mailbox(name: str = "") -> Address:
    """Return the stable From: "Åsa Öberg via CancelHub"."""
    shown = f"{name[:PRINTABLE_NAME].strip()} via {settings.SITE_NAME}"
    return named_mailbox(shown if name else settings.SITE_NAME, settings.MAIL_FROM)


def letter_message(dispatch: Dispatch, sealed: bytes, sent_on: datetime) -> bytes:
    """Return the message with the letter as text and as sealed PDF."""
    case = dispatch.case
    person = named_mailbox(case.sender_name, case.sender_email)
    message = EmailMessage(policy=SMTP)
    message["From"] = our_mailbox(case.sender_name)
    message["To"] = Address(addr_spec=ascii_mailbox(dispatch.recipient))
    message["Cc"] = person
    message["Reply-To"] = person
    message["Subject"] = dispatch.subject
    message["Date"] = format_datetime(sent_on)
    message["Message-ID"] = dispatch.message_id
    message.set_content(dispatch.text)
    message.add_attachment(
        sealed,
        maintype="application",
        subtype="pdf",
        filename=f"{dispatch.filename}.pdf",
    )
    message.set_boundary(f"=_{case.reference}")
    return bytes(message)


def notice_message(case: Case, subject: str, text: str, sent_on: datetime) -> bytes:
    """Return a mail of ours to the person."""
    message = EmailMessage(policy=SMTP)
    message["From"] = our_mailbox()
    message["To"] = Address(addr_spec=ascii_mailbox(case.sender_email))
    message["Subject"] = subject
    message["Date"] = format_datetime(sent_on)
    message["Message-ID"] = new_message_id()
    message["Auto-Submitted"] = "auto-generated"  # no vacation answers (RFC 3834)
    message.set_content(text)
    return bytes(message)
