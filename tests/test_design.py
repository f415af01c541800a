"""The style sheet and the page of components: what is promised is measured here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.template.loader import get_template

from cancelhub import tokens

ROOT = Path(__file__).parent.parent
SHEETS = tokens.STYLE_SHEET, tokens.STYLE_SHEET.with_name("journey.css")
CSS = "\n".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
BARE = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)
RULES = re.sub(r"^(?:  )?:root[^{]*\{[^}]*\}", "", BARE, flags=re.MULTILINE)
"""The style sheet without its lists of tokens."""

MARKUP = [
    path
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if "admin" not in path.parts and path.name != "design.html"
]
SET_BY_CODE = {
    "now": "a day of the timeline",
    "htmx-request": "by htmx, while an answer is on its way",
    "later": "a day of the timeline",
    "printed": "by site.js, while a section is printed",
}
FOR_PAPER = {"paper.html", "receipt.html", "_pages.html"}
"""Their classes are those of ``letters/letter.css``."""

COMPONENTS = {
    "_calendar.html",
    "_day.html",
    "_error_summary.html",
    "_errors.html",
    "_field.html",
    "_hint.html",
    "_label.html",
    "_mark.html",
    "_notice.html",
    "_segments.html",
    "_switch.html",
    "providers/_nothing_found.html",
    "providers/_results.html",
    "providers/_search.html",
    "providers/_steps.html",
    "refunds/_amount.html",
    "refunds/_answer.html",
    "refunds/_checked.html",
    "refunds/_contacts_only.html",
    "refunds/_country.html",
    "refunds/_law_alone.html",
    "refunds/_questions.html",
    "refunds/_route.html",
    "refunds/_source.html",
    "refunds/_timeline.html",
    "refunds/_told.html",
    "refunds/guide/_changes.html",
    "refunds/guide/_checklist.html",
    "refunds/guide/_contacts.html",
    "refunds/guide/_official.html",
    "refunds/guide/_prices.html",
    "refunds/guide/_ref.html",
    "refunds/guide/_rights.html",
    "refunds/guide/_rule_table.html",
    "refunds/guide/_ticks.html",
}
MADE_OF_OTHERS = {
    "refunds/_title.html": "words alone",
    "refunds/_law_only.html": "notices",
    "refunds/_cases.html": "a table for editors",
    "refunds/_store_channel.html": "headings and lists",
}
"""Partials that look like nothing of their own."""

ADDRESSES = ["/sv/design/", "/en/design/"]


def classes_of_rules():
    heads = re.findall(r"([^{}]+)\{", BARE)
    return {
        name for head in heads for name in re.findall(r"\.(-?[a-zA-Z][\w-]*)", head)
    }


def classes_in(path):
    """Return whole class names, in each branch; what ``{{ }}`` completes is unknown."""
    text = path.read_text(encoding="utf-8")
    for value in re.findall(r'class="((?:\{%.*?%\}|\{\{.*?\}\}|[^"{])*)"', text):
        value = re.sub(r"\{\{.*?\}\}", "…", re.sub(r"\{% el.*?%\}", " ", value))
        names = re.sub(r"\{%.*?%\}", "", value).split()
        yield from (name for name in names if "…" not in name)


# Tokens


@pytest.mark.parametrize("pair", tokens.pairs(CSS), ids=lambda p: f"{p.over}-{p.under}")
def test_colours_stand_out_from_their_ground(pair):
    assert pair.light >= pair.least
    assert pair.dark >= pair.least


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000", "#fff", 21), ("#777777", "#fff", 4.48), ("#1a56db", "#1a56db", 1)],
)
def test_contrast_is_as_wcag_defines_it(one, other, ratio):
    assert tokens.contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert tokens.contrast(other, one) == tokens.contrast(one, other)


def test_the_dark_gives_every_colour_or_an_alias_a_value():
    fixed = {
        name for name, (light, dark) in tokens.colours(CSS).items() if light == dark
    }
    assert fixed == set()


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a colour", r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\("),
        ("a font size", r"font(?:-size)?:[^;]*?\d(?:rem|px)"),
        ("a radius", r"border-radius:[^;]*\d(?:rem|px)"),
        ("a duration", r"\d+m?s\b"),
    ],
)
def test_rules_name_steps_instead_of(what, pattern):
    drawing = (
        "font: 500 13px var(--sans);"  # in the drawing's own units, as timeline.py
    )
    assert re.findall(pattern, RULES.replace(drawing, "")) == []


def test_every_token_is_used_and_exists():
    used = set(re.findall(r"var\(--([\w-]+)\)", BARE))
    made = set(re.findall(r"--([\w-]+):", BARE))
    assert used == made


def test_type_sizes_are_on_the_page():
    sizes = re.findall(r"font(?:-size)?:[^;]*?var\(--(?!sans|serif)([\w-]+)\)", BARE)
    assert set(sizes) == set(tokens.TYPE)


# Classes


def test_every_rule_has_something_to_match():
    written = {name for path in MARKUP for name in classes_in(path)}
    assert classes_of_rules() - written == set(SET_BY_CODE)


def test_every_class_has_a_rule():
    screens = [path for path in MARKUP if path.name not in FOR_PAPER]
    written = {name for path in screens for name in classes_in(path)}
    assert written - classes_of_rules() == set()


# The page


@pytest.mark.parametrize("address", ["/design/", *ADDRESSES])
def test_the_public_gets_no_page(client, packs, address):
    assert client.get(address, follow=True).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_builders_and_editors_see_it(client, packs, settings, address):
    user = get_user_model().objects.create_user("editor", is_staff=True)
    client.force_login(user)
    assert client.get(address).status_code == 200
    client.logout()
    settings.DEBUG = True
    assert client.get(address).status_code == 200


def test_every_component_is_on_it(client, packs, settings):
    settings.DEBUG = True
    answer = client.get(ADDRESSES[0])
    drawn = {template.name for template in answer.templates}
    assert COMPONENTS - drawn == set()
    for tone in tokens.TONES:
        assert f"notice tone-{tone}" in answer.content.decode()
        assert f"route tone-{tone}" in answer.content.decode()


def test_every_partial_is_a_component_or_made_of_others():
    folder = Path(django_settings.BASE_DIR, "templates")
    partials = {
        str(path.relative_to(folder))
        for part in (".", "providers", "refunds")
        for path in (folder / part).glob("_*.html")
    }
    assert partials - COMPONENTS == set(MADE_OF_OTHERS)
    assert all(get_template(name) for name in COMPONENTS)
