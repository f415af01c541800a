"""On a bad line: nothing is lost, what fails is said, and the last press wins."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VERDICT = "/en/cancel/coursera/verdict/"
ANSWERS = "channel=web&country=SE&product=plus_annual&charge=first"
DAYS = "paid_on=2026-11-20&starts_on=2026-11-20"


@pytest.fixture
def phone(page, live_server, packs):
    page.set_viewport_size({"width": 360, "height": 640})
    return page


@pytest.mark.parametrize("trouble", ["offline", "busy"])
def test_who_gets_no_answer_is_told_and_keeps_everything(phone, live_server, trouble):
    phone.goto(f"{live_server.url}{VERDICT}?{ANSWERS}")
    phone.fill("input[name=paid_on]", "20 November 2026")
    if trouble == "offline":
        phone.context.set_offline(True)
    else:
        phone.route("**/verdict/**", lambda route: route.fulfill(status=503))
    phone.click(".question button.btn:not(.quiet)")
    alert = phone.get_by_role("alert")
    expect(alert).to_contain_text("What you have written is still here.")
    expect(alert).to_be_in_viewport(ratio=1)
    assert phone.input_value("input[name=paid_on]") == "20 November 2026"
    phone.context.set_offline(False)
    phone.unroute("**/verdict/**")
    phone.click(".question button.btn:not(.quiet)")
    expect(phone.locator("[name=paid_on]:visible")).to_have_count(0)
    expect(phone.locator("#trouble")).to_be_hidden()


def test_the_last_of_two_presses_wins(phone, live_server):
    phone.goto(f"{live_server.url}{VERDICT}?{ANSWERS}&{DAYS}")
    slow = []

    def hold(route):
        if not slow:
            slow.append(route)
        else:
            route.continue_()

    phone.route("**/verdict/**", hold)
    phone.check("input[name=certificate_earned][value=no]")
    phone.click(".question button.btn:not(.quiet)")
    phone.click(".answers a:has-text('Coursera Plus, annual')")
    expect(phone.get_by_role("group", name="What did you buy?")).to_be_visible()
    slow[0].continue_()
    phone.wait_for_timeout(300)
    expect(phone.get_by_role("group", name="What did you buy?")).to_be_visible()
    expect(phone).to_have_title(re.compile("What did you buy"))
    assert "product=" not in phone.url.replace("was_product=", "")


@pytest.mark.parametrize("answer", ["Coursera Plus, annual", "First payment"])
def test_what_is_changed_begins_in_sight(phone, live_server, answer):
    phone.goto(
        f"{live_server.url}{VERDICT}?{ANSWERS}&{DAYS}&certificate_earned=unknown"
    )
    phone.get_by_role("link", name=answer).click()
    heading = phone.locator(".question legend:visible").first
    expect(heading).to_be_in_viewport(ratio=1)
    expect(phone.locator(".question fieldset").first).to_be_focused()


def test_another_language_keeps_what_is_not_sent_yet(phone, live_server):
    phone.goto(f"{live_server.url}{VERDICT}?{ANSWERS}")
    phone.fill("input[name=paid_on]", "2026-11-20")
    phone.click("header a[hreflang=sv]")
    expect(phone.locator("html")).to_have_attribute("lang", "sv")
    expect(phone.locator("input[name=paid_on]")).to_have_value("2026-11-20")
