"""How much a guide weighs as it is served, and that nothing is lost on the way."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from django.utils.translation import override

from providers.models import Provider
from tests.browser.states import LANGUAGES

MOST = 60_000
MOST_ON_THE_WIRE = 20_000
RULES = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return [...sheet.cssRules].map(({cssText}) => cssText);
}"""


NOT_STYLED = """async () => {
  if (document.querySelector("link[href*='journey']")) return [];
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await (await fetch("/static/css/journey.css")).text());
  const all = (rules) => [...rules].flatMap((rule) =>
    rule.selectorText ? [rule.selectorText] : all(rule.cssRules ?? []));
  return all(sheet.cssRules).filter((one) => document.querySelector(one));
}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The style sheets as a server sends them, by their names."""
    root = tmp_path_factory.mktemp("static")
    files = {"BACKEND": "cancelhub.staticfiles.Storage"}
    stores = settings.STORAGES | {"staticfiles": files}
    with override_settings(STATIC_ROOT=root, STORAGES=stores):
        call_command("collectstatic", interactive=False, verbosity=0)
        sheets = [next(root.glob(f"css/{name}.*.css")) for name in ("site", "journey")]
        return {it.name.partition(".")[0]: it.read_text("utf-8") for it in sheets}


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guide_is_light(client, packs, served, language):
    heavy = {}
    css = served["site"].encode()
    for slug in Provider.objects.values_list("slug", flat=True):
        with override(language):
            html = client.get(reverse("refunds:guide", args=[slug])).content
        size = len(html) + len(css)
        packed = len(gzip.compress(html)) + len(gzip.compress(css))
        if size > MOST or packed > MOST_ON_THE_WIRE:
            heavy[slug] = size, packed
    assert heavy == {}


@pytest.mark.browser
@pytest.mark.parametrize("name", ["site", "journey"])
def test_a_sheet_means_what_was_written(page, served, name):
    written = Path(finders.find(f"css/{name}.css")).read_text("utf-8")
    # In a property of our own, browsers keep blanks as they were written.
    said = [
        [re.sub(r",\s+", ",", rule) for rule in page.evaluate(RULES, css)]
        for css in (
            re.sub(r"url\([^)]*\)", "url()", css) for css in (written, served[name])
        )
    ]
    assert said[0] == said[1]
    assert len(served[name]) < 0.9 * len(written)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_needs_the_other_sheet_has_it(page, live_server, states):
    bare = {}
    for state in states("en"):
        state.open(page, live_server.url)
        if found := page.evaluate(NOT_STYLED):
            bare[state.name] = found
    assert bare == {}
