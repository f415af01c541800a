"""From a matter, a sender and their choices to the letters that leave the house.

Pure: no Django, no clock, no files. The sentences come from the ``say`` passed in;
which of them, in what order and to whom is decided here.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from letters import recipients
from letters.clauses import (
    DATA_CLAUSE,
    Clause,
    Part,
    contract_clauses,
    data_clauses,
    offered,
)
from letters.filling import flags_for_store, flags_of, words_of
from letters.letter import (
    Document,
    Erasure,
    Labelled,
    Letter,
    LetterDraft,
    Options,
    Role,
    Section,
    Sender,
    StoreText,
)
from letters.matter import DataLaw, Matter
from letters.recipients import Recipient
from letters.words import LANGUAGES, Flag, Say, Word, written_date
from refunds.engine.verdict import LetterKind, Outcome

DATA_PARTS = frozenset(DATA_CLAUSE)
LAST = (Clause.CHARGES, Clause.CONFIRM, Clause.FINAL_ACCOUNT)
"""These follow what the person adds in their own words."""


def draft_letter(
    matter: Matter, sender: Sender, options: Options, say: Say
) -> LetterDraft:
    """Return the letter that follows from the verdict, as its sender wants it."""
    chosen = options.parts & offered(matter).keys()
    data = frozenset() if options.erasure is Erasure.NO else chosen & DATA_PARTS
    contract = chosen - DATA_PARTS
    reference = _reference(matter, sender, options)
    writer = Writer(matter, sender, options, chosen, reference, say)
    country = matter.residence
    documents = []
    if contract or options.own_words or not data:
        together = data if options.erasure is Erasure.TOGETHER else frozenset()
        to_firm = recipients.for_contract(matter.pack, country)
        documents.append(writer.document(to_firm, contract | together))
    if data and (options.erasure is Erasure.SEPARATE or not documents):
        to_privacy = recipients.for_data(matter.pack, country)
        documents.append(writer.document(to_privacy, data, about_data=True))
    return LetterDraft(
        kind=matter.verdict.letter,
        provider=matter.pack.slug,
        dated=options.dated,
        reference=writer.reference,
        sent_from=country,
        documents=tuple(documents),
        for_store=writer.for_store(),
    )


def _reference(matter: Matter, sender: Sender, options: Options) -> str:
    """Return a short name for this letter; the same content always has the same one.

    Thirty bits of a hash over everything in it: enough to tell letters apart, too few
    to learn anything about the person from it.
    """
    content = (
        matter.pack.slug,
        matter.verdict.letter,
        astuple(sender),
        sorted(options.languages),
        sorted(options.parts),
        options.erasure,
        options.own_words,
        options.reason,
        options.effective_on,
        options.place,
        matter.pack.name,
        matter.pack.contacts,
        matter.purchase,
    )
    digest = hashlib.sha256(repr(content).encode()).digest()
    return f"{options.dated.year}-{base64.b32encode(digest).decode()[:6]}"


@dataclass(frozen=True, slots=True)
class Writer:
    """Puts one matter into sentences, document by document."""

    matter: Matter
    sender: Sender
    options: Options
    chosen: frozenset[Part]
    reference: str
    say: Say

    def document(
        self, recipient: Recipient, on: frozenset[Part], *, about_data: bool = False
    ) -> Document:
        """Return a letter to one recipient in each language that was asked for."""
        flags = flags_of(self.matter, self.sender, on, about_data=about_data)
        if Part.REFUND in self.chosen:
            flags |= {Flag.ASKS_MONEY}  # a data request of its own leaves room for it
        letters = tuple(
            self.letter(language, recipient, on, flags)
            for language in self._languages(recipient)
        )
        return Document(recipient, about_data, letters)

    def letter(
        self,
        language: str,
        recipient: Recipient,
        on: frozenset[Part],
        flags: frozenset[Flag],
    ) -> Letter:
        """Return the letter in one language."""
        words = words_of(self.matter, self.sender, self.options, language)

        def say(name: str, *more: Flag) -> str:
            return self.say(language, name, words, flags | set(more))

        principal = self.sender.principal
        place = self.options.place
        dated = written_date(self.options.dated, language)
        signature = [self.sender.name] if self.sender.name else []
        if principal:
            signature.append(say("signature.behalf"))
        mailbox = [self.sender.mailbox] if self.sender.mailbox else []
        return Letter(
            language=language,
            sender=(*signature[:1], *self.sender.address, *mailbox),
            recipient=recipient.address(language, sent_from=self.matter.residence),
            place_and_date=f"{place}, {dated}" if place else dated,
            reference=Labelled(say("label.reference"), self.reference),
            subject=say("subject"),
            facts=self._facts(language, words, flags),
            sections=self._sections(language, words, on, flags),
            closing=say("close"),
            signature=tuple(signature),
            enclosure=Labelled(say("label.enclosure"), say("enclosure"))
            if principal
            else None,
            cover=say("mail.cover", Flag.ATTACHED),
            short_cover=say("mail.cover"),
        )

    def for_store(self) -> tuple[StoreText, ...]:
        """Return what to paste where the store asks why; a letter cannot reach it."""
        if self.matter.verdict.letter is not LetterKind.STORE_REQUEST:
            return ()
        if self.matter.by_store.outcome is Outcome.NO_CHARGE:
            return ()
        flags = flags_for_store(self.matter)
        texts = []
        for language in sorted(self.options.languages, reverse=True):
            words = words_of(self.matter, self.sender, self.options, language)
            text = self.say(language, "store.request", words, flags)
            texts.append(StoreText(language, text))
        return tuple(texts)

    def _languages(self, recipient: Recipient) -> list[str]:
        """The recipient's language first: Swedish in Sweden, English elsewhere."""
        first = "sv" if recipient.country == "SE" else "en"
        chosen = [name for name in LANGUAGES if name in self.options.languages]
        return sorted(chosen, key=lambda language: language != first)

    def _facts(
        self, language: str, words: dict[Word, str], flags: frozenset[Flag]
    ) -> tuple[Labelled, ...]:
        """What lets the recipient find the customer; about data no more than that."""
        product, channel = self.matter.product, self.matter.channel
        if self.matter.product_is_a_kind:
            product = None  # our own words for it would tell the company nothing
        # Nor would our word for its own website or shop; a store does.
        channel = channel if channel and channel.billed_by else None
        kind = product.name.in_language(language) if product else ""
        paid = not words.keys().isdisjoint({Word.AMOUNT, Word.PAID_ON})
        values = {
            "account": words.get(Word.ACCOUNT_EMAIL, ""),
            "user_id": self.sender.user_id,
            "product": ": ".join(filter(None, [kind, self.sender.item])),
            "order_id": words.get(Word.ORDER_ID, ""),
            "paid": self.say(language, "value.paid", words, flags) if paid else "",
            "payment_method": self.sender.payment_method,
            "channel": channel.name.in_language(language) if channel else "",
        }
        shown = ("account", "user_id") if Flag.ABOUT_DATA in flags else tuple(values)
        return tuple(
            Labelled(self.say(language, f"label.{name}", words, flags), values[name])
            for name in shown
            if values[name]
        )

    def _sections(
        self,
        language: str,
        words: dict[Word, str],
        on: frozenset[Part],
        flags: frozenset[Flag],
    ) -> tuple[Section, ...]:
        principal = self.sender.principal
        # The GDPR does not cover the dead (recital 27), so an estate only asks.
        by_statute = self.matter.data_law in (DataLaw.GDPR, DataLaw.UK_GDPR) and not (
            principal and principal.role is Role.ESTATE
        )

        def spoken(names: Iterable[str]) -> list[str]:
            said = (self.say(language, name, words, flags) for name in names)
            return [text for text in said if text]

        behalf = spoken(["behalf"] if principal else [])
        asked = spoken(data_clauses(on & DATA_PARTS, by_statute=by_statute))
        if Flag.ABOUT_DATA in flags:
            return (Section("", (*behalf, *asked)),)
        clauses = contract_clauses(on - DATA_PARTS, self.matter)
        claims = spoken(name for name in clauses if name not in LAST)
        endings = spoken(name for name in clauses if name in LAST)
        first = (*behalf, *claims, *self.options.own_words, *endings)
        sections = [Section("", first)] if first else []
        if asked:
            heading = self.say(language, "gdpr.heading", words, flags)
            sections.append(Section(heading, tuple(asked)))
        return tuple(sections)
