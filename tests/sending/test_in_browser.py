"""Sending as a person does it: from the letter's form to "taken over", in Chromium."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from letters.models import Dispatch
from letters.models.dispatches import State
from tests.sending.conftest import BOUGHT, last_code, last_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TAKEN_OVER = {"sv": "övertaget av en e-postserver", "en": "taken over by a mail server"}


@pytest.fixture
def asked(page, live_server, reachable, post, worker, settings):
    """A letter that somebody has asked us to send; the code is in their mailbox."""
    settings.SITE_URL = live_server.url

    def ask(language):
        with override(language):
            letter = reverse("letters:letter", args=["coursera"], query=BOUGHT)
        page.goto(f"{live_server.url}{letter}")
        page.fill("#id_name", "Åsa Öberg")
        page.fill("#id_account_email", "asa@mail.example")
        page.click("button[value=send]")
        expect(page.locator("#code")).to_be_focused()
        worker()
        return page

    return ask


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_wrong_code_and_the_right_one(asked, language, worker, post):
    page = asked(language)
    page.fill("#code", "000 000")
    page.keyboard.press("Enter")
    expect(page.locator("#code-error")).to_be_visible()
    page.fill("#code", last_code(post))
    page.keyboard.press("Enter")
    expect(page.locator("#code")).to_have_count(0)
    worker()
    page.reload()
    expect(page.get_by_role("heading", name=TAKEN_OVER[language])).to_be_visible()
    assert len(post.letters()) == 1


def test_the_link_from_the_mail_on_another_device(asked, browser, worker, post):
    asked("sv")
    other = browser.new_page()
    other.goto(last_link(post))
    assert set(Dispatch.objects.values_list("state", flat=True)) == {State.DRAFT}
    other.click("main button")
    expect(other.locator("main button").first).to_be_visible()
    worker()
    other.reload()
    expect(other.get_by_role("heading", name=TAKEN_OVER["sv"])).to_be_visible()
    other.close()


def test_erased_by_its_button(asked, post):
    page = asked("en")
    page.click('summary:has-text("Erase it now")')
    page.click('button:has-text("Erase it for good")')
    expect(page.get_by_role("heading", name="Erased")).to_be_visible()
    assert not Dispatch.objects.exists()
