"""The letter as plain frozen values: who writes, what they chose, what goes out.

Pure. Whatever is printed, mailed or shown reads these values and nothing else, so that
the addressee on paper, in the mail and on the page is one and the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from letters.clauses import Part
from letters.recipients import Recipient
from refunds.engine.verdict import LetterKind


class Role(StrEnum):
    """By what right somebody writes for somebody else."""

    POWER_OF_ATTORNEY = "power_of_attorney"
    GUARDIAN = "guardian"
    TRUSTEE = "trustee"
    ESTATE = "estate"


@dataclass(frozen=True, slots=True)
class Principal:
    """The person a letter is written for."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes. An empty string means that it was not given."""

    name: str
    account_email: str
    address: tuple[str, ...] = ()
    reply_to: str = ""
    item: str = ""  # what the thing is called, where the product is only its kind
    order_id: str = ""
    user_id: str = ""
    payment_method: str = ""
    principal: Principal | None = None

    @property
    def mailbox(self) -> str:
        """Where the answer should go."""
        return self.reply_to or self.account_email


class Erasure(StrEnum):
    """Where the request about personal data goes."""

    TOGETHER = "together"
    SEPARATE = "separate"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Options:
    """What the sender chose. The letter puts the languages in the recipient's order."""

    languages: frozenset[str]
    parts: frozenset[Part]
    dated: date
    erasure: Erasure = Erasure.TOGETHER
    place: str = ""
    reason: str = ""
    own_words: tuple[str, ...] = ()
    effective_on: date | None = None


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value with its name, both in the letter's language."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    """Paragraphs under a heading, or (an empty string) under none."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter in one language, ready to print."""

    language: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    place_and_date: str
    reference: Labelled
    subject: str
    facts: tuple[Labelled, ...]
    sections: tuple[Section, ...]
    closing: str
    signature: tuple[str, ...]
    enclosure: Labelled | None
    cover: str  # the mail that comes with the file
    short_cover: str  # the mail that holds the text itself


@dataclass(frozen=True, slots=True)
class Document:
    """The same letter to one recipient, in each language that was asked for."""

    recipient: Recipient
    about_data: bool
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class StoreText:
    """What to paste into the form of the store that took the money."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """Everything that leaves the house; documents in the order they should go out."""

    kind: LetterKind
    provider: str
    dated: date
    reference: str
    sent_from: str | None
    documents: tuple[Document, ...]
    for_store: tuple[StoreText, ...]

    def document(self, *, about_data: bool) -> Document | None:
        """Return the request about personal data that goes on its own, or the rest.

        A draft of one document has only that one, whatever it is about.
        """
        if len(self.documents) == 1:
            return None if about_data else self.documents[0]
        found = (item for item in self.documents if item.about_data is about_data)
        return next(found, None)

    def filename(self, document: Document) -> str:
        """Return a name, without its ending, that says nothing about the person."""
        subject = "-data" if document.about_data else ""
        return f"{self.provider}{subject}-{self.dated.isoformat()}"
