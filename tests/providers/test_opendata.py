"""Open data read into the words of our packs: record in, finding out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from providers.opendata import datenanfragen, justdeleteme
from providers.opendata.finding import Unusable, domain_of, mail_address, short_slug
from providers.opendata.places import split_address
from providers.vocabulary import Identifier, Purpose

DATA = Path(__file__).parent / "data"
DAY = date(2026, 7, 21)
COMPANY = {
    "slug": "alder",
    "name": "Alder AB",
    "web": "https://www.alder.example/",
    "email": "privacy@alder.example",
    "address": "Alvägen 1\n111 11 Stockholm\nSweden",
}
SITE = {
    "name": "Alder",
    "url": "https://app.alder.example/delete",
    "difficulty": "easy",
    "domains": ["alder.example"],
}


@pytest.mark.parametrize(
    ("address", "lines", "country"),
    [
        pytest.param("A 1\nBerlin\nDeutschland", ("A 1", "Berlin"), "DE", id="German"),
        pytest.param("A 1\nUnited States of America", ("A 1",), "US", id="in full"),
        pytest.param("A 1\nThe Netherlands", ("A 1",), "NL", id="as post has it"),
        pytest.param("A 1\n\nSVERIGE\n", ("A 1",), "SE", id="capitals and blank lines"),
        pytest.param("A 1\nBerlin", ("A 1", "Berlin"), None, id="no country"),
        pytest.param("A 1\nGeorgia, USA", ("A 1", "Georgia, USA"), None, id="not sure"),
        pytest.param("", (), None, id="nothing"),
    ],
)
def test_the_last_line_may_be_a_country(address, lines, country):
    assert split_address(address) == (lines, country)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, {"email": "privacy@alder.example", "note": None}, id="plain"),
        pytest.param(
            {"address": "Alvägen 1\nStockholm"},
            {"lines": (), "country": None},
            id="an address without a country is left out",
        ),
        pytest.param(
            {}, {"lines": ("Alder AB", "Alvägen 1", "111 11 Stockholm")}, id="named"
        ),
        pytest.param(
            {"webform": "https://my.alder.example/form"},
            {"url": "https://my.alder.example/form"},
            id="its own form",
        ),
        pytest.param(
            {"webform": "https://forms.example/alder"},
            {"url": None},
            id="somebody else's form",
        ),
        pytest.param(
            {"webform": "http://alder.example/form"}, {"url": None}, id="not https"
        ),
        pytest.param({"email": "no-reply@alder.example"}, {"email": None}, id="deaf"),
        pytest.param({"email": "a@b.example\nBcc: c"}, {"email": None}, id="header"),
        pytest.param({"phone": "1" * 41}, {"phone": None}, id="too long a number"),
    ],
)
def test_the_contact_of_a_company(changes, expected):
    (contact,) = datenanfragen.company(COMPANY | changes, DAY).contacts
    assert contact.purpose is Purpose.PRIVACY
    assert {key: getattr(contact, key) for key in expected} == expected


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"email": "alder@law.example"}, "egen domän", id="elsewhere"),
        pytest.param({"web": ""}, "webbplats att jämföra", id="nothing to compare"),
        pytest.param({"quality": "scraped"}, "maskinellt", id="by a machine"),
    ],
)
def test_a_doubtful_contact_is_kept_and_marked(changes, words):
    (contact,) = datenanfragen.company(COMPANY | changes, DAY).contacts
    assert contact.email
    assert words in contact.note.sv


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"name": ""}, id="no name"),
        pytest.param({"name": 7}, id="a number for a name"),
        pytest.param({"name": "x" * 121}, id="a name too long"),
        pytest.param({"email": "", "address": ""}, id="no contact"),
    ],
)
def test_a_company_of_which_nothing_can_be_made(changes):
    with pytest.raises(Unusable):
        datenanfragen.company(COMPANY | changes, DAY)


def test_a_company_with_all_it_can_have():
    ((_name, record), *_others) = datenanfragen.records(
        DATA / "datenanfragen/companies"
    )
    found = datenanfragen.company(record, DAY)
    assert found.aliases == ("Alder Radio",)
    assert found.former_names == ("Birch Audio AB",)
    assert found.domains == ("alder-audio.example",)
    assert found.identifiers == (Identifier.CUSTOMER_NUMBER, Identifier.ACCOUNT_EMAIL)
    assert found.source.seen_on == DAY
    assert found.source.url == "https://www.datenanfragen.de/company/alder-audio"
    assert found.source.note == "quality: verified"


def test_files_that_are_none(tmp_path):
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "other.json").write_text('{"slug": "another"}')
    (tmp_path / "huge.json").write_text(" " * (datenanfragen.MAX_BYTES + 1))
    problems = dict(datenanfragen.records(tmp_path))
    assert all(isinstance(problem, Unusable) for problem in problems.values())
    assert len(problems) == 3


@pytest.mark.parametrize("reason", datenanfragen.REASONS)
def test_each_reason_is_said_in_both_languages(reason):
    record = {"slug": "old", "name": "Old Ltd.", "reason": reason}
    gone = datenanfragen.obsolete(record, DAY)
    assert "Old Ltd." in gone.reason_sv
    assert "Old Ltd." in gone.reason_en
    assert ".." not in gone.reason_sv + gone.reason_en


def test_a_reason_we_do_not_know():
    with pytest.raises(Unusable):
        datenanfragen.obsolete({"slug": "old", "name": "Old", "reason": "new"}, DAY)


def test_authorities_stand_alone_in_their_country():
    folder = DATA / "datenanfragen/supervisory-authorities"
    found, skipped = datenanfragen.authorities(datenanfragen.records(folder))
    austria = next(one for one in found if one.country == "AT")
    assert austria.name_sv == "Behörde für Daten"
    assert austria.name_en == "Behörde für Daten (Data Authority)"
    assert austria.url == "https://atx.example/"
    assert [name for name, _reason in skipped] == ["dex", "dey"]


@pytest.mark.parametrize(
    ("changes", "purposes"),
    [
        pytest.param({}, [Purpose.DELETION], id="a page of its own"),
        pytest.param(
            {"email": "help@alder.example"},
            [Purpose.DELETION, Purpose.PRIVACY],
            id="and a mailbox",
        ),
        pytest.param(
            {"url": "https://else.example/", "email": "help@alder.example"},
            [Purpose.PRIVACY],
            id="a page elsewhere is left out",
        ),
    ],
)
def test_how_one_deletes_an_account(changes, purposes):
    found = justdeleteme.site(SITE | changes, DAY)
    assert [one.purpose for one in found.contacts] == purposes


@pytest.mark.parametrize("difficulty", justdeleteme.HOW_HARD)
def test_how_hard_it_is(difficulty):
    (contact,) = justdeleteme.site(SITE | {"difficulty": difficulty}, DAY).contacts
    assert contact.note == justdeleteme.HOW_HARD[difficulty]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"url": "http://alder.example/"}, id="not https"),
        pytest.param({"url": "https.//alder.example/"}, id="no address"),
        pytest.param({"url": "https://alder.example.evil.example/"}, id="impostor"),
        pytest.param({"domains": []}, id="no domain"),
        pytest.param({"domains": ["a,b"]}, id="not a domain"),
    ],
)
def test_a_site_of_which_nothing_can_be_made(changes):
    with pytest.raises(Unusable):
        justdeleteme.site(SITE | changes, DAY)


@pytest.mark.parametrize("text", ["", "{", "[1, {]", '{"name": "x"}'])
def test_a_list_that_is_none(tmp_path, text):
    file = tmp_path / "sites.json"
    file.write_text(text)
    with pytest.raises(Unusable):
        [record for _name, record in justdeleteme.records(file) if _raise(record)]


def _raise(record):
    if isinstance(record, Unusable):
        raise record


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.alder.example/x", "alder.example"),
        ("Alder.Example", "alder.example"),
        ("support.alder.example/help", "support.alder.example"),
        ("https://günstig.example", None),
        ("alder", None),
        ("", None),
    ],
)
def test_domains(address, domain):
    assert domain_of(address) == domain


@pytest.mark.parametrize(
    "text", ["", "a@b", "a b@c.example", "noreply@a.example", "a@b,c"]
)
def test_texts_that_are_no_mailbox(text):
    assert mail_address(text) is None


def test_a_long_slug_is_cut_between_words():
    slug = "-".join(["word"] * 20)
    assert short_slug(slug) == "-".join(["word"] * 12)
    assert short_slug("x" * 80) == "x" * 60
