"""A file is checked in the browser: its checksum leaves the machine, it does not."""

from __future__ import annotations

import hashlib
import secrets

import pytest
from django.core.cache import caches
from django.utils import timezone
from playwright.sync_api import expect

from letters.models import Case
from letters.models.dispatches import State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LETTER = b"%PDF-1.7 a letter with Asa's name in it"
WHERE = {"en": "/en/check/", "sv": "/sv/kontrollera/"}
YES = {"en": "We sent this exact file", "sv": "Vi skickade exakt den här filen"}
UNKNOWN = {"en": "We do not know this file", "sv": "Vi känner inte till den här filen"}


@pytest.fixture
def sent():
    """A letter that a mail server took over."""
    caches["counts"].clear()
    now = timezone.now()
    case = Case.objects.create(
        provider="learnly",
        company="Learnly",
        reference="2026-ABCDEF",
        language="en",
        sender_name="Åsa Öberg",
        sender_email="asa@mail.example",
        proved_at=now,
    )
    return case.dispatches.create(
        about_data=False,
        recipient="support@learnly.example",
        addressee="Learnly Ltd",
        subject="Refund request",
        text="Hello",
        filename="learnly-2026-11-20",
        pdf=LETTER,
        mime=b"From: us",
        pdf_sha256=hashlib.sha256(LETTER).hexdigest(),
        mime_sha256=hashlib.sha256(b"From: us").hexdigest(),
        message_id="<one@cancelhub.example>",
        bounce_token=secrets.token_hex(16),
        state=State.ACCEPTED,
        accepted_at=now,
        server="mx.mail.example",
        reply="250 OK",
    )


def files(tmp_path):
    ours, other = tmp_path / "letter.pdf", tmp_path / "other.pdf"
    ours.write_bytes(LETTER)
    other.write_bytes(LETTER + b"\n")
    return ours, other


@pytest.mark.parametrize("language", ["en", "sv"])
def test_only_the_checksum_leaves_the_browser(
    live_server, page, sent, tmp_path, language
):
    troubles, bodies = [], []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda request: bodies.append(request.post_data))
    ours, other = files(tmp_path)
    page.goto(live_server.url + WHERE[language])
    for path, says in ((ours, YES[language]), (other, UNKNOWN[language])):
        page.set_input_files("#file", path)
        page.click("form[data-check] button")
        expect(page.get_by_text(says)).to_be_visible()
        assert hashlib.sha256(path.read_bytes()).hexdigest() in page.url
    assert troubles == []
    assert not any(bodies)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_without_javascript_the_file_is_sent(
    live_server, browser, sent, tmp_path, language
):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    ours, other = files(tmp_path)
    page.goto(live_server.url + WHERE[language])
    for path, says in ((ours, YES[language]), (other, UNKNOWN[language])):
        page.set_input_files("#file", path)
        page.click("form[data-check] button")
        expect(page.get_by_text(says)).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("where", ["found", "unknown", "case"])
def test_pages_fit_their_screen(live_server, page, sent, width, where):
    page.set_viewport_size({"width": width, "height": 700})
    address = {
        "found": f"/en/check/?sha256={sent.pdf_sha256}",
        "unknown": f"/en/check/?sha256={'0' * 64}",
        "case": f"/en/case/{sent.case.new_link()}/",
    }[where]
    assert page.goto(live_server.url + address).status == 200
    assert page.evaluate("document.documentElement.scrollWidth") <= width
