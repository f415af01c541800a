"""Facts for machines inside a page."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

ESCAPED = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
"""No text can end the script element, as in Django's own ``json_script``."""


@register.simple_tag
def linked_data(facts: dict[str, Any]) -> SafeString:
    """Write facts as JSON-LD. It is data, which the policy on scripts leaves alone."""
    written = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    safe = mark_safe(written.translate(ESCAPED))  # noqa: S308 - escaped for a script
    return format_html('<script type="application/ld+json">{}</script>', safe)
