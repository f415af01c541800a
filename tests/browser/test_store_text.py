"""Copying the text for a store's form, with scripting and without."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(live_server, packs):
    """The letter page of somebody who paid Apple ten days ago."""
    paid_on = timezone.localdate() - timedelta(days=10)
    return (
        f"{live_server.url}/en/cancel/coursera/letter/?channel=app_store&country=SE"
        f"&product=plus_annual&charge=first&paid_on={paid_on.isoformat()}"
    )


def test_a_button_copies_what_was_added(context, page, address):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address)
    page.fill("input[name=order_id]", "MX123")
    expect(page.locator("#for-store-en")).to_contain_text("Order number: MX123.")
    button = page.locator("[data-copies=for-store-en]")
    button.click()
    expect(button).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.input_value("#for-store-en")
    expect(button).to_have_text("Copy the English text")


def test_without_scripting_there_is_the_text_and_no_button(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#for-store-en")).to_be_visible()
    expect(page.locator("[data-copies]").first).to_be_hidden()
    context.close()
