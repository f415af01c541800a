"""The page for after the letter: what to expect, by when, and days for the calendar.

Its address holds answers about the purchase and the day the letter went; nothing of who
somebody is.
"""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cancelhub.htmx import HtmxHttpRequest
from letters.afterwards import Expected, expected
from refunds.asking import Asked, ask
from refunds.calendarfile import CalendarDay, ics_response
from refunds.moving import forwarded

LONG_AGO = timedelta(days=366)


class SentForm(forms.Form):
    """On which day a letter went; what makes no sense counts as today."""

    sent_on = forms.DateField(input_formats=["%Y-%m-%d"])

    def day(self, today: date) -> date:
        """Return the day that was told."""
        told: date = self.cleaned_data["sent_on"] if self.is_valid() else today
        return told if today - LONG_AGO <= told <= today else today


def _told(request: HtmxHttpRequest, slug: str) -> tuple[Asked, date, list[Expected]]:
    asked = ask(slug, request.GET)
    sent_on = SentForm(request.GET).day(asked.today)
    return asked, sent_on, expected(asked, sent_on)


@require_safe
@forwarded
def after(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """Show what to expect of a letter that has gone."""
    asked, sent_on, days = _told(request, slug)
    context = {
        "asked": asked,
        "pack": asked.pack,
        "sent_on": sent_on,
        "expected": days,
        "official": asked.way_out,
    }
    return render(request, "letters/after.html", context)


@require_safe
@forwarded
def calendar(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """Hand out the same days for a calendar."""
    asked, _sent_on, days = _told(request, slug)
    entries = [
        CalendarDay(one.day, f"{asked.pack.name}: {one.title}", one.text)
        for one in days
    ]
    return ics_response(entries, asked.today, slug)
