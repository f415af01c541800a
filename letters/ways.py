"""How a letter can reach its recipient, the way that fits this company best first."""

from __future__ import annotations

from enum import StrEnum

from letters.letter import Document


class Way(StrEnum):
    """A way out of the house."""

    FORM = "form"  # on the company's own page, by pasting the text
    MAIL = "mail"  # from the sender's own mailbox
    SEND = "send"  # by us
    POST = "post"
    PASTE = "paste"  # wherever the company can be written to


def ways(document: Document, *, offers_to_send: bool) -> list[Way]:
    """Return the ways that are open, the one to recommend first.

    A page of the company's own for just this comes before everything: that is where it
    looks. Then the mailbox of the account, which companies recognise; so we offer
    ourselves only after it.
    """
    recipient = document.recipient
    found = [
        (Way.FORM, recipient.url is not None),
        (Way.MAIL, recipient.email is not None),
        (Way.SEND, offers_to_send),
        (Way.POST, recipient.country is not None),
        (Way.PASTE, recipient.url is None),
    ]
    return [way for way, is_open in found if is_open]
