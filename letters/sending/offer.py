"""Whether we offer to send a letter, or why not, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.letter import Document, LetterDraft
from letters.sending import transport
from letters.sending.allowed import Hindrance, hindrance
from letters.sending.proving import data_waits
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
}


@dataclass(frozen=True, slots=True)
class Offer:
    """The documents we may send, or why there is none."""

    documents: tuple[Document, ...]
    refused: str | Promise
    without: str | Promise
    """Why the letter about data would stay behind, where it alone would."""
    sends_mail: bool
    days: int

    @property
    def data_waits(self) -> int:
        """The days after which the second letter goes; 0 where there is none."""
        return data_waits().days if len(self.documents) > 1 else 0

    @property
    def recipients(self) -> str:
        """Whom we would send to."""
        emails = (document.recipient.email or "" for document in self.documents)
        return ", ".join(dict.fromkeys(emails))


def offer(draft: LetterDraft, asked: Asked) -> Offer:
    """Return what we would send, or why nothing."""
    against = [
        (document, hindrance(asked, document.recipient.email))
        for document in draft.documents
    ]
    # The first is about the money, if one is: without it, nothing goes.
    why = against[0][1] if against else None
    behind = [WHY_NOT[reason] for _document, reason in against[1:] if reason]
    return Offer(
        documents=tuple(one for one, reason in against if not (why or reason)),
        refused=WHY_NOT[why] if why else "",
        without=behind[0] if behind and not why else "",
        sends_mail=transport.sends_mail(),
        days=settings.RETENTION_DAYS,
    )
