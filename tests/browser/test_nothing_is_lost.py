"""What somebody types into the letter is there again, and only in their tab."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOUGHT = {
    "channel": "web",
    "country": "SE",
    "product": "course_one_time",
    "paid_on": "2026-11-20",
}
WORDS = "Kursen gick inte att öppna & bilden saknas."


@pytest.fixture
def letter(page, live_server, packs):
    """The letter's page, with everything that a person may have typed."""
    with override("en"):
        path = reverse("letters:letter", args=["coursera"], query=BOUGHT)
    page.goto(f"{live_server.url}{path}")
    page.fill("#id_name", "Åsa Öberg")
    page.fill("#id_account_email", "asa@mail.example")
    page.check("input[name=letter_language][value=sv]", force=True)
    page.uncheck("input[name=part_confirm]", force=True)
    page.click("text=More that helps them find you")
    page.fill("#id_own_words", WORDS)
    expect(page.locator("#sheet")).to_contain_text("bilden saknas")
    return page


def assert_all_is_there(page):
    expect(page.locator("#id_name")).to_have_value("Åsa Öberg")
    expect(page.locator("#id_account_email")).to_have_value("asa@mail.example")
    expect(page.locator("input[name=letter_language][value=sv]")).to_be_checked()
    expect(page.locator("input[name=part_confirm]")).not_to_be_checked()
    expect(page.locator("#id_own_words")).to_have_value(WORDS)
    expect(page.locator("#id_own_words")).to_be_visible()
    expect(page.locator("#sheet")).to_contain_text("bilden saknas")


def reload(page):
    page.reload()


def back_and_forth(page):
    page.locator(".crumbs a").nth(1).click()
    expect(page.locator("h1.verdict-answer, .question").first).to_be_visible()
    page.go_back()


def by_another_answer(page):
    page.goto(page.url.replace("2026-11-20", "2026-11-21"))


def another_language(page):
    page.click("header button[lang=sv]")
    page.wait_for_url("**/sv/**")


def an_error(page):
    page.fill("#id_account_email", "asa")
    page.click("button[value=pdf]")
    expect(page.locator(".error-summary")).to_be_focused()
    page.fill("#id_account_email", "asa@mail.example")


@pytest.mark.parametrize(
    "happens", [reload, back_and_forth, by_another_answer, another_language, an_error]
)
def test_it_is_there_again(letter, happens):
    happens(letter)
    assert_all_is_there(letter)


def test_a_form_that_came_back_keeps_what_is_written_since(page, live_server, packs):
    with override("en"):
        path = reverse("letters:letter", args=["coursera"], query=BOUGHT)
    page.goto(f"{live_server.url}{path}")
    page.click("button[value=pdf]")
    expect(page.locator(".error-summary")).to_be_focused()
    page.fill("#id_name", "Åsa Öberg")
    page.fill("#id_order_id", "T-4711")
    page.reload()  # which sends the empty form once more
    expect(page.locator("#id_name")).to_have_value("Åsa Öberg")
    expect(page.locator("#id_order_id")).to_have_value("T-4711")
    page.fill("#id_account_email", "asa@mail.example")
    with page.expect_download():  # at once, before the letter has followed
        page.click("button[value=pdf]")
    expect(page.locator(".error-summary, #letter-form .error")).to_have_count(0)
    expect(page.locator("[aria-invalid=true]")).to_have_count(0)


def test_another_tab_knows_nothing(letter, browser):
    other = browser.new_page()
    other.goto(letter.url)
    expect(other.locator("#id_name")).to_have_value("")
    other.close()


def test_it_can_be_cleared_but_not_by_a_slip(letter):
    letter.once("dialog", lambda dialog: dialog.dismiss())
    letter.click("[data-clears]")
    expect(letter.locator("#id_name")).not_to_have_value("")
    letter.once("dialog", lambda dialog: dialog.accept())
    letter.click("[data-clears]")
    expect(letter.locator("#id_name")).to_have_value("")
    letter.reload()
    expect(letter.locator("#id_name")).to_have_value("")
    assert letter.evaluate("sessionStorage.getItem('letter:coursera')") is None


def test_a_browser_that_keeps_nothing_is_no_trouble(letter, browser):
    page = browser.new_page()
    troubles = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage',"
        " {get() { throw new DOMException('no', 'SecurityError') }})"
    )
    page.goto(letter.url)
    page.fill("#id_name", "Åsa Öberg")
    expect(page.locator("#sheet")).to_contain_text("Åsa Öberg")
    assert troubles == []
    page.close()


# The questions that follow carry the same answers, hidden.
WEB = "input[type=radio][name=channel][value=web]"
COURSE = "input[type=radio][name=product][value=course_one_time]"


def test_the_browsers_back_shows_each_question_as_it_was_answered(
    page, live_server, packs
):
    page.goto(f"{live_server.url}/en/cancel/coursera/verdict/")
    go_on = page.locator(".question button.btn >> nth=0")
    page.check(WEB)
    go_on.click()
    page.check(COURSE)
    go_on.click()
    page.fill("input[name=paid_on]", "yesterday")
    go_on.click()
    page.locator("input[name=certificate_earned]").first.wait_for()
    page.go_back()
    expect(page.locator("input[name=paid_on][type=text]")).to_have_value("yesterday")
    page.go_back()
    expect(page.locator(COURSE)).to_be_checked()
    page.go_back()
    expect(page.locator(WEB)).to_be_checked()
    page.goto(f"{live_server.url}/en/cancel/coursera/verdict/?channel=web&country=SE")
    expect(page.locator("input[name=product]:checked")).to_have_count(0)
