"""For the pages of the catalogue, which itself knows nothing of rules."""

from __future__ import annotations

from django import template
from django.utils import timezone

from refunds import changes

register = template.Library()


@register.simple_tag
def recently_changed() -> list[changes.Change]:
    """Return the providers whose terms changed last, by today's date."""
    return changes.recently_changed(timezone.localdate())
