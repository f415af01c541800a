"""What journeys through the site share: states of pages to walk through."""

from __future__ import annotations

import hashlib
import secrets
from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.utils import timezone

from letters.models import Case
from letters.models.dispatches import State
from tests.browser.states import states_in

OPEN_DATA = Path(__file__).parent.parent / "providers/data"
LETTER = b"%PDF-1.7 a letter"


def letter_of_case(**more):
    case = Case.objects.create(
        provider="coursera",
        company="Coursera",
        reference="2026-ABCDEF",
        language="en",
        sender_name="Åsa Öberg",
        sender_email="asa@mail.example",
        proved_at=more.pop("proved_at", None),
    )
    return case.dispatches.create(
        about_data=more.pop("about_data", False),
        recipient="support@coursera.example",
        addressee="Coursera",
        subject="Refund request",
        text="Hello,\n\nI request a refund.\n\nÅsa Öberg",
        filename="coursera-2026-11-20",
        pdf=LETTER,
        pdf_sha256=hashlib.sha256(LETTER).hexdigest(),
        message_id=f"<{secrets.token_hex(8)}@cancelhub.example>",
        bounce_token=secrets.token_hex(16),
        **more,
    )


@pytest.fixture
def states(live_server, packs):
    """Return a function that lists every state of the pages in a language."""
    caches["counts"].clear()
    for source, path in (("datenanfragen", "datenanfragen"), ("jdm", "sites.json")):
        where = str(OPEN_DATA / path)
        call_command("import_open_data", source, where, stdout=StringIO())
    now = timezone.now()
    sent = letter_of_case(
        proved_at=now,
        mime=b"From: us",
        mime_sha256=hashlib.sha256(b"From: us").hexdigest(),
        state=State.ACCEPTED,
        accepted_at=now,
        server="mx.mail.example",
        reply="250 OK",
    )
    sent.case.events.create(what="asked", dispatch=sent)
    sent.case.events.create(what="accepted", dispatch=sent)
    waiting = letter_of_case(about_data=True, state=State.QUEUED, next_attempt_at=now)
    waiting.case = sent.case
    waiting.save()
    unproved = letter_of_case()
    own = letter_of_case(proved_at=now, state=State.OWN, sent_on=timezone.localdate())
    return lambda language: list(states_in(language, sent, unproved, own))
