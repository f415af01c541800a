"""How tests find a guide and read it."""

from __future__ import annotations

import re
from html import unescape

from django.urls import reverse
from django.utils.translation import override


def address(slug="coursera", language="en", name="guide"):
    with override(language):
        return reverse(f"refunds:{name}", args=[slug])


def words(html):
    """Return a page's text as a person reads it."""
    text = re.sub(r"<[^>]+>", " ", html)
    return " ".join(unescape(text).replace("\xa0", " ").split())


def section(html, key):
    """Return one section's HTML; nothing where the page has none."""
    found = re.search(
        rf'<section aria-labelledby="{key}">.*?</section>', html, re.DOTALL
    )
    return found[0] if found else ""
