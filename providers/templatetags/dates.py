"""Days as people say them. Day, month and year never part at the end of a line."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

register = template.Library()


@register.filter
def weekday_date(day: date | None) -> str:
    """Return "lördag 28 november": for a day by which somebody must act."""
    return formatted(day, "l j\xa0F")


@register.filter
def full_date(day: date | None) -> str:
    """Return "28 november 2026"."""
    return formatted(day, "j\xa0F\xa0Y")


@register.filter
def short_date(day: date | None) -> str:
    """Return "28 nov", for chips and drawings."""
    # Babel, because Django's catalogue writes Swedish months with a capital here.
    language = get_language() or "sv"
    return format_date(day, "d\xa0MMM", language).rstrip(".") if day else ""


def formatted(day: date | None, pattern: str) -> str:
    """Return a day in the active language; an unknown day is no text."""
    return date_format(day, pattern) if day else ""
