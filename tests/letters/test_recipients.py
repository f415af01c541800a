"""Whom a letter goes to, and in which language first."""

from __future__ import annotations

import pytest

from letters.recipients import for_contract, for_data


@pytest.mark.parametrize(
    ("country", "contract", "data", "mailbox"),
    [
        ("SE", "1118 BG Schiphol", "Attn: Privacy", "privacy@learnly.example"),
        ("US", "1 Main Street", "1 Main Street", None),
        (None, "1 Main Street", "1 Main Street", None),
    ],
)
def test_recipients_by_market(pack, country, contract, data, mailbox):
    assert contract in for_contract(pack, country).lines
    assert for_contract(pack, country).email == "bye@learnly.example"
    assert data in for_data(pack, country).lines
    assert for_data(pack, country).email == mailbox


def test_without_contacts_a_letter_still_has_an_addressee(pack):
    bare = pack.model_copy(update={"contacts": (), "entities": ()})
    assert for_contract(bare, "SE").lines == ("Learnly",)
    entity_only = pack.model_copy(update={"contacts": ()})
    assert for_contract(entity_only, "SE").lines == ("Learnly Europe B.V.",)


def test_the_country_is_named_only_abroad_and_in_the_letters_language(drafted):
    (document,) = drafted().documents
    assert [letter.recipient[-1] for letter in document.letters] == [
        "Netherlands",
        "Nederländerna",
    ]
    (document,) = drafted(country="NL").documents
    assert {letter.recipient[-1] for letter in document.letters} == {"1118 BG Schiphol"}


def test_the_recipients_language_comes_first(drafted):
    (document,) = drafted().documents
    assert [letter.language for letter in document.letters] == ["en", "sv"]
