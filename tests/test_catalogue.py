"""The Swedish catalogue: all that the site says, in Swedish, and in the right words.

The texts are collected here without gettext, which a bare machine does not have: Babel
reads Python, and Django turns templates into something that reads like Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

from cancelhub.messages import catalogues, read

ROOT = Path(__file__).parent.parent
APPS = ("cancelhub", "letters", "providers", "refunds")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "pgettext_lazy": DEFAULT_KEYWORDS["pgettext"],
    "ngettext_lazy": DEFAULT_KEYWORDS["ngettext"],
    "npgettext_lazy": DEFAULT_KEYWORDS["npgettext"],
}
MADE_BY_MACHINES = re.compile(
    r"^(#: |#, fuzzy|#~|#\| )"  # places in files, guesses, what is gone
    r"|^\"(POT-Creation|PO-Revision)-Date"  # would change with every collection
    r"|/(home|root|tmp|work|Users)/",
    re.MULTILINE,
)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|%%|<[^>]+>|https?://")
"""Python's placeholders, tags, and the parts of an address that views read."""

Text = tuple[str | None, str, str | None]
"""Context, text, and its plural."""

PATHS = catalogues()
every_catalogue = pytest.mark.parametrize("path", PATHS, ids=lambda p: p.parts[-3])


def collected() -> set[Text]:
    """Return what Python and templates hand to gettext."""
    python = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    templates = [
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "templates").rglob("mails/*.txt"),
    ]
    assert python
    assert templates
    return {
        text
        for path in [*python, *templates]
        for text in texts_of(path.read_text(encoding="utf-8"), path.suffix)
    }


def texts_of(source: str, suffix: str) -> Iterator[Text]:
    if suffix != ".py":
        # The markup became words without meaning; only its indentation would matter.
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    file = BytesIO(source.encode())
    for _, found, _, context in extract("python", file, keywords=KEYWORDS):
        one, *more = (found,) if isinstance(found, str) else found
        yield context, one, more[0] if more else None


def entries(path: Path) -> list[Message]:
    return [message for message in read(path) if message.id]


def text(message: Message) -> Text:
    one, *more = forms(message.id)
    return message.context, one, more[0] if more else None


def forms(texts: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def faulty(path: Path, fault: Callable[[str, str], object]) -> dict[str, str]:
    """Return the translations with a fault, form by form."""
    return {
        said: heard
        for message in entries(path)
        for said, heard in zip(forms(message.id), forms(message.string), strict=True)
        if fault(said, heard)
    }


def test_texts_are_found_in_python_and_in_templates():
    python = 'from x import gettext_lazy as _\na = _("One " "text")\n'
    template = """
      {% if a %}
        {% translate "Yes" context "answer" %}
          {% blocktranslate trimmed count n=n %}
            {{ n }} day
          {% plural %}
            {{ n }} days
          {% endblocktranslate %}
       {% endif %}"""

    assert list(texts_of(python, ".py")) == [(None, "One text", None)]
    assert list(texts_of(template, ".html")) == [
        ("answer", "Yes", None),
        (None, "%(n)s day", "%(n)s days"),
    ]


@every_catalogue
def test_catalogue_has_the_texts_of_the_site_and_no_others(path):
    said, known = collected(), {text(message) for message in entries(path)}

    assert said - known == set(), "Run make messages, then translate what is new."
    assert known - said == set(), "Run make messages: nobody says this any more."


@every_catalogue
def test_every_text_is_translated_in_all_its_forms(path):
    unfinished = [
        message.id
        for message in entries(path)
        if not all(forms(message.string))
        or len(forms(message.string)) != len(forms(message.id))
    ]
    assert unfinished == []


@every_catalogue
def test_every_placeholder_survives(path):
    assert read(path).num_plurals == 2
    assert faulty(path, lambda en, sv: found_in(en) != found_in(sv)) == {}


def found_in(words: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(words))


@every_catalogue
def test_catalogue_is_the_same_whoever_collects_it(path):
    """No dates, no guesses, no places in files, no names of machines."""
    assert MADE_BY_MACHINES.findall(path.read_text(encoding="utf-8")) == []


@every_catalogue
def test_nobody_is_shouted_at(path):
    assert faulty(path, lambda en, sv: "!" in en + sv) == {}
    assert faulty(path, lambda _en, sv: sv != sv.strip() or "  " in sv) == {}
    assert faulty(path, lambda en, sv: en[-1] in ".?:" and sv[-1] != en[-1]) == {}


@pytest.mark.parametrize(
    ("english", "swedish"),
    [
        (r"right of withdrawal|withdraw\b(?!.*consent)", r"ånger|ångra|frånträd"),
        (r"\bterminat", r"säg\w* upp|uppsäg"),
        (r"\brefund", r"återbetal|betala\w* tillbaka|beloppet"),
        (r"\berase|\berasure", r"rader"),
    ],
)
def test_acts_of_law_keep_their_own_words(english, swedish):
    """To withdraw undoes a contract, to terminate ends it; neither is a refund."""
    path = next(path for path in PATHS if path.parts[-3] == "sv")

    def confused(en: str, sv: str) -> bool:
        return bool(
            re.search(english, en, re.IGNORECASE)
            and not re.search(swedish, sv, re.IGNORECASE)
        )

    assert faulty(path, confused) == {}
    assert faulty(path, lambda en, sv: "ångr" in sv and "withdraw" not in en) == {}
