"""The page for after the letter: what to expect, by when, and days for the calendar.

Its address holds answers about the purchase and the day the letter went; nothing of who
somebody is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cancelhub.htmx import HtmxHttpRequest
from letters.afterwards import Expected, expected
from letters.dayforms import DayForm
from providers.templatetags.dates import full_date
from refunds.asking import Asked, ask
from refunds.calendarfile import CalendarDay, ics_response
from refunds.moving import forwarded

LONG_AGO = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Told:
    """What was bought, the day the letter went, and what to expect of it.

    ``asked`` is as of today: what was told of a later day stays in every link.
    """

    asked: Asked
    form: DayForm
    sent_on: date
    about: str
    expected: list[Expected]

    @property
    def second_letter(self) -> str:
        """Where the letter about personal data is, with the ways to send it."""
        where = reverse("letters:letter", args=[self.asked.pack.slug])
        query = f"?{self.asked.query}" if self.asked.query else ""
        return f"{where}{query}#ways-2"


def _told(request: HtmxHttpRequest, slug: str) -> Told:
    asked = ask(slug, request.GET)
    form = _day_sent(request, asked)
    sent_on = form.day if form.is_valid() else asked.today
    # As it was on that day: in time is in time, however long ago.
    then = ask(slug, request.GET, on=sent_on)
    about = request.GET.get("about", "")
    return Told(asked, form, sent_on, about, expected(then, sent_on, about))


def _day_sent(request: HtmxHttpRequest, asked: Asked) -> DayForm:
    bought, today = asked.purchase, asked.today
    first, too_early = today - LONG_AGO, ""
    # Nobody pays before signing up, so of the two the later day counts.
    if bought.paid_on:
        first = bought.paid_on
        too_early = _("The letter cannot have gone before you paid, on %(day)s.")
    elif bought.signed_up_on:
        first = bought.signed_up_on
        too_early = _("The letter cannot have gone before you signed up, on %(day)s.")
    return DayForm(
        request.GET if "sent_on" in request.GET else None,
        name="sent_on",
        label=_("The day you sent it"),
        first=first,
        last=today,
        today=today,
        too_early=too_early % {"day": full_date(first)},
    )


@require_safe
@forwarded
def after(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """Show what to expect of a letter that has gone."""
    told = _told(request, slug)
    context = {
        "asked": told.asked,
        "pack": told.asked.pack,
        "form": told.form,
        "sent_on": told.sent_on,
        "about": told.about,
        "expected": told.expected,
        "second_letter": told.second_letter,
        "official": told.asked.way_out,
    }
    return render(request, "letters/after.html", context)


@require_safe
@forwarded
def calendar(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """Hand out the same days for a calendar."""
    told = _told(request, slug)
    where = request.build_absolute_uri(told.second_letter)
    entries = [
        CalendarDay(
            one.day,
            f"{told.asked.pack.name}: {one.title}",
            f"{one.text}\n\n{one.then} {where}" if one.then else one.text,
        )
        for one in told.expected
    ]
    return ics_response(entries, timezone.localdate(), slug)
