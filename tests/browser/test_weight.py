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
LONGEST = {"coursera": 70_000}
"""Half of it is text: more rules than at any other company, each with its source."""
MOST_ON_THE_WIRE = 20_000
RULES = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return [...sheet.cssRules].map(({cssText}) => cssText);
}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The style sheet as a server sends it."""
    root = tmp_path_factory.mktemp("static")
    files = {"BACKEND": "cancelhub.staticfiles.Storage"}
    stores = settings.STORAGES | {"staticfiles": files}
    with override_settings(STATIC_ROOT=root, STORAGES=stores):
        call_command("collectstatic", interactive=False, verbosity=0)
        [sheet] = root.glob("css/site.*.css")
        return sheet.read_text("utf-8")


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guide_is_light(client, packs, served, language):
    heavy = {}
    css = served.encode()
    for slug in Provider.objects.values_list("slug", flat=True):
        with override(language):
            html = client.get(reverse("refunds:guide", args=[slug])).content
        size = len(html) + len(css)
        packed = len(gzip.compress(html)) + len(gzip.compress(css))
        if size > LONGEST.get(slug, MOST) or packed > MOST_ON_THE_WIRE:
            heavy[slug] = size, packed
    assert heavy == {}


@pytest.mark.browser
def test_the_sheet_means_what_was_written(page, served):
    written = Path(finders.find("css/site.css")).read_text("utf-8")
    # In a property of our own, browsers keep blanks as they were written.
    said = [
        [re.sub(r",\s+", ",", rule) for rule in page.evaluate(RULES, css)]
        for css in (re.sub(r"url\([^)]*\)", "url()", css) for css in (written, served))
    ]
    assert said[0] == said[1]
    assert len(served) < 0.9 * len(written)
