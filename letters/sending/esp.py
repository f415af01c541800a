"""Letters that come back, as a provider of mail tells it by webhook.

The optional django-anymail checks who calls and reads what each of them writes. Its
signal is the library's only interface; we have none of our own. Imported only where
``ESP`` names a provider. A letter is known by its message id, which Mailgun reports
as we wrote it.
"""

from __future__ import annotations

from typing import Any

from anymail.signals import EventType, tracking
from anymail.urls import urlpatterns as every_webhook
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.dispatch import receiver
from django.urls import URLPattern

from letters.sending.bouncing import find, note
from letters.sending.message import own_message_ids
from letters.sending.reports import Kind, Outcome, one_line, status_in

KINDS = {
    EventType.BOUNCED: Kind.FAILED,
    EventType.REJECTED: Kind.FAILED,
    EventType.DEFERRED: Kind.DELAYED,
    EventType.COMPLAINED: Kind.UNWANTED,
}
"""All else is no news to tell; least of all that somebody opened a mail."""


def webhooks(esp: str) -> list[URLPattern]:
    """Return the one webhook that we use, out of the many that the library has."""
    if not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise ImproperlyConfigured("ESP needs a WEBHOOK_SECRET in ANYMAIL.")
    own = [one for one in every_webhook if one.name == f"{esp}_tracking_webhook"]
    if not own:
        raise ImproperlyConfigured(f"django-anymail knows no webhook of {esp!r}.")
    return own


@receiver(tracking, dispatch_uid="letters.sending.esp")
def told(event: Any, **_more: object) -> None:
    """Write down what a provider of mail says of a letter."""
    kind = KINDS.get(event.event_type)
    dispatch = find((), own_message_ids(event.message_id or ""))
    if kind is None or dispatch is None:
        return
    words = one_line(event.mta_response or event.description or "")
    address = (event.recipient or "").lower()
    addresses = frozenset({address} if address else ())
    note(dispatch, Outcome(kind, addresses, status_in(words), words))
