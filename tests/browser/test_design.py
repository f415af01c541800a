"""The page of components in Chromium: what its texts stand on, and how wide it gets."""

from __future__ import annotations

import pytest

from cancelhub import tokens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXTS = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const apart = ".visually-hidden, th svg, section > svg";
  const found = {};
  const hex = (colour) => "#" + colour.match(/\\d+/g).slice(0, 3)
    .map((part) => Number(part).toString(16).padStart(2, "0")).join("");
  while (texts.nextNode()) {
    const { parentElement: at, data } = texts.currentNode;
    if (!data.trim() || !at.checkVisibility() || at.closest(apart)) {
      continue;
    }
    let ground = at;
    while (/^rgba.* 0\\)$/.test(getComputedStyle(ground).backgroundColor)) {
      ground = ground.parentElement;
    }
    const style = getComputedStyle(at);
    const over = at.matches("text") ? style.fill : style.color;
    const pair = `${hex(over)} ${hex(getComputedStyle(ground).backgroundColor)}`;
    found[pair] = data.trim().slice(0, 40);
  }
  return found;
}"""
"""Each pair of colours that a text and its ground have, with a text that has it."""


@pytest.fixture
def design(live_server, packs, settings, page):
    """Return a function that opens the page; the console must say nothing."""
    settings.DEBUG = True
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield lambda language: page.goto(f"{live_server.url}/{language}/design/")
    assert said == []


@pytest.mark.parametrize("scheme", tokens.SCHEMES)
def test_every_text_stands_out(page, design, scheme):
    page.emulate_media(color_scheme=scheme)
    design("sv")
    page.evaluate(
        "for (const it of document.querySelectorAll('details')) it.open = true"
    )
    found = page.evaluate(TEXTS)
    assert len(found) >= 20
    assert {
        pair: text
        for pair, text in found.items()
        if tokens.contrast(*pair.split()) < tokens.TEXT
    } == {}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_nothing_is_wider_than_the_page(page, design, language):
    design(language)
    page.evaluate(
        "for (const it of document.querySelectorAll('details')) it.open = true"
    )
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        wide = "document.documentElement.scrollWidth - innerWidth"
        assert page.evaluate(wide) <= 0, width
