"""Which characters the letter's typeface can draw.

A box in place of a character would make a letter unreadable, so the form asks for
another spelling instead.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"


@cache
def drawable() -> frozenset[int]:
    """Return the code points that every bundled font has."""
    fonts = [TTFont(path) for path in sorted(FONTS.glob("*.ttf"))]
    found = [frozenset(font.getBestCmap()) for font in fonts]
    for font in fonts:
        font.close()
    return frozenset.intersection(*found)


def first_undrawable(text: str) -> str | None:
    """Return the first character of a text that cannot be printed."""
    known = drawable()
    return next((c for c in text if c != "\n" and ord(c) not in known), None)


def drawn(text: str) -> str:
    """Return a text with codes in place of what cannot be printed."""
    known = drawable()
    return "".join(c if ord(c) in known else f"\\u{{{ord(c):x}}}" for c in text)
