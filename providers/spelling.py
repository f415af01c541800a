"""How names are compared: folded, without blanks, and forgiving of slips of the finger.

Names and what people type go through the same door, so that "Hello Fresh", "hellofresh"
and "HELLO-FRESH" are one text, and "Åhléns" is found on a keyboard without å.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
"""Characters that are compared; as long as a name may be."""

WORD = re.compile(r"[^\W_]+")
LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ł": "l", "þ": "th"})
ADDRESS = {"http", "https", "www"}
"""Words of a pasted address that name nobody."""


def folded(text: str) -> str:
    """Return a text in small letters without marks."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return bare.translate(LETTERS)


def words(text: str) -> list[str]:
    """Return the words of a text, folded: small letters and digits without marks."""
    return WORD.findall(folded(text))


def typed_words(query: str, most: int = 6) -> list[str]:
    """Return the words somebody searches for, without the frame of an address."""
    return [word for word in words(query[:LONGEST]) if word not in ADDRESS][:most]


def squeezed(parts: list[str]) -> str:
    """Return words as one text: people put blanks where they like."""
    return "".join(parts)[:LONGEST]


def endings(parts: list[str]) -> list[str]:
    """Return what begins at each later word: "tv plus", "plus" of "apple tv plus"."""
    return [squeezed(parts[place:]) for place in range(1, len(parts))]


def grams(text: str) -> list[str]:
    """Return the runs of three characters in a text; its ends count as blanks."""
    padded = f" {text} "
    runs = (padded[place : place + 3] for place in range(len(padded) - 2))
    return list(dict.fromkeys(runs))


def slips(typed: str, text: str) -> int | None:
    """Count the slips between a text and what was typed; None if it is another word.

    A slip is a letter too many, one missing, a wrong one, or two that changed places.
    How many are still a slip depends on the length: Expressen is not ExpressVPN. From
    six letters on, people may not be done typing, and the rest costs nothing.
    """
    allowed = (len(typed) >= 4) + (len(typed) >= 10) + (len(typed) >= 15)
    before: list[int] = []
    row = list(range(len(typed) + 1))
    beginning = row[-1]
    for place, char in enumerate(text[: len(typed) + allowed + 1], 1):
        two_before, before = before, row
        row = [place]
        for at, wanted in enumerate(typed, 1):
            other = before[at - 1] + (char != wanted)
            cost = min(other, before[at] + 1, row[at - 1] + 1)
            pair = typed[at - 2 : at] if at > 1 else ""
            if pair and pair == char + text[place - 2 : place - 1]:
                cost = min(cost, two_before[at - 2] + 1)  # they changed places
            row.append(cost)
        beginning = min(beginning, row[-1])
        if min(row) > allowed:
            break  # it can only get worse
    if row[-1] <= allowed:
        return row[-1]
    return beginning if beginning <= (len(typed) >= 6) else None
