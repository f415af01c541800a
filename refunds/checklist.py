"""What to have at hand: what a letter names, and what the provider is known to ask."""

from __future__ import annotations

import re
from dataclasses import dataclass

from providers.labels import IDENTIFIERS
from providers.vocabulary import Identifier, Topic
from refunds.datapack import Pack

SAID = {
    Identifier.ACCOUNT_EMAIL: r"e-mail",
    Identifier.ORDER_ID: r"order|transaction|receipt",
    Identifier.PURCHASE_DATE: r"(day|date) (of|you) (purchase|bought|ordered|paid)",
    Identifier.PAYMENT_METHOD: r"how you paid|means of payment|card",
    Identifier.PRODUCT_NAME: r"name of the|which|what you (have|bought)",
    Identifier.USER_ID: r"user ?(id|name)",
    Identifier.CUSTOMER_NUMBER: r"(customer|member(ship)?) number",
    Identifier.PHONE_NUMBER: r"phone number",
}
"""How an English note speaks of an identifier, which then needs no line of its own."""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One thing to have; without a source it is our letter that names it."""

    text: str
    source: int | None = None


def needed(pack: Pack, language: str) -> list[ListItem]:
    """Return what is needed: by the letter where no note says it, then by the notes."""
    notes = [
        note.text.en
        for note in pack.notes
        if note.topic in (Topic.CHECKLIST, Topic.CHECKLIST_HELPFUL)
    ]
    named = [
        ListItem(str(IDENTIFIERS[key]))
        for key in pack.letter_identifiers
        if not any(re.search(SAID[key], note, re.IGNORECASE) for note in notes)
    ]
    return [*named, *_noted(pack, Topic.CHECKLIST, language)]


def helpful(pack: Pack, language: str) -> list[ListItem]:
    """Return what is good to have besides."""
    return _noted(pack, Topic.CHECKLIST_HELPFUL, language)


def _noted(pack: Pack, topic: Topic, language: str) -> list[ListItem]:
    numbers = pack.source_numbers
    return [
        ListItem(note.text.in_language(language), numbers[note.source])
        for note in pack.notes
        if note.topic is topic
    ]
