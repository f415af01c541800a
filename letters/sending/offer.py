"""Whether we offer to send a letter, or why not, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.letter import LetterDraft
from letters.sending import transport
from letters.sending.allowed import Hindrance, hindrance
from refunds.asking import Asked

WHY_NOT: dict[Hindrance, str | Promise] = {
    Hindrance.UNLISTED: _(
        "We send only to companies we have looked into. Send this one from your own"
        " mailbox."
    ),
    Hindrance.NO_ADDRESS: _(
        "We know of no e-mail address of theirs for this, so we cannot send it for you."
    ),
    Hindrance.NOT_OFFICIAL: _(
        "The address is not under the company’s own domain, so we do not send to it."
        " Compare it with their own page before you do."
    ),
    Hindrance.OLD: _(
        "We looked at the address too long ago to send to it. Check it on the company’s"
        " own page and send the letter from your own mailbox."
    ),
    Hindrance.NO_REPLY: _(
        "Nobody reads mail to that address, so we do not send to it."
    ),
    Hindrance.BOUNCED: _(
        "A letter to that address came back, so we do not send to it until our editors"
        " have looked."
    ),
    Hindrance.NO_SERVER: _("The company’s domain takes no mail."),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What the page says about sending."""

    recipients: str
    refused: str | Promise
    sends_mail: bool
    days: int


def offer(draft: LetterDraft, asked: Asked) -> Offer:
    """Return whom we would send to, or why to nobody."""
    against = {
        document.recipient.email or "": hindrance(asked, document.recipient.email)
        for document in draft.documents
    }
    good = [email for email, why in against.items() if why is None]
    reasons = [why for why in against.values() if why is not None]
    return Offer(
        recipients=", ".join(good),
        refused="" if good else WHY_NOT[reasons[0]],
        sends_mail=transport.sends_mail(),
        days=settings.RETENTION_DAYS,
    )
