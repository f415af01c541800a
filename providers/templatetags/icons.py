"""Icons drawn in the page, so that they follow the colour and size of the text."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

PATHS = {
    "yes": "m4 10.5 4 4 8-9",
    "maybe": "M10 4v7M10 15.5v.2",
    "store": "M4.5 7h11l.8 9.5H3.7ZM7 7a3 3 0 0 1 6 0",
    "no": "m5 5 10 10M15 5 5 15",
    "fact": "M9.9 10h.2",
    "none": "M7 7.3a3 3 0 1 1 4.4 2.7c-.9.5-1.4 1-1.4 2M10 15.6v.2",
}
"""Strokes on a field of 20 by 20, one for each tone of an answer."""


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon beside a word that says the same."""
    return format_html(
        '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="{}"/></svg>',
        PATHS[name],
    )
