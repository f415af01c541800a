"""The guide on a small phone, on a desk, on paper, and without scripts."""

from __future__ import annotations

from itertools import product

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from providers.models import Provider

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 640}
DESK = {"width": 1280, "height": 900}
LONG_NAMES = 8
"""How many of the longest names are looked at."""


@pytest.fixture
def guide(live_server, packs):
    """Return a function that gives the address of a guide."""

    def guide(slug="coursera", language="en"):
        with override(language):
            return live_server.url + reverse("refunds:guide", args=[slug])

    return guide


@pytest.fixture
def troubles(page):
    """What the console says; the policy on scripts complains there."""
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_way_out_is_in_sight_whatever_the_name(page, guide, troubles, language):
    page.set_viewport_size(PHONE)
    named = sorted(Provider.objects.all(), key=lambda provider: -len(provider.name))
    for provider in named[:LONG_NAMES]:
        page.goto(guide(provider.slug, language))
        box = page.locator(".official a.btn").bounding_box()
        assert box["y"] + box["height"] <= PHONE["height"], provider.slug
        question = page.locator("h2#ask").bounding_box()
        assert question["y"] < 2 * PHONE["height"], provider.slug
    assert troubles == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_page(page, guide, scheme):
    page.emulate_media(color_scheme=scheme)
    for slug, language in product(("coursera", "google-play", "telia"), ("sv", "en")):
        page.goto(guide(slug, language))
        for width in (320, 360, 1280):
            page.set_viewport_size({"width": width, "height": 640})
            wide = "document.documentElement.scrollWidth - innerWidth"
            assert page.evaluate(wide) <= 0, (slug, language, width)


def test_the_country_is_chosen_once(page, guide, troubles):
    page.goto(guide())
    page.click(".country-choice a")
    expect(page.get_by_label("Which country do you live in?")).to_be_focused()
    page.select_option("select[name=country]", "NO")
    page.click(".country-choice button")
    expect(page.locator("#rights")).to_contain_text("Norway")
    page.click(".rules tbody th a >> nth=0")
    assert "country=NO" in page.url
    page.click(".crumbs a >> text=Coursera")
    expect(page.locator("#rights")).to_contain_text("Norway")
    page.click("a[hreflang=sv]")
    expect(page.locator("#rights")).to_contain_text("Norge")
    assert page.context.cookies() == []
    assert troubles == []


def test_rules_are_a_table_and_on_phones_a_list(page, guide):
    page.goto(guide())
    cells = page.locator("table.rules tbody tr >> nth=0 >> css=th, td")
    for size, together in ((DESK, True), (PHONE, False)):
        page.set_viewport_size(size)
        tops = {round(cell.bounding_box()["y"]) for cell in cells.all()}
        assert (len(tops) == 1) is together


def test_the_list_is_ticked_and_printed_alone(page, guide, troubles):
    page.add_init_script(
        "window.print = () => {"
        "window.onPaper = document.querySelectorAll('.printed').length}"
    )
    page.goto(guide())
    box = page.locator("#checklist ~ .ticks input >> nth=0")
    box.check()
    assert box.is_checked()
    page.click("button[data-print=checklist]")
    assert page.evaluate("window.onPaper") == 1
    assert page.locator(".printed").count() == 0
    page.locator("section:has(#checklist)").evaluate(
        "it => it.classList.add('printed')"
    )
    page.emulate_media(media="print")
    assert page.locator("#checklist").is_visible()
    assert not page.locator("#rules").is_visible()
    assert not page.locator(".official").is_visible()
    assert troubles == []


def test_without_scripts_nothing_is_offered_that_needs_one(browser, guide):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(guide("telia", "sv"))
    assert not page.locator("button[data-print]").is_visible()
    page.locator(".ticks input >> nth=0").check()
    page.click(".country-choice a")
    page.select_option("select[name=country]", "JP")
    page.click(".country-choice button")
    assert "Du bor i Japan" in page.inner_text(".country-choice")
    context.close()
