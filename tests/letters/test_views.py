"""The letter page: nothing is lost or stored, and nothing typed is executed."""

from __future__ import annotations

import logging
import re
from email import message_from_bytes
from email.policy import default
from io import BytesIO

import pytest
from django.test import Client
from django.utils.html import escape
from pypdf import PdfReader

from tests.letters.letterpage import FROM_PROVIDER, MAILBOX, NAME, Page, address, filled

pytestmark = pytest.mark.usefixtures("packs")

IN_STORE = {"channel": "app_store", "country": "SE"}
TEXT, MAIL = "text/plain; charset=utf-8", "message/rfc822"
FILES = {"pdf": "application/pdf", "txt": TEXT, "eml": MAIL}
HEADERS = {"X-Unsent", "From", "To", "Subject", "MIME-Version", "Content-Type"}
MARKUP = "<i>%s</i>{{ 7|add:7 }}{%% now 'Y' %%}&amp;"


HEADINGS = {"sv": "Ditt brev", "en": "Your letter"}


@pytest.mark.parametrize("language", HEADINGS)
def test_the_page_has_form_and_preview(client, language):
    response = client.get(address(language, **FROM_PROVIDER))
    page = Page(response)
    assert response.status_code == 200
    assert response["Content-Language"] == language
    assert HEADINGS[language] in page.text
    assert response.context["draft"].documents[0].letters[0].subject in page.text
    assert page.tag(id="sheet")
    assert {"name", "account_email", "erasure"} <= page.fields.keys()


def test_a_provider_that_does_not_exist(client):
    assert client.get(address(slug="nobody")).status_code == 404


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("kind", "content_type"), FILES.items(), ids=FILES)
def test_files(client, language, kind, content_type):
    url = address(language, **FROM_PROVIDER)
    response = client.post(url, filled(client, url, out=kind))
    assert response["Content-Type"] == content_type
    disposition = rf'attachment; filename="coursera-[0-9-]{{10}}\.{kind}"'
    assert re.fullmatch(disposition, response["Content-Disposition"])
    assert response["Cache-Control"] == "no-store"
    assert NAME in text_of(response.content, kind)


def text_of(content, kind):
    if kind == "pdf":
        pages = PdfReader(BytesIO(content)).pages
        return "".join(page.extract_text() for page in pages)
    if kind == "txt":
        return content.decode()
    body = message_from_bytes(content, policy=default).get_body()
    return body.get_content().replace("\xa0", " ")


@pytest.mark.parametrize("kind", ["pdf", "eml"])
def test_a_request_about_data_of_its_own(client, kind):
    url = address(**FROM_PROVIDER)
    typed = filled(client, url, erasure="separate")
    page = Page(client.post(url, typed | {"out": "preview"}))
    assert page.tag(value=f"data-{kind}")["form"] == "letter-form"
    response = client.post(url, typed | {"out": f"data-{kind}"})
    assert "coursera-data-" in response["Content-Disposition"]
    assert "Article 17" in text_of(response.content, kind)
    rest = client.post(url, typed | {"out": kind})
    assert "Article 17" not in text_of(rest.content, kind)
    typed |= {"erasure": "no", "out": f"data-{kind}"}
    assert client.post(url, typed).status_code == 422


ENCODED = "=?utf-8?q?=0D=0ABcc=3A_x=40evil.example=0D=0A?="
"""Mail libraries decode this, and then it is a header of its own."""

ZOO = {
    "no name": ("name", "", "Write your name"),
    "no mailbox": ("account_email", "", "Write the e-mail address"),
    "no e-mail address": ("account_email", "asa", "Write a whole e-mail address"),
    "ten kilobytes": ("name", "å" * 10_000, "too long: 10000 characters"),
    "line end": ("name", "Åsa\r\nBcc: x@evil.example", "on a single line"),
    "line end in a mailbox": ("account_email", "a@b.example\nBcc: x", "single line"),
    "NUL": ("name", "Åsa\0Öberg", "invisible control character"),
    "override": ("name", "Åsa\u202egrebÖ", "invisible control character"),
    "emoji": ("name", "<i>Åsa</i> 🎓", "“🎓” cannot be printed"),
    "Hebrew": ("name", "דוד", "“ד” cannot be printed"),
    "emoji in many lines": ("own_words", "One\r\n\r\nTwo 🎓", "“🎓” cannot be printed"),
    "encoded word": ("name", ENCODED, "“=?” cannot"),
    "encoded word as order": ("order_id", ENCODED, "“=?” cannot"),
    "encoded word as mailbox": ("account_email", f"{ENCODED}@a.example", "“=?” cannot"),
    "card number": ("payment_method", "4111 1111 1111 1111", "Leave out the card"),
    "amount in words": ("amount", "a lot", "Write the amount in figures"),
    "day that has passed": ("effective_on", "2001-01-01", "That day has passed"),
    "only whom": ("principal", "Bo Öberg", "both whom and why"),
}


@pytest.mark.parametrize(("field", "text", "message"), ZOO.values(), ids=ZOO)
def test_what_a_letter_cannot_bear(client, field, text, message):
    url = address(**FROM_PROVIDER)
    typed = filled(client, url, order_id="T-123", place="Umeå")
    assert field in typed
    typed[field] = text
    response = client.post(url, typed | {"out": "eml"})
    assert response.status_code == 422
    assert response["Cache-Control"] == "no-store"
    assert escape(text) in response.content.decode()
    page, at = Page(response), "role" if field == "principal" else field
    assert page.typed == typed
    assert message in response.context["form"].errors[at][0]
    assert page.tag(id=f"id_{at}_error")
    assert f"id_{at}_error" in page.tag(id=f"id_{at}")["aria-describedby"]


def test_markup_is_text_in_every_field(client):
    url = address(**IN_STORE)
    typed = filled(client, url, role="estate")
    form = client.get(url).context["form"]
    lines = {field.name for field in form if "text" in field.widget_type} - {"amount"}
    typed |= {name: MARKUP % name for name in lines}
    typed |= {"account_email": "{{7}}&a@a.example", "reply_to": "b@b.example"}
    assert {"name", "item", "reason", "own_words", "principal"} <= lines
    response = client.post(url, typed | {"out": "preview"})
    assert response.status_code == 200
    assert Page(response).typed == typed
    assert "<i>" not in response.content.decode()
    sheet = Page(client.post(url, typed, headers={"HX-Request": "true"}))
    for name in lines | {"account_email", "reply_to"}:
        assert typed[name] in sheet.text
    for kind in FILES:
        response = client.post(url, typed | {"out": kind})
        assert (MARKUP % "name")[:8] in text_of(response.content, kind)


NAMES = {
    "comma": ("Åsa, x@evil.example", "Åsa x evil.example"),
    "quotes": ('Åsa" <x@evil.example>, "', "Åsa x evil.example"),
    "brackets": ("Åsa <x@evil.example>", "Åsa x evil.example"),
    "colon": ("Bcc: x@evil.example", "Bcc x evil.example"),
}


@pytest.mark.parametrize(("name", "shown"), NAMES.values(), ids=NAMES)
def test_a_name_stays_a_name_in_the_mail(client, name, shown):
    url = address(**FROM_PROVIDER)
    response = client.post(url, filled(client, url, name=name, out="eml"))
    message = message_from_bytes(response.content, policy=default)
    assert HEADERS.issuperset(message.keys())
    (sender,) = message["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (shown, MAILBOX)


def test_a_form_without_its_token_comes_back_whole():
    client = Client(enforce_csrf_checks=True)
    url = address(**FROM_PROVIDER)
    typed = filled(Client(), url, own_words="One\r\n<b>Two</b>", place="Umeå")
    refused = client.post(url, typed | {"out": "pdf"})
    page = Page(refused)
    assert refused.status_code == 403
    assert "Nothing you typed is lost" in page.text
    assert page.typed == typed
    action = page.tag(id="letter-form")["action"]
    accepted = client.post(action, page.fields | {"out": "pdf"})
    assert accepted.content.startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["", NAME], ids=["half filled in", "filled in"])
def test_the_preview_is_the_sheet_alone(client, name):
    url = address(**FROM_PROVIDER)
    typed = filled(client, url, name=name)
    response = client.post(url, typed, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    page = Page(response)
    assert page.tags[0]["id"] == "sheet"
    assert page.tag(id="ways")["hx-swap-oob"] == "true", "the ways keep up"
    assert not page.fields
    assert MAILBOX in page.text
    assert ("Before you can download the letter" in page.text) is (not name)


@pytest.mark.parametrize("out", ["preview", "pdf", "txt", "eml"])
@pytest.mark.parametrize("account", [MAILBOX, "asa.oberg"], ids=["valid", "invalid"])
def test_who_somebody_is_stays_in_the_body(client, caplog, out, account):
    caplog.set_level(logging.DEBUG)
    url = address(**FROM_PROVIDER)
    typed = filled(client, url, account_email=account, own_words="Umeå", out=out)
    response = client.post(url, typed)
    if response["Content-Type"].startswith("text/html"):
        page = Page(response)
        assert page.tag(id="letter-form", action=url)["hx-post"] == url
        links = [link for link in page.links if told(link)]
        assert all(link.startswith("mailto:") for link in links)
    assert response.cookies.keys() <= {"csrftoken"}
    assert client.cookies.keys() == {"csrftoken"}
    assert not [record for record in caplog.records if told(record.getMessage())]


def told(text):
    """Does it say anything about the person?"""
    return any(word in text for word in ("Åsa", "berg", "mail.", "Umeå", "%C3%85"))


@pytest.mark.parametrize(("language", "other"), [("sv", "en"), ("en", "sv")])
def test_another_language_keeps_everything(client, language, other):
    url = address(language, **FROM_PROVIDER)
    typed = filled(client, url, name="", place="Umeå", erasure="separate")
    del typed["part_charges"]
    page = Page(client.post(url, typed))
    button = page.tag(formaction=address(other, **FROM_PROVIDER))
    assert (button["form"], button["lang"]) == ("letter-form", other)
    pressed = page.fields | {button["name"]: button["value"]}
    response = client.post(button["formaction"], pressed)
    assert response["Content-Language"] == other
    assert Page(response).typed == typed


STORE_WORDS = {
    "sv": ("Coursera kan inte betala tillbaka det här köpet", "Jag begär"),
    "en": ("Coursera cannot refund this purchase", "I request a refund"),
}


@pytest.mark.parametrize("language", STORE_WORDS)
def test_a_purchase_in_a_store(client, language):
    explained, asked = STORE_WORDS[language]
    response = client.get(address(language, **IN_STORE))
    page = Page(response)
    assert explained in page.text
    assert "https://reportaproblem.apple.com" in page.links
    texts = response.context["draft"].for_store
    assert asked in {item.language: item.text for item in texts}[language]
    assert all(item.text in page.text for item in texts)
    assert "part_refund" not in page.fields
