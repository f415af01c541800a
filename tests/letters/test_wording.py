"""Every sentence, in every letter it may stand in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings
from django.template import Template
from django.template.base import VariableNode
from django.template.defaulttags import IfNode

from letters.clauses import Clause, Part
from letters.letter import Erasure, Principal, Role
from letters.plain import as_text
from letters.wording import HoleInLetter, engine, say
from letters.words import LANGUAGES, Flag, Word

WORDING = settings.BASE_DIR / "templates" / "letters" / "wording"
NAMES = {
    language: {path.stem for path in (WORDING / language).glob("*.txt")}
    for language in LANGUAGES
}
FILES = [(language, name) for language in LANGUAGES for name in sorted(NAMES[language])]

ONLY_SWEDISH = re.compile(
    r"\b(jag|och|att|inte|det|är|för|som|på|mitt|mina|ni|er|den|har|om|av|till|era)\b",
    re.IGNORECASE,
)
ONLY_ENGLISH = re.compile(
    r"\b(and|the|not|it|is|of|my|your|you|please|with|to|paid|this|that|which)\b",
    re.IGNORECASE,
)
FORBIDDEN = re.compile(
    r"certified|certifierad|rekommenderat|kvalificera|registered|guarante|garanti|advokat|lawyer|"
    r"ogiltig|\bvoid\b|1984:292|kronofogd|polis|immediately|omedelbart|!|"
    r"right to be forgotten|\bbox\b",
    re.IGNORECASE,
)
HOLE = re.compile(r"[{}]|\bNone\b|XXX|\.\.|…| [.,;:]|\(\)|  |”” |“”")
BREAKABLE = re.compile(
    r"(?:artikel|artiklarna|Articles?|Section|Chapter|kap\.) \d|\d §|\d kap|"
    r"\d (?:januari|november|december|November|December)|\d (?:kr|dagar|days)"
)
EEA = {"SE", "NO", "DK", "FI", "DE", "FR", "PL", "IS"}
BY_ESTABLISHMENT = {"CH"}  # Learnly's company for Switzerland sits in the Netherlands
STATUTES = {
    "2005:59": {"SE"},
    "angrerettloven": {"NO"},
    "forbrugeraftaleloven": {"DK"},
    "38/1978": {"FI"},
    "BGB": {"DE"},
    "Code de la consommation": {"FR"},
    "2011/83/EU": EEA - {"SE", "NO"},
    "C-565/22": EEA,
    "2013/3134": {"GB"},
    "Regulations 2013": {"GB"},
    "Digital Markets": set(),  # not in force
    "UK\xa0GDPR": {"GB"},
    "UK GDPR": {"GB"},
    "GDPR": EEA | {"GB"} | BY_ESTABLISHMENT,
    "dataskyddsförordningen": EEA | {"GB"} | BY_ESTABLISHMENT,
    "Digital Personal Data Protection": set(),  # not in force
    "1798.105": set(),
}
COUNTRIES = [*sorted(EEA), "GB", "CH", "IN", "US", "AU", "CA", "BR", None]

ROLES = [None, *Role]


def full(sender, role):
    """A sender who filled in everything."""
    return replace(
        sender,
        address=("Storgatan 1", "753 10 Uppsala"),
        order_id="T-4711",
        user_id="u-1",
        payment_method="Visa",
        reply_to="asa@work.example",
        principal=Principal("Karin Berg", role) if role else None,
    )


def selections():
    everything = frozenset(Part)
    yield from (everything, everything - {Part.WITHDRAW}, everything - {Part.ERASE})
    yield from (frozenset({part}) for part in Part)


def check(letter, country):
    # A reference is a hash: its letters may spell any abbreviation.
    text = as_text([letter]).replace(letter.reference.value, "2026-222222")
    foreign = ONLY_ENGLISH if letter.language == "sv" else ONLY_SWEDISH
    assert not foreign.search(text), text
    assert not HOLE.search(text), text
    assert not FORBIDDEN.search(text), text
    assert not BREAKABLE.search(text), text
    for citation, countries in STATUTES.items():
        assert citation not in text or country in countries, (citation, text)
    for section in letter.sections:
        assert all(paragraph[-1] in ".?" for paragraph in section.paragraphs), text


@pytest.mark.parametrize("country", COUNTRIES)
def test_letters_are_whole_and_of_one_language(drafted, sender, purchase, country):
    for parts in selections():
        for writer in (sender, full(sender, None)):
            draft = drafted(purchase, country, writer, parts=parts)
            for document in draft.documents:
                for letter in document.letters:
                    check(letter, country)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("erasure", Erasure)
def test_letters_fit_every_sender(drafted, sender, purchase, erasure, role):
    nobody = replace(sender, name="", account_email="")
    for writer in (full(sender, role), nobody):
        draft = drafted(
            purchase, "SE", writer, parts=Part, erasure=erasure, reason="Sjuk"
        )
        for document in draft.documents:
            for letter in document.letters:
                check(letter, "SE")
        for item in draft.for_store:
            assert not HOLE.search(item.text)


def test_both_languages_have_every_file():
    assert NAMES["sv"] == NAMES["en"]
    assert NAMES["sv"] >= {clause.value for clause in Clause}


@pytest.mark.parametrize(("language", "name"), FILES)
def test_files_use_the_closed_vocabulary(language, name):
    template: Template = engine().get_template(f"{language}/{name}.txt")
    words = {word.value for word in Word}
    flags = {flag.value for flag in Flag} | {f"has_{word}" for word in Word}
    used = {
        str(node.filter_expression.var)
        for node in template.nodelist.get_nodes_by_type(VariableNode)
    }
    asked = {
        found
        for node in template.nodelist.get_nodes_by_type(IfNode)
        for condition, _ in node.conditions_nodelists
        if condition
        for found in re.findall(r"FilterExpression '(\w+)'", str(condition))
    }
    assert used <= words
    assert asked <= flags


def test_a_missing_word_is_an_error_and_never_a_gap():
    with pytest.raises(HoleInLetter, match="reply_by"):
        say("en", "confirm", {}, frozenset())


def test_typed_text_is_data():
    typed = "{{ product }}{% load x %}<b>&amp;"
    assert say("en", "mail.cover", {Word.DATE: typed}, frozenset()) == (
        "Hello, this is my letter of {{ product }}{% load x %}<b>&amp;."
    )


@pytest.mark.parametrize("country", ["SE", "NO", "DE", "PL", "FI", "GB"])
def test_what_the_law_leaves_open_is_not_claimed(drafted, country):
    """The notice is unequivocal; the money follows "as far as the right applies"."""
    for purchase in ("content, perhaps a service", "a renewal", "nothing told"):
        draft = drafted(purchase, country, languages=["en"], parts=Part)
        text = as_text(draft.documents[0].letters)
        assert "I hereby give notice that I withdraw" in text
        assert re.search("As far as the right|as far as (it|they) ", text), text


@pytest.mark.parametrize(
    ("today", "act"),
    [
        (date(2027, 5, 13), None),
        (date(2027, 5, 14), "Digital Personal Data Protection Act, 2023"),
    ],
)
def test_an_act_that_comes_into_force_is_named_from_its_day(drafted, today, act):
    text = as_text(drafted("a renewal", "IN", today=today).documents[0].letters)
    assert ("under the Digital Personal" in text) is (act is not None)
    assert "GDPR" not in text


def test_the_reader_is_cited_the_act_of_the_writers_country(drafted):
    said = {
        "SE": "Chapter 2, Section 10 of the Swedish Act (2005:59)",
        "NO": "Section 20 of the Norwegian Right of Withdrawal Act",
        "PL": "implements Articles 9 and 11 of Directive 2011/83/EU",
        "GB": "my right to cancel (regulation 29 of the Consumer Contracts",
    }
    for country, citation in said.items():
        draft = drafted("the law gives all", country, languages=["en"])
        text = as_text(draft.documents[0].letters).replace("\xa0", " ")
        assert citation in text
