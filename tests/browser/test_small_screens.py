"""Small screens, large text, fingers, and people whom movement makes ill.

320 pixels are also what is left of 640 at 200 %, and of 1280 at 400 %.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.states import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"
# WCAG 2.5.8: 24 by 24 pixels, but not for links within running text, nor for what has
# as much room around it. A choice counts with its label.
TOO_SMALL = """() => {
  const targets = "a[href], button, input, select, textarea, summary";
  const boxes = [...document.querySelectorAll(targets)]
    .map((it) => ({it, box: (it.closest("label") ?? it).getBoundingClientRect()}))
    .filter(({it, box}) => it.checkVisibility({visibilityProperty: true})
      && !it.matches(".skip-link") && box.width > 1 && box.height > 1);
  const inText = (it) => it.matches("a") && getComputedStyle(it).display === "inline"
    && it.closest("p, li, dd, td, th").textContent.trim() !== it.textContent.trim();
  const near = (one, other) => {
    const x = (one.left + one.right) / 2, y = (one.top + one.bottom) / 2;
    const dx = Math.max(other.left - x, x - other.right, 0);
    const dy = Math.max(other.top - y, y - other.bottom, 0);
    return Math.hypot(dx, dy) < 12;
  };
  return boxes
    .filter(({it, box}) => Math.min(box.width, box.height) < 24 && !inText(it))
    .filter(({it, box}) => boxes.some((one) => one.it !== it && near(box, one.box)))
    .map(({it, box}) => `${box.width} by ${box.height}: ${it.outerHTML.slice(0, 99)}`);
}"""
MOVES = """() => [...document.querySelectorAll("*")].filter((it) =>
  ["", "::before", "::after"].some((part) => {
    const style = getComputedStyle(it, part);
    return /[1-9]/.test(style.transitionDuration) || style.animationName !== "none"
      || style.scrollBehavior === "smooth";
  })).map((it) => it.outerHTML.slice(0, 100))"""


@pytest.fixture
def phone(browser):
    """The smallest screen, of a person who wants no movement."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640},
        device_scale_factor=2,
        reduced_motion="reduce",
        has_touch=True,
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_fits(phone, live_server, states, language):
    found = {}
    for state in states(language):
        phone.set_viewport_size({"width": 320, "height": 640})
        state.open(phone, live_server.url)
        said = {
            "too wide": phone.evaluate(TOO_WIDE),
            "too small": phone.evaluate(TOO_SMALL),
            "moves": phone.evaluate(MOVES),
        }
        # Twice the text, as people set it in their browser: no wider, either.
        phone.set_viewport_size({"width": 640, "height": 640})
        phone.evaluate("document.documentElement.style.fontSize = '200%'")
        said["too wide with large text"] = phone.evaluate(TOO_WIDE)
        if any(told and told != 0 for told in said.values()):
            found[state.name] = {what: told for what, told in said.items() if told}
    assert found == {}


def test_a_keyboard_on_the_screen_leaves_room_for_what_was_found(
    phone, live_server, packs
):
    phone.set_viewport_size({"width": 360, "height": 330})  # what it leaves of 640
    phone.goto(f"{live_server.url}/sv/")
    phone.fill("input[type=search]", "courser")
    found = phone.locator(".results a", has_text="Coursera")
    found.wait_for()
    expect(found).to_be_in_viewport(ratio=1)
    expect(phone.locator("input[type=search]")).to_be_in_viewport()


def test_the_last_question_is_in_sight_with_all_answers(phone, live_server, packs):
    """Whatever has been answered, nobody scrolls to answer the next."""
    phone.set_viewport_size({"width": 360, "height": 640})
    answers = "channel=web&country=SE&product=plus_annual&charge=first"
    days = "paid_on=2026-11-20&starts_on=2026-11-20"
    phone.goto(f"{live_server.url}/sv/saga-upp/coursera/besked/?{answers}&{days}")
    assert phone.locator(".answers li").count() == 6
    for choice in phone.locator(".question label:has(input[type=radio])").all():
        expect(choice).to_be_in_viewport(ratio=1)
