"""Days as a file for people's calendars (RFC 5545). It names no person."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from icalendar import Alarm, Calendar, Event

from cancelhub.downloads import attachment

REMINDED = (timedelta(hours=-63), timedelta(hours=-15), timedelta(hours=9))
"""At nine, three days before, the day before, and on the day; from when it begins."""

NAMESPACE = uuid.UUID("6f0f1f0e-6b7c-5d7e-9a53-3c1b8d1d6a11")


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A whole day with what to do on it."""

    day: date
    title: str
    text: str = ""


def to_ics(days: Iterable[CalendarDay], made_on: date) -> bytes:
    """Return the days as a calendar file.

    The same days have the same identifiers: a file that is opened again replaces its
    entries instead of doubling them.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//")
    calendar.add("version", "2.0")
    stamp = timezone.make_aware(datetime.combine(made_on, time()))
    for one in days:
        calendar.add_component(_event(one, stamp))
    return bytes(calendar.to_ical())


def _event(one: CalendarDay, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uuid.uuid5(NAMESPACE, f'{one.day}{one.title}')}")
    event.add("dtstamp", stamp)
    event.add("dtstart", one.day)
    event.add("summary", one.title)
    if one.text:
        event.add("description", one.text)
    event.add("transp", "TRANSPARENT")  # a reminder does not make anybody busy
    for when in REMINDED:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", one.title)
        alarm.add("trigger", when)
        event.add_component(alarm)
    return event


def ics_response(days: Iterable[CalendarDay], made_on: date, name: str) -> HttpResponse:
    """Return a calendar file as a download."""
    kind = "text/calendar; charset=utf-8"
    return attachment(to_ics(days, made_on), kind, f"{name}.ics")
