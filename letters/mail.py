"""The letter in the person's own mail program: as a draft file and as a link.

It goes out from the mailbox the account belongs to, because that is what companies
accept. We send nothing here.
"""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from django.utils.encoding import punycode

from letters.letter import Document, Letter, LetterDraft, Sender
from letters.paper import to_pdf
from letters.plain import as_text

LONGEST_LINK = 1800
"""Mail programs and browsers silently drop links of about 2,000 characters."""

UNSAFE_IN_NAME = re.compile(r' *(?:(?:[,;:<>@()\[\]"\\]|=\?) *)+')
"""What can end a name in a header. Python quotes it, and loses the quotes where it
folds a long name (3.11); the receiver then reads the rest as further addresses."""

BETWEEN = "\n\n\N{EM DASH}\n\n"


def subject(document: Document, draft: LetterDraft) -> str:
    """Return the letter's subject with its reference, for the answer to repeat."""
    return f"{document.letters[0].subject} ({draft.reference})"


def to_eml(draft: LetterDraft, document: Document, sender: Sender) -> bytes:
    """Return a mail that is ready but for "Send": covering words, letter, PDF.

    ``X-Unsent`` makes mail programs open it for editing. No date and no message id: the
    program sets them when the mail is sent. Nothing typed can become a header: the
    standard library refuses line breaks, and the form refuses encoded words.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["From"] = mailbox(sender)
    if document.recipient.email:
        message["To"] = Address(addr_spec=ascii_mailbox(document.recipient.email))
    message["Subject"] = subject(document, draft)
    covers = (letter.cover for letter in document.letters)
    message.set_content("\n\n".join(covers) + BETWEEN + as_text(document.letters))
    message.add_attachment(
        to_pdf(draft, document),
        maintype="application",
        subtype="pdf",
        filename=f"{draft.filename(document)}.pdf",
    )
    message.set_boundary(f"=_{draft.reference}")  # the same letter, the same file
    return bytes(message)


def mailbox(sender: Sender) -> Address:
    """Return a sender's address."""
    return named_mailbox(sender.name, sender.mailbox)


def named_mailbox(name: str, address: str) -> Address:
    """Return an address with a typed name, which stays one whatever the name holds."""
    shown = UNSAFE_IN_NAME.sub(" ", name).strip(" ")
    return Address(shown, addr_spec=ascii_mailbox(address))


def ascii_mailbox(address: str) -> str:
    """Return an address whose domain is in the form that mail servers take."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{punycode(domain)}"


def mailto(draft: LetterDraft, document: Document) -> str:
    """Return a link that opens the person's mail program.

    The whole letter goes along where it is short enough. Otherwise as many paragraphs
    do as fit, the notice itself first: sent like that, it still says what it must. The
    page says to paste the letter below them.
    """
    whole = [_with_text(letter) for letter in document.letters]
    link = _link(draft, document, BETWEEN.join(whole))
    if len(link) <= LONGEST_LINK:
        return link
    letter = document.letters[0]
    parts = [letter.short_cover]
    for paragraph in (text for part in letter.sections for text in part.paragraphs):
        longer = _link(draft, document, _signed([*parts, paragraph], letter))
        if len(longer) > LONGEST_LINK:
            break
        link, parts = longer, [*parts, paragraph]
    return link if len(parts) > 1 else _link(draft, document, letter.short_cover)


def _signed(parts: list[str], letter: Letter) -> str:
    return "\n\n".join([*parts, letter.signature[0]])


def _with_text(letter: Letter) -> str:
    return f"{letter.short_cover}\n\n{as_text([letter])}"


def _link(draft: LetterDraft, document: Document, body: str) -> str:
    recipient = quote(document.recipient.email or "", safe="@")
    title = quote(subject(document, draft), safe="")
    text = quote(body.replace("\n", "\r\n"), safe="")
    return f"mailto:{recipient}?subject={title}&body={text}"
