"""axe has no objection: every state of a page, light and dark, in both languages."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.states import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"runOnly": TAGS, "preload": False}
# Between light and dark nothing differs but colours.
COLOURS = {"runOnly": ["color-contrast"], "preload": False}

# Text on a gradient has a contrast that axe cannot tell: that counts as an objection.
# But no text lies on the band above a verdict, so its sheet is painted evenly first. In
# the drawing of dates and beside the line of the plan axe gives up as well; both are in
# the colours of other text on the same sheet.
OBJECTIONS = """async (options) => {
  for (const verdict of document.querySelectorAll(".verdict")) {
    verdict.style.background = "var(--sheet)";
  }
  const doubts = ["imgNode", "pseudoContent"];
  const {violations, incomplete} = await axe.run(document, options);
  const unknown = incomplete.filter(({id}) => id === "color-contrast");
  for (const rule of unknown) {
    rule.nodes = rule.nodes.filter(({any}) => !doubts.includes(any[0].data.messageKey));
  }
  return [...violations, ...unknown].flatMap(({id, nodes}) => nodes.map(
    ({target, any, all, none}) =>
      `${id}: ${target} ${[...any, ...all, ...none].map(({message}) => message)}`
  ));
}"""
# How to break the start page, and the rule that must object, in light or in dark.
BROKEN = {
    "language": ("document.documentElement.lang = ''", "light", "html-has-lang"),
    "heading": ("document.querySelector('h1').remove()", "light", "page-has-heading"),
    "pale": (
        "document.querySelector('.lead').style.color = '#8b8579'",
        "light",
        "color",
    ),
    "dark": (
        "document.querySelector('.lead').style.color = '#52606d'",
        "dark",
        "color",
    ),
    "gradient": (
        "document.querySelector('main').style.background = 'linear-gradient(red, tan)'",
        "light",
        "color",
    ),
    "small": (
        """document.querySelector('.bar nav').style.display = 'grid'
        for (const {style} of document.querySelectorAll('.bar nav a')) {
          style.minHeight = style.height = '12px'
        }""",
        "light",
        "target-size",
    ),
}


@pytest.fixture
def still(browser):
    """A page on which nothing moves, so that no colour is caught halfway."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def objections(page):
    """Return what axe says of a page in light and in dark, by scheme."""
    page.evaluate(AXE_SCRIPT)
    said = {}
    for scheme, options in (("light", ALL), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)
        said[scheme] = page.evaluate(OBJECTIONS, options)
    page.emulate_media(color_scheme="light")
    return said


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_has_no_objection(still, live_server, states, language):
    found = {}
    for state in states(language):
        state.open(still, live_server.url)
        said = objections(still)
        if any(said.values()):
            found[state.name] = said
    assert found == {}


@pytest.mark.parametrize(("script", "scheme", "rule"), BROKEN.values(), ids=BROKEN)
def test_axe_would_object(still, live_server, script, scheme, rule):
    still.goto(f"{live_server.url}/en/")
    assert not any(objections(still).values())
    still.evaluate(script)
    assert any(one.startswith(rule) for one in objections(still)[scheme])
