"""Days as people say them. Day, month and year never part at the end of a line."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_time
from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from providers.money import LOCALES

register = template.Library()


@register.filter(expects_localtime=True)
def full_date(day: date | None) -> str:
    """Return "28 november 2026" in the language of the page; unknown is no text."""
    return date_format(day, "j\xa0F\xa0Y") if day else ""


@register.filter
def weekday_date(day: date) -> str:
    """Return "lördag 28 november 2026": for a day by which somebody must act."""
    return date_format(day, "l j\xa0F\xa0Y")


@register.filter
def short_date(day: date) -> str:
    """Return "28 nov": for a picture of days that are close."""
    return _short(day, "d MMM")


@register.filter
def short_date_and_year(day: date) -> str:
    """Return "28 nov 2027": where days lie more than half a year apart."""
    return _short(day, "d MMM y")


def _short(day: date, pattern: str) -> str:
    # Django's own short months have a capital in Swedish, too.
    locale = LOCALES[get_language() or "en"]
    return format_date(day, pattern, locale).replace(".", "").replace(" ", "\xa0")


@register.filter
def hour(at: datetime) -> str:
    """Return "24 november 2026 kl. 12.05": by when, or from when on."""
    local = timezone.localtime(at)
    joined = " kl.\xa0" if get_language() == "sv" else ", "
    pattern = "HH.mm" if get_language() == "sv" else "HH:mm"
    time = format_time(local, pattern, tzinfo=local.tzinfo)
    return f"{full_date(local.date())}{joined}{time}"


@register.filter
def moment(at: datetime) -> str:
    """Return "24 november 2026, 12:05:31 CET": for what a record rests on."""
    locale = LOCALES[get_language() or "en"]
    local = timezone.localtime(at)
    time = format_time(local, "HH:mm:ss z", tzinfo=local.tzinfo, locale=locale)
    return f"{full_date(local.date())}, {time}"
