"""The page for after the letter: what to expect, by when, and days for the calendar.

Its address holds answers about the purchase and the day the letter went; nothing of who
somebody is.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cancelhub.htmx import HtmxHttpRequest
from letters.afterwards import Expected, expected
from letters.dayforms import DayForm
from refunds.asking import Asked, ask
from refunds.calendarfile import CalendarDay, ics_response
from refunds.moving import forwarded

LONG_AGO = timedelta(days=366)


def _told(request: HtmxHttpRequest, slug: str) -> tuple[Asked, DayForm, list[Expected]]:
    today = timezone.localdate()
    paid_on = ask(slug, request.GET).purchase.paid_on
    form = DayForm(
        request.GET if "sent_on" in request.GET else None,
        name="sent_on",
        label=_("The day you sent it"),
        first=paid_on or today - LONG_AGO,
        last=today,
        today=today,
    )
    sent_on = form.day if form.is_valid() else today
    # As it was on that day: in time is in time, however long ago.
    asked = ask(slug, request.GET, on=sent_on)
    about = request.GET.get("about", "")
    return asked, form, expected(asked, sent_on, about)


@require_safe
@forwarded
def after(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """Show what to expect of a letter that has gone."""
    asked, form, days = _told(request, slug)
    context = {
        "asked": asked,
        "pack": asked.pack,
        "form": form,
        "about": request.GET.get("about", ""),
        "expected": days,
        "official": asked.way_out,
    }
    return render(request, "letters/after.html", context)


@require_safe
@forwarded
def calendar(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """Hand out the same days for a calendar."""
    asked, _form, days = _told(request, slug)
    entries = [
        CalendarDay(one.day, f"{asked.pack.name}: {one.title}", one.text)
        for one in days
    ]
    return ics_response(entries, timezone.localdate(), slug)
