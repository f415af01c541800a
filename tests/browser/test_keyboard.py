"""From the first page to the PDF without a mouse: where am I, and can I go on?

Each stop of the Tab key is looked at: it is in view, and it is marked.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.states import LANGUAGES, days_ago

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FURTHEST = 60
"""No stop on the way is more presses of Tab away."""
# A choice side by side is marked around its words. The parts of a day are stops in one
# field, and the browser itself marks which part it is.
STOP = """() => {
  const it = document.activeElement;
  const inside = it === window.stoppedAt;
  window.stoppedAt = it;
  const marked = it.closest(".seg label") ?? it;
  const {outlineStyle, outlineWidth} = getComputedStyle(marked);
  const box = marked.getBoundingClientRect();
  const across = box.left < innerWidth && box.right > 0 && box.width > 1;
  return {
    what: `${it.outerHTML.slice(0, 90)} at ${Math.round(box.top)}`,
    inView: across && box.top < innerHeight && box.bottom > 0,
    whole: box.top >= 0 && box.bottom <= innerHeight,
    // Of a text of several lines browsers scroll the line with the cursor into view.
    tall: box.height > innerHeight / 2 || it.matches("textarea"),
    marked: inside || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2),
  };
}"""
IS_FOCUSED = "it => it === document.activeElement"


class Keys:
    """A person with a keyboard, who sees where they are at each stop."""

    def __init__(self, page):
        self.page = page

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def tab(self):
        self.press("Tab")
        stop = self.page.evaluate(STOP)
        assert stop["inView"], stop
        assert stop["whole"] or stop["tall"], stop
        assert stop["marked"], stop

    def tab_to(self, selector):
        """Go on until a stop is reached; it must come within reason."""
        wanted = self.page.locator(f"{selector} >> visible=true").first
        for _press in range(FURTHEST):
            self.tab()
            if wanted.evaluate(IS_FOCUSED):
                return
        pytest.fail(f"the Tab key does not come to {selector}")

    def choose(self, name, value):
        """Answer with the arrow keys, and go on with Enter."""
        self.tab_to(f".question input[name={name}]")
        self.press("Space")
        wanted = self.page.locator(f"input[name={name}][value={value}]")
        for _press in range(FURTHEST):
            if wanted.is_checked():
                return self.go_on(name)
            self.press("ArrowDown")
        return pytest.fail(f"the arrow keys do not come to {value}")

    def go_on(self, name):
        self.tab_to(".question button.btn:not(.quiet)")
        self.press("Enter")
        self.page.wait_for_url(f"**{name}=*")
        expect(self.page.locator(f".question [name={name}]")).to_have_count(0)


@pytest.fixture
def keys(page, live_server, packs):
    page.set_viewport_size({"width": 1024, "height": 640})
    return Keys(page)


def expect_told(page, role, name):
    """Expect that the focus is on something that a screen reader names."""
    told = page.get_by_role(role, name=name).and_(page.locator(":focus"))
    expect(told).to_be_in_viewport()


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_first_page_to_the_letter(keys, live_server, language):
    page = keys.page
    asks = {"sv": "Har du fått", "en": "Have you earned"}[language]
    says = {"sv": "Du kan få tillbaka", "en": "You can get"}[language]
    page.goto(f"{live_server.url}/{language}/")
    keys.tab()
    expect(page.locator(".skip-link")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("main")).to_be_focused()
    keys.tab_to("input[type=search]")
    page.keyboard.type("coursera")
    expect(page.locator("#results li")).to_have_count(1)
    keys.tab_to("#results a")
    keys.press("Enter")
    page.wait_for_url("**/coursera/")
    keys.choose("channel", "web")
    keys.choose("product", "course_one_time")
    keys.tab_to("input[name=paid_on]")
    page.keyboard.type({"sv": "igår", "en": "yesterday"}[language])
    keys.go_on("paid_on")
    expect_told(page, "group", asks)
    keys.choose("certificate_earned", "no")
    expect_told(page, "heading", says)
    keys.tab_to("article.verdict a.btn")
    keys.press("Enter")
    page.locator("#letter-form").wait_for()
    keys.tab_to("#id_name")
    page.keyboard.type("Åsa Öberg")
    keys.tab_to("#id_account_email")
    page.keyboard.type("asa@mail.example")
    keys.tab_to("input[name=letter_language]:checked")
    keys.press("ArrowRight")
    keys.tab_to("input[name=part_confirm]")
    keys.press("Space")
    expect(page.locator("#sheet")).to_contain_text("asa@mail.example")
    keys.tab_to("button[name=out][value=pdf]")
    with page.expect_download() as download:
        keys.press("Enter")
    assert download.value.suggested_filename.endswith(".pdf")


def test_what_is_spoken_is_said_once(page, live_server, packs):
    """A question is one group with its name; a switch has its line as description."""
    page.goto(f"{live_server.url}/en/cancel/coursera/verdict/")
    page.check("input[name=channel][value=web]")
    page.press(".question button.btn", "Enter")
    expect_told(page, "group", "What did you buy?")
    expect(page.get_by_role("group", name="What did you buy?")).to_have_count(1)
    page.check("input[name=product][value=course_one_time]")
    page.press(".question button.btn", "Enter")
    expect_told(page, "group", "On which day did you pay?")
    page.goto(f"{live_server.url}/en/cancel/coursera/letter/?channel=web")
    switch = page.locator("#id_part_confirm")
    expect(switch).to_have_accessible_name("Ask for a written confirmation")
    said = "With an answer within two weeks, as a wish."
    expect(switch).to_have_accessible_description(said)


def test_enter_in_a_field_does_what_the_first_button_says(keys, live_server):
    page = keys.page
    page.goto(f"{live_server.url}/en/cancel/coursera/letter/?channel=web")
    page.fill("#id_account_email", "asa@mail.example")
    page.focus("#id_account_email")
    keys.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    assert "/en/" in page.url
    assert page.title().startswith("Error:")
    page.fill("#id_name", "Åsa Öberg")
    with page.expect_download():
        keys.press("Enter")
    assert not page.title().startswith("Error:"), "it has been mended"


def test_what_the_letter_does_is_said_when_it_changes(page, live_server, packs):
    page.goto(
        f"{live_server.url}/en/cancel/coursera/letter/"
        f"?channel=web&country=SE&product=course_one_time&paid_on={days_ago(1)}"
    )
    status = page.locator("#status")
    page.locator("#id_account_email").press_sequentially("asa")
    expect(status).to_contain_text("The letter is not ready yet. Your name:")
    page.fill("#id_name", "Åsa Öberg")
    page.fill("#id_account_email", "asa@mail.example")
    expect(status).to_contain_text("It withdraws from the contract.")
    page.uncheck("input[name=part_withdraw]")
    expect(status).to_contain_text("It asks for the money back. A second letter is")
    assert page.locator("#downloaded").is_hidden()
    with page.expect_download():
        page.click("button[name=out][value=pdf]")
    expect(status).to_have_text("The PDF is on its way to your downloads.")
    expect(page.locator("#downloaded a")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_holds_the_focus(page, live_server, states, language):
    """Tab leaves each page at its end, having stopped at everything once."""
    ends = "a[href], button, input, select, textarea, summary"
    page.set_viewport_size({"width": 1024, "height": 640})
    for state in states(language):
        if state.name not in {"guide", "question, a day", "letter, filled in", "case"}:
            continue
        state.open(page, live_server.url)
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        most = 2 * page.locator(ends).count() + 20
        keys, last = Keys(page), page.locator(".foot a").last
        for _press in range(most):
            keys.tab()
            if last.evaluate(IS_FOCUSED):
                break
        else:
            pytest.fail(f"the end of the page is not reached: {state.name}")
