"""The words of a letter: one text file a clause and language, rendered without mercy.

The letters have a template engine of their own. Text is text: nothing is escaped, and
nothing a person typed is ever read as a template. A word that is used but not given is
an error, in production too; a gap in a legal letter is worse than no letter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import cache
from typing import NoReturn

from django.conf import settings
from django.template import Context, Engine

from letters.words import Flag, Word


class HoleInLetter(Exception):
    """A wording file uses a word that this letter does not have."""


class Refuse(str):
    """Stands in for ``string_if_invalid``: using it raises instead of printing."""

    __slots__ = ()

    def __mod__(self, variable: object) -> NoReturn:
        raise HoleInLetter(str(variable))


@cache
def engine() -> Engine:
    """Return the letters' engine: their files, no libraries, no context processors."""
    return Engine(
        dirs=[str(settings.BASE_DIR / "templates" / "letters" / "wording")],
        autoescape=False,
        debug=False,
        string_if_invalid=Refuse("%s"),
    )


def say(language: str, name: str, words: Mapping[Word, str], flags: Set[Flag]) -> str:
    """Return a wording file in words, on one line.

    ``{% if %}`` would take an unknown name for false in silence, so every flag there
    is, true or false, is passed every time.

    Raises:
        HoleInLetter: if the file uses a word that is not given.
    """
    context: dict[str, object] = {f"has_{word}": word in words for word in Word}
    context |= {flag.value: flag in flags for flag in Flag}
    context |= {word.value: text for word, text in words.items()}
    template = engine().get_template(f"{language}/{name}.txt")
    text = template.render(Context(context, autoescape=False))
    return re.sub(r"[ \n]+", " ", text).strip(" ")
