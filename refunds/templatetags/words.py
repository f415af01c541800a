"""Words of law, explained where they are used."""

from __future__ import annotations

from django import template

from refunds.glossary import Word, explained

register = template.Library()


@register.inclusion_tag("pages/_words.html")
def what_words_mean(*keys: str) -> dict[str, list[Word]]:
    """Explain words of law in a part of the page that opens, without leaving it."""
    return {"words": explained(keys)}
