"""The main job as a person does it, in each language, from first page to letter.

Nothing is clicked that a person would not see, and every click is counted.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_ANSWERS, MOST_CLICKS, MOST_TYPED = 6, 12, 3
WORDS = {
    "sv": {
        "verdict": "Du kan få tillbaka hela beloppet",
        "asks": "Jag begär att ni betalar tillbaka hela det belopp jag har betalat",
        "erases": "Begäran om radering av personuppgifter",
    },
    "en": {
        "verdict": "You can get the full amount back",
        "asks": "Please reimburse the full amount I paid",
        "erases": "Request for erasure of personal data",
    },
}


class Visitor:
    """Somebody at a page, who counts clicks and notices what goes wrong."""

    def __init__(self, page):
        self.page = page
        self.answers = self.clicks = self.typed = 0
        self.troubles = []
        self.addresses = []
        page.on("console", lambda message: self.troubles.append(message.text))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("request", lambda request: self.addresses.append(request.url))

    def click(self, selector):
        self.clicks += 1
        self.page.locator(f"{selector} >> visible=true").first.click()

    def download(self, out, folder):
        """Press a button for a PDF; return the words of its first page."""
        with self.page.expect_download() as download:
            self.click(f"button[name=out][value={out}]")
        path = folder / f"{out}.pdf"
        download.value.save_as(path)
        text = PdfReader(path).pages[0].extract_text()
        return " ".join(text.replace("\xa0", " ").split())

    def choose(self, name, value):
        """Pick a radio button and go on to the next question."""
        self.click(f"input[name={name}][value={value}]")
        self.go_on(name)

    def type(self, selector, text):
        self.typed += 1
        self.page.fill(selector, text)

    def go_on(self, name):
        self.answers += 1
        self.click(".question button.btn:not(.quiet)")
        self.page.wait_for_url(f"**{name}=*")
        expect(self.page.locator(f".question [name={name}]")).to_have_count(0)


@pytest.fixture
def visitor(page, live_server, packs):
    """A visitor to a site with the real packs."""
    return Visitor(page)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_from_the_first_page_to_the_letter(visitor, live_server, language, tmp_path):
    page, words = visitor.page, WORDS[language]
    bought = timezone.localdate() - timedelta(days=1)

    page.goto(f"{live_server.url}/{language}/")
    page.fill("input[type=search]", "coursera")
    visitor.click("#results a")
    visitor.choose("channel", "web")
    visitor.choose("product", "course_one_time")
    page.fill("input[name=paid_on]", bought.isoformat())
    visitor.go_on("paid_on")
    visitor.choose("certificate_earned", "no")
    assert words["verdict"] in page.inner_text("h1.verdict-answer")

    visitor.click("article.verdict a.btn")
    visitor.type("input[name=name]", "Åsa Öberg")
    visitor.type("input[name=account_email]", "asa@example.org")
    page.check(f"input[name=letter_language][value={language}]", force=True)
    expect(page.locator("#sheet")).to_contain_text("Åsa Öberg")
    expect(page.locator("#sheet")).to_contain_text(words["asks"])

    letter = visitor.download("pdf", tmp_path)
    for sentence in (words["asks"], "Åsa Öberg", "asa@example.org"):
        assert sentence in letter
    assert words["erases"] not in letter, "the account is evidence until money comes"
    clicks = visitor.clicks
    assert words["erases"] in visitor.download("data-pdf", tmp_path)
    visitor.clicks = clicks  # that one is for later

    assert visitor.answers <= MOST_ANSWERS
    assert visitor.typed <= MOST_TYPED
    assert visitor.clicks <= MOST_CLICKS
    assert visitor.troubles == []
    assert all(url.startswith(live_server.url) for url in visitor.addresses)
    assert not any("asa%40" in url or "Öberg" in url for url in visitor.addresses)


def test_the_law_gives_what_the_terms_do_not(visitor, live_server):
    """Ten days after a purchase with a seven-day policy, in the person's own words."""
    page = visitor.page
    bought = timezone.localdate() - timedelta(days=10)
    page.goto(
        f"{live_server.url}/sv/saga-upp/coursera/besked/?channel=web&country=SE"
        f"&product=course_one_time&paid_on={bought}"
    )
    assert page.locator(".question:visible").count() == 1
    assert "Bad du uttryckligen" in page.inner_text(".question:visible")
    visitor.choose("early_start_requested", "no")
    assert "Du har ångerrätt till och med" in page.inner_text("h1.verdict-answer")
    assert page.locator(".timeline svg").is_visible()
    page.set_viewport_size({"width": 360, "height": 640})
    assert not page.locator(".timeline svg").is_visible()
    assert page.locator(".timeline ol").is_visible()
    visitor.click("article.verdict a.btn")
    expect(page.locator("#sheet")).to_contain_text("frånträder avtalet")
    page.check("input[name=part_function_missing]", force=True)
    expect(page.locator("#sheet")).to_contain_text("ingen ångerfunktion")
    assert visitor.troubles == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_dates_of_the_picture_can_be_read(visitor, live_server, language):
    """The day to send by and the day of the money lie next to each other here."""
    page = visitor.page
    paid = timezone.localdate() - timedelta(days=1)
    path = {"sv": "saga-upp/coursera/besked", "en": "cancel/coursera/verdict"}[language]
    page.goto(
        f"{live_server.url}/{language}/{path}/?channel=web&country=SE&charge=first"
        f"&product=plus_annual&paid_on={paid}&certificate_earned=yes"
        f"&early_start_requested=no"
    )
    boxes = page.locator(".timeline text").evaluate_all(
        "texts => texts.map(text => text.getBoundingClientRect().toJSON())"
    )
    assert len(boxes) >= 6
    for one, other in combinations(boxes, 2):
        apart = one["right"] <= other["left"] or other["right"] <= one["left"]
        assert apart or one["bottom"] <= other["top"] or other["bottom"] <= one["top"]


def test_the_back_button_brings_back_the_question_before(visitor, live_server):
    page = visitor.page
    page.goto(f"{live_server.url}/en/cancel/coursera/verdict/?channel=web&country=SE")
    visitor.choose("product", "course_one_time")
    page.go_back()
    page.wait_for_selector("input[name=product][type=radio]")
    assert "product=" not in page.url


def test_everything_works_without_scripts(browser, live_server, packs):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/cancel/coursera/")
    page.check("input[name=channel][value=web]")
    page.click(".question button.btn")
    questions = page.locator(".question:visible")
    assert questions.count() > 1, "all questions at once"
    page.check("input[name=product][value=course_one_time]")
    page.fill("input[name=paid_on]", timezone.localdate().isoformat())
    page.check("input[name=certificate_earned][value=no]")
    page.locator(".question button.btn").first.click()
    assert WORDS["en"]["verdict"] in page.inner_text("h1.verdict-answer")
    page.click("article.verdict a.btn")
    page.fill("input[name=name]", "Åsa Öberg")
    page.click("button[name=out][value=pdf]")
    assert page.input_value("input[name=name]") == "Åsa Öberg", "kept beside the error"
    assert page.locator(".error:visible").count() >= 1
    context.close()


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize(
    "path",
    [
        "",
        "providers/",
        "cancel/coursera/",
        "cancel/coursera/verdict/?channel=web&country=SE",
        "cancel/coursera/verdict/?channel=app_store&country=SE",
        "cancel/coursera/letter/?channel=web&country=SE&product=plus_annual",
        (
            "cancel/coursera/verdict/?channel=web&country=SE&product=course_one_time"
            "&paid_on=2026-03-02&withdrawal_information_given=no&early_start_requested=no"
        ),
    ],
)
def test_no_page_scrolls_sideways(visitor, live_server, path, width):
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(f"{live_server.url}/en/{path}")
    overflow = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(overflow) <= 0


def test_the_official_way_out_is_in_sight_on_a_small_phone(visitor, live_server):
    page = visitor.page
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{live_server.url}/en/cancel/coursera/")
    box = page.locator(".official a.btn").bounding_box()
    assert box["y"] + box["height"] <= 640
