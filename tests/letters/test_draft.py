"""Who gets which letter, with what in it and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from letters.clauses import Part, offered
from letters.letter import Erasure, Principal, Role
from letters.plain import as_text
from refunds.engine.verdict import LetterKind, Step


def text_of(draft, language="en"):
    letters = [
        letter
        for document in draft.documents
        for letter in document.letters
        if letter.language == language
    ]
    return as_text(letters).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("purchase", "kind"),
    [
        ("terms give the money", LetterKind.POLICY_REFUND),
        ("terms may give the money", LetterKind.POLICY_REFUND),
        ("too late", LetterKind.GOODWILL),
        ("too late, perhaps never informed", LetterKind.WITHDRAWAL),
        ("a renewal", LetterKind.GOODWILL),
        ("a renewal, perhaps of an unclear price", LetterKind.WITHDRAWAL),
        ("no rule", LetterKind.TERMINATION),
        ("no rule, perhaps a right", LetterKind.WITHDRAWAL),
        ("bought in a store", LetterKind.STORE_REQUEST),
        ("the law gives all", LetterKind.WITHDRAWAL),
        ("the law gives part", LetterKind.WITHDRAWAL),
        ("the law may give some", LetterKind.WITHDRAWAL),
        ("never informed", LetterKind.WITHDRAWAL),
    ],
)
def test_the_verdict_chooses_the_letter(drafted, purchase, kind):
    assert drafted(purchase).kind is kind


def test_safe_order(drafted):
    text = text_of(drafted(parts=Part, own_words=("My own words.",)))
    places = [
        text.index(words)
        for words in (
            "I withdraw from the contract",
            "I found no withdrawal function",
            "in the alternative, with effect",
            "Please reimburse SEK 3,990",
            "show the calculation",
            "My own words.",
            "Please take no further payments",
            "Please confirm in writing",
            "final statement",
            "Request for erasure",
            "Before erasing anything",
            "Please erase",
            "disclosed the data",
            "direct marketing",
            "within one month",
        )
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        pytest.param(
            Part.WITHDRAW,
            "for future charges. Please take no further payments.",
            id="nothing is owed from now on",
        ),
        pytest.param(
            Part.TERMINATE,
            "for any time after the contract has ended. Please take no such payments.",
            id="a notice period may have to be paid for",
        ),
    ],
)
def test_no_more_is_refused_than_is_not_owed(drafted, part, words):
    assert words in text_of(drafted(parts={part, Part.CHARGES}))


@pytest.mark.parametrize(
    ("purchase", "words"),
    [
        (
            "terms give the money",
            "and on your own terms, which allow a refund within 14 days of payment.",
        ),
        ("the law gives all", "Please reimburse SEK 399 without undue delay"),
        ("the law gives part", "please show the calculation and my express request"),
        (
            "in time, not informed",
            "that the law requires, so I owe nothing for the time until today.",
        ),
        (
            "in time, not asked for",
            "during the withdrawal period, so I owe nothing for the time until today.",
        ),
        ("never informed", "The period has therefore not expired."),
        ("never informed", "As I was not given that information, I owe nothing"),
        ("informed late", "The period therefore runs from that day."),
        (
            "a price nobody told",
            "I was not clearly told that it would turn into a paid",
        ),
        (
            "content, perhaps a service",
            "As far as the right of withdrawal applies, please",
        ),
        ("terms may give the money", "your own terms, as far as they allow a refund"),
        (
            "terms may give the money, too late by law",
            "state which of your terms you rely on",
        ),
        ("too late", "I know that the period for a refund in your terms has passed."),
        ("a renewal", "As I understand your terms, they do not provide"),
        (
            "too late, perhaps never informed",
            "does not apply, I ask you to consider a refund as a matter of goodwill.",
        ),
        ("no rule", "I ask you to refund €49.50."),
        ("bought in a store", "asking for the money there and not from you"),
    ],
)
def test_money_is_asked_by_the_right_route(drafted, purchase, words):
    assert words in text_of(drafted(purchase))


def test_outside_the_law_the_terms_alone_are_the_ground(drafted):
    text = text_of(drafted("terms give the money", "US"))
    assert "which allow a refund within 14 days of payment." in text
    assert "I have not earned a certificate." in text
    assert "withdraw from" not in text


def test_nothing_is_owed_where_the_answers_exclude_it(drafted):
    assert "show the calculation" not in text_of(drafted("the law gives all"))
    assert "show the calculation" in text_of(drafted("the law may give some"))


def test_a_missing_withdrawal_function_is_said_only_if_somebody_looked(drafted):
    parts = set(Part) - {Part.FUNCTION_MISSING}
    assert "no withdrawal function" not in text_of(drafted(parts=parts))
    assert "no withdrawal function" in text_of(drafted(parts=Part))
    before = date(2026, 6, 18)
    assert "no withdrawal function" not in text_of(drafted(parts=Part, today=before))


def test_uncertain_facts_are_not_claimed(drafted):
    text = text_of(drafted("terms may give the money"))
    assert "I have not earned" not in text
    assert "I paid on" not in text


def test_a_store_purchase_asks_the_provider_for_nothing(drafted):
    draft = drafted("bought in a store", languages=["en"])
    assert "refund" not in text_of(draft)
    (item,) = draft.for_store
    assert item.text == (
        "I request a refund for “Learnly Plus” from Learnly. Please refund the same"
        " means of payment and answer me in writing."
    )


@pytest.mark.parametrize(
    ("purchase", "country", "missing"),
    [
        ("terms give the money", "US", {Part.WITHDRAW, Part.RECIPIENTS, Part.ANSWER}),
        ("terms give the money", "SE", set()),
        ("bought in a store", "SE", {Part.WITHDRAW, Part.REFUND, Part.CHARGES}),
        ("no rule", "SE", {Part.TERMINATE, Part.CHARGES, Part.FINAL_ACCOUNT}),
    ],
)
def test_only_what_fits_is_offered(matter_of, purchase, country, missing):
    parts = offered(matter_of(purchase, country))
    assert not missing & parts.keys()
    assert parts.get(Part.COPY_FIRST, True)  # certificates go with the account


@pytest.mark.parametrize(
    ("purchase", "suggested"),
    [
        ("terms give the money", True),
        ("terms may give the money", True),  # no day is told: it may be yesterday
        ("terms may give the money, too late by law", False),
        ("the law may give some", True),
        ("content, perhaps a service", True),
        ("never informed", True),
        ("informed late", True),
        ("too late", False),
        ("too late, perhaps never informed", True),
        ("a renewal", False),
        ("a renewal, perhaps of an unclear price", True),
        ("no rule, perhaps a right", True),
    ],
)
def test_withdrawing_is_suggested_where_it_may_give_money(
    matter_of, purchase, suggested
):
    assert offered(matter_of(purchase))[Part.WITHDRAW] is suggested


@pytest.mark.parametrize("country", ["SE", "US", "IN", None])
def test_the_letter_asks_for_money_where_the_plan_does(matter_of, purchase, country):
    matter = matter_of(purchase, country)
    asks = {Step.CLAIM_FROM_PROVIDER, Step.ASK_PROVIDER, Step.ASK_FOR_GOODWILL}
    planned = bool(asks & set(matter.verdict.plan))
    suggested = offered(matter).get(Part.REFUND, False)
    # Who withdraws asks for the money as well; the plan names withdrawing alone.
    assert suggested is (planned or Step.WITHDRAW in matter.verdict.plan)


def test_one_reference_for_both_languages_and_the_same_for_the_same_content(drafted):
    first, again = drafted(), drafted()
    assert first == again
    assert {
        letter.reference.value
        for document in first.documents
        for letter in document.letters
    } == {first.reference}
    assert drafted(own_words=("More",)).reference != first.reference
    assert "asa" not in first.reference.lower()


def test_erasure_as_a_letter_of_its_own(drafted):
    draft = drafted(erasure=Erasure.SEPARATE)
    contract, data = draft.documents
    assert draft.document(about_data=False) is contract
    assert draft.document(about_data=True) is data
    assert data.recipient.email == "privacy@learnly.example"
    assert draft.filename(data) == "learnly-data-2026-11-23"
    assert [fact.label for fact in data.letters[0].facts] == ["Account"]
    body = as_text(data.letters)
    assert "that you need to handle the refund" in body
    assert "SEK" not in body
    assert "erase" not in as_text(contract.letters)


def test_a_letter_of_erasure_alone_goes_to_the_privacy_contact(drafted):
    draft = drafted(parts={Part.ERASE})
    (document,) = draft.documents
    assert document.about_data
    assert draft.document(about_data=False) is document
    assert draft.document(about_data=True) is None
    assert document.letters[0].subject.startswith("Request for erasure")


def test_no_erasure(drafted):
    assert "personal data" not in text_of(drafted(erasure=Erasure.NO))


def test_the_dead_have_no_gdpr(drafted, sender):
    sender = replace(sender, principal=Principal("Karin Berg", Role.ESTATE))
    text = text_of(drafted(writer=sender))
    assert "GDPR" not in text
    assert "the personal data of Karin Berg" in text


def test_writing_for_somebody_else(drafted, sender):
    sender = replace(sender, principal=Principal("Karin Berg", Role.POWER_OF_ATTORNEY))
    (document,) = drafted(writer=sender, languages=["sv"]).documents
    (letter,) = document.letters
    assert letter.signature == ("Åsa Öberg", "för Karin Berg")
    assert letter.enclosure.value == "fullmakt från Karin Berg"
    assert letter.sections[0].paragraphs[0].startswith("Jag skriver för Karin Berg")


def test_options_reach_the_letter(drafted, sender):
    draft = drafted(
        languages=["sv"],
        place="Uppsala",
        effective_on=date(2026, 12, 31),
        own_words=("Ett.", "Två."),
        writer=replace(sender, item="Kurs ett", reply_to="svar@mail.example"),
    )
    (letter,) = draft.documents[0].letters
    assert letter.place_and_date == "Uppsala, 23\xa0november\xa02026"
    assert letter.sender == ("Åsa Öberg", "svar@mail.example")
    text = text_of(draft, "sv")
    assert "senast den 31 december 2026" in text
    assert "Ett.\n\nTvå." in text
    assert "Produkt: Learnly Plus: Kurs ett" in text
    assert "avtalet om ”Kurs ett”" in text
