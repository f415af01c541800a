"""Printed pages: what paper can use, and nothing that only a screen can."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANSWERS = "channel=web&country=SE&product=plus_annual&charge=first&paid_on=2026-11-20"


@pytest.fixture
def printed(page, live_server, packs):
    """Return a function that prints a page and reads each of its sheets."""

    def printed(address):
        page.goto(f"{live_server.url}{address}")
        pages = PdfReader(BytesIO(page.pdf(format="A4"))).pages
        return [" ".join(sheet.extract_text().split()) for sheet in pages]

    return printed


def test_each_letter_begins_on_a_sheet_of_its_own(printed):
    sheets = printed(f"/sv/saga-upp/coursera/brev/?{ANSWERS}")
    begins = [sheet.startswith("Coursera Europe B.V.") for sheet in sheets]
    assert begins == [True] * 4, "two letters in two languages"
    assert not any("CancelHub" in sheet for sheet in sheets)


def test_a_store_purchase_prints_the_letter_alone(printed):
    store = ANSWERS.replace("channel=web", "channel=app_store")
    assert "Text for the store" not in "".join(
        printed(f"/en/cancel/coursera/letter/?{store}")
    )


def test_a_plan_has_addresses_and_no_buttons(printed):
    answers = f"{ANSWERS}&starts_on=2026-11-20&certificate_earned=no"
    text = " ".join(printed(f"/en/cancel/coursera/verdict/?{answers}"))
    assert "Open the page https://" in text
    assert "Choose one to change it." not in text
    assert "Only stop the renewal" not in text
