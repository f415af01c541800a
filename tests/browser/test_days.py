"""A day is typed, picked in the calendar or chosen by a button."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUESTION = "cancel/coursera/verdict/?channel=web&country=SE&product=course_one_time"


@pytest.fixture
def question(page, live_server, packs):
    """The question on which day one paid, after a step that htmx made."""
    page.troubles = []
    page.on("console", lambda message: page.troubles.append(message.text))
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.goto(f"{live_server.url}/en/cancel/coursera/verdict/?channel=web&country=SE")
    page.check("input[name=product][value=course_one_time]")
    page.get_by_role("button", name="Continue").locator("visible=true").click()
    page.wait_for_url("**product=course_one_time*")
    return page


def ago(days):
    return (timezone.localdate() - timedelta(days=days)).isoformat()


def test_a_day_is_typed_and_sent_by_the_keyboard(question):
    field = question.get_by_role("textbox", name="On which day did you pay?")
    field.fill("för tre dagar sedan")
    field.press("Enter")
    question.wait_for_url(f"**paid_on={ago(3)}*")
    expect(question.locator(".answers")).to_contain_text(str(timezone.localdate().year))
    assert question.troubles == []


def test_a_day_that_was_picked_stands_in_the_field(question):
    field = question.get_by_role("textbox", name="On which day did you pay?")
    field.fill("soon")
    question.get_by_label("Or pick it in a calendar").fill(ago(2))
    expect(field).to_have_value(ago(2))
    question.get_by_role("button", name="Continue").locator("visible=true").click()
    question.wait_for_url(f"**paid_on={ago(2)}*")
    assert question.troubles == []


def test_yesterday_is_one_click(question):
    question.get_by_role("button", name="Yesterday").click()
    question.wait_for_url(f"**paid_on={ago(1)}*")


def test_nonsense_stays_to_be_mended(question):
    field = question.get_by_role("textbox", name="On which day did you pay?")
    field.fill("soon")
    field.press("Enter")
    expect(question.locator("#id_paid_on_error")).to_be_visible()
    expect(field).to_have_value("soon")
    assert "paid_on" not in question.url
    expect(question.get_by_label("Or pick it in a calendar")).to_be_visible()


def test_without_scripts_there_is_no_calendar(browser, live_server, packs):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/{QUESTION}")
    assert page.locator(".pick:visible").count() == 0
    page.fill("input[name=paid_on]", "yesterday")
    page.locator("input[name=paid_on]").press("Enter")
    assert f"paid_on={ago(1)}" in page.url
    context.close()
