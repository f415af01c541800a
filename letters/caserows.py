"""The letters of a case as its page shows them, with what can be done with each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.afterwards import BOTH, DATA, MONEY
from letters.dayforms import DayForm
from letters.models import Case, Dispatch
from letters.models.dispatches import State


@dataclass(frozen=True, slots=True)
class Row:
    """A letter, the forms that it may still need, and where to read what follows."""

    dispatch: Dispatch
    to_send: DayForm | None
    sent: DayForm | None
    afterwards: str


def rows(case: Case, bound: DayForm | None) -> list[Row]:
    """Return the letters; a form that was refused stands where it came from."""

    def form(fresh: DayForm) -> DayForm:
        return bound if bound and bound.auto_id == fresh.auto_id else fresh

    letters = list(case.dispatches.without_files())
    return [
        Row(
            letter,
            form(day_to_send(letter))
            if letter.state == State.QUEUED and letter.about_data
            else None,
            form(day_sent(letter)) if letter.can_be_sent_by_hand else None,
            _afterwards(case, letter, alone=len(letters) == 1),
        )
        for letter in letters
    ]


def day_to_send(dispatch: Dispatch, data: Mapping[str, Any] | None = None) -> DayForm:
    today = timezone.localdate()
    return DayForm(
        data,
        name="day",
        label=_("Send it on"),
        first=today,
        last=today + timedelta(days=settings.RETENTION_DAYS - 1),
        today=today,
        suggested=timezone.localdate(dispatch.next_attempt_at),
        key=f"-to-send-{dispatch.pk}",
    )


def day_sent(dispatch: Dispatch, data: Mapping[str, Any] | None = None) -> DayForm:
    today = timezone.localdate()
    return DayForm(
        data,
        name="day",
        label=_("I sent it on"),
        first=timezone.localdate(dispatch.case.created_at),
        last=today,
        today=today,
        suggested=dispatch.sent_on,
        key=f"-sent-{dispatch.pk}",
    )


def _afterwards(case: Case, letter: Dispatch, *, alone: bool) -> str:
    """Return where to read what to expect of a letter; nothing until it has gone."""
    if letter.left_on is None:
        return ""
    # The page of the case tells of a second letter; one that is alone may ask for both.
    about = DATA if letter.about_data else BOTH if alone else MONEY
    day = letter.left_on.isoformat()
    return page_of(case, "letters:after", sent_on=day, about=about)


def page_of(case: Case, name: str, **more: str) -> str:
    """Return another page about the same purchase."""
    answers = QueryDict(case.purchase).dict() | more
    return reverse(name, args=[case.provider], query=answers)
