"""The draft mail and the link: complete, in limits, and without room for headers."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from urllib.parse import parse_qs, urlsplit

import pytest

from letters.clauses import Part
from letters.letter import Erasure
from letters.mail import LONGEST_LINK, mailbox, mailto, to_eml
from letters.paper import to_pdf


def read(eml):
    return message_from_bytes(eml, policy=default)


def test_the_draft_is_ready_but_for_send(drafted, sender):
    draft = drafted()
    (document,) = draft.documents
    eml = to_eml(draft, document, sender)
    message = read(eml)
    assert message["X-Unsent"] == "1"
    assert message["From"] == "Åsa Öberg <asa@mail.example>"
    assert message["To"] == "bye@learnly.example"
    assert message["Subject"].endswith(f"({draft.reference})")
    assert message["Date"] is None
    body = message.get_body().get_content()
    assert "attached is my letter of 23\xa0November\xa02026" in body
    assert "bifogat finns mitt brev" in body
    assert "Jag meddelar härmed att jag frånträder avtalet" in body
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "learnly-2026-11-23.pdf"
    assert attachment.get_content() == to_pdf(draft, document)
    assert eml == to_eml(draft, document, sender)


def test_a_letter_of_its_own_goes_to_the_privacy_mailbox(drafted, sender):
    draft = drafted(erasure=Erasure.SEPARATE)
    message = read(to_eml(draft, draft.document(about_data=True), sender))
    assert message["To"] == "privacy@learnly.example"
    assert "refund of" not in message.get_body().get_content()


def test_without_a_published_address_the_person_fills_it_in(drafted, sender):
    draft = drafted(parts={Part.ERASE}, country="US")
    (document,) = draft.documents
    assert read(to_eml(draft, document, sender))["To"] is None
    assert mailto(draft, document).startswith("mailto:?subject=")


@pytest.mark.parametrize(
    "name", ["Åsa\r\nBcc: x@evil.example", "Åsa\nBcc: x@evil.example"]
)
def test_a_name_cannot_become_a_header(drafted, sender, name):
    draft = drafted()
    with pytest.raises(ValueError, match="CR or LF"):
        to_eml(draft, draft.documents[0], replace(sender, name=name))


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("asa@exämple.se", "asa@xn--exmple-cua.se"),
        ("a.b+c@mail.example", "a.b+c@mail.example"),
    ],
)
def test_addresses_go_out_in_ascii(sender, address, written):
    assert mailbox(replace(sender, account_email=address)).addr_spec == written


@pytest.mark.parametrize("parts", [{Part.ERASE}, Part])
def test_the_link_keeps_within_limits(drafted, parts):
    draft = drafted(parts=parts, languages=["en"], own_words=("å" * 2000,))
    link = mailto(draft, draft.documents[0])
    assert len(link) <= LONGEST_LINK
    url = urlsplit(link)
    assert (url.scheme, url.path) == ("mailto", "bye@learnly.example")
    query = parse_qs(url.query)
    assert query["subject"][0].endswith(f"({draft.reference})")
    assert query["body"][0].startswith("Hello, this is my letter of")


def test_a_short_letter_goes_along_in_the_link(drafted):
    draft = drafted(parts={Part.ERASE}, country="US", languages=["en"])
    link = mailto(draft, draft.documents[0])
    assert "Please%20delete%20my%20personal%20data" in link
    assert len(link) <= LONGEST_LINK
