"""The dates of a verdict as a picture: a line where there is room, a list on phones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from refunds.asking import Asked
from refunds.calendarfile import CalendarDay
from refunds.engine.verdict import MONEY_BACK, Basis, Outcome

HALF_A_YEAR = 182
FIELD, LEFT, RIGHT, APART = 720, 24, 696, 90
"""Width of the field, ends of the line on it, and the room that a date needs."""

ANCHORS = {LEFT: "start", RIGHT: "end"}
LETTER, ROW = 7, 20
"""Width of a letter and height of a row of labels, at most, on the same field."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One day on the line."""

    day: date
    label: str
    kind: str  # "past", "now", "open" or "later", for the drawing
    x: int
    anchor: str  # of the date, as in SVG
    label_anchor: str  # of the words below it, which must not leave the field
    row: int  # labels that would touch stand below each other

    @property
    def label_y(self) -> int:
        """Where the label stands."""
        return 88 + ROW * self.row


@dataclass(frozen=True, slots=True)
class Timeline:
    """All days in order, and how far the coloured part of the line reaches."""

    marks: tuple[Mark, ...]
    reached: int

    @property
    def needs_years(self) -> bool:
        """Could two days be mistaken for each other without their year?"""
        return (self.marks[-1].day - self.marks[0].day).days > HALF_A_YEAR

    @property
    def height(self) -> int:
        """Height of the picture, with all rows of labels."""
        return 112 + ROW * max(mark.row for mark in self.marks)

    @property
    def left(self) -> int:
        """Where the line begins."""
        return LEFT

    @property
    def right(self) -> int:
        """Where the line ends."""
        return RIGHT


def timeline(asked: Asked) -> Timeline | None:
    """Return the picture; none where there is nothing to do by a day."""
    days = {
        day: (_joined(labels), any(acts for _, acts in labels))
        for day, labels in _days(asked).items()
    }
    return drawn(days, asked.today)


def days_to_act(asked: Asked) -> list[CalendarDay]:
    """Return the days that somebody must still act by, for a calendar."""
    provider = asked.pack.name
    return [
        CalendarDay(day, f"{provider}: {_joined(ends)}")
        for day, labels in sorted(_days(asked).items())
        if day >= asked.today and (ends := [one for one in labels if one[1]])
    ]


def drawn(days: Mapping[date, tuple[str, bool]], today: date) -> Timeline | None:
    """Place days with their labels, and whether they are ones to act by."""
    acting = [day for day, (_, acts) in days.items() if acts and day >= today]
    if not acting:
        return None
    last = max(acting)
    marks: list[Mark] = []
    ends: list[int] = []  # of the last label in each row
    for day, x in _places(sorted(days)).items():
        kind = "past" if day < today else "now" if day == today else "open"
        if day > last:
            kind = "later"
        label = days[day][0]
        anchor = ANCHORS.get(x, "middle")
        width = LETTER * len(label)
        held = _held(x, width) if anchor == "middle" else anchor
        begins = {"start": x, "middle": x - width // 2, "end": x - width}[held]
        row = next((row for row, end in enumerate(ends) if end < begins), len(ends))
        ends[row : row + 1] = [begins + width]
        marks.append(Mark(day, label, kind, x, anchor, held, row))
    reached = max(mark.x for mark in marks if mark.day <= last)
    return Timeline(tuple(marks), reached)


def _held(x: int, width: int) -> str:
    """Where a label hangs so that it stays on the field."""
    if x + width // 2 > FIELD:
        return "end"
    return "start" if x < width // 2 else "middle"


def _days(asked: Asked) -> dict[date, list[tuple[str, bool]]]:
    """Return what is on each day, and whether one must act by it."""
    verdict, purchase = asked.verdict, asked.purchase
    law = verdict.route(Basis.STATUTORY_WITHDRAWAL)
    policy = verdict.route(Basis.PROVIDER_POLICY)
    found: dict[date, list[tuple[str, bool]]] = {}

    def add(day: date | None, label: str, *, acts: bool = False) -> None:
        if day is not None:
            found.setdefault(day, []).append((label, acts))

    add(purchase.signed_up_on, gettext("You signed up"))
    if purchase.paid_on != purchase.signed_up_on:
        add(purchase.paid_on, gettext("You paid"))
    add(asked.today, gettext("Today"))
    still_open = policy.possible & (
        MONEY_BACK | {Outcome.CONDITIONAL, Outcome.NO_CHARGE}
    )
    if still_open and policy.deadline:
        add(policy.deadline, gettext("Last day by the terms"), acts=True)
    add(asked.unpaid_last_day, gettext("Last day to withdraw"), acts=True)
    add(asked.trial_ends_on, gettext("The free trial ends"), acts=True)
    if verdict.outcome is Outcome.VIA_MARKETPLACE:
        add(verdict.deadline, gettext("Last day by the store’s rules"), acts=True)
    if law.deadline:
        if law.send_by and law.send_by >= asked.today:
            add(law.send_by, gettext("Last day to withdraw"), acts=True)
        if law.legal_last_day != law.send_by:
            moved = gettext("Last day by law (after the weekend or holiday)")
            add(law.legal_last_day, moved, acts=True)
        if verdict.basis is Basis.STATUTORY_WITHDRAWAL:
            # The terms give money, too, but no day for it.
            add(law.refund_due, gettext("Money back, if sent today"))
    return found


def _joined(labels: list[tuple[str, bool]]) -> str:
    """Return "today" and all that ends on a day; of what only happens, the last."""
    today = gettext("Today")
    ends = [label for label, acts in labels if acts] or [labels[-1][0]]
    first, *rest = dict.fromkeys([today] * ((today, False) in labels) + ends)
    return ", ".join([first, *(label[0].lower() + label[1:] for label in rest)])


def _places(days: list[date]) -> dict[date, int]:
    """Place days to scale, but never closer than their dates need."""
    if len(days) == 1:
        return {days[0]: LEFT}
    apart = min(APART, (RIGHT - LEFT) // (len(days) - 1))
    span = (days[-1] - days[0]).days
    places = [LEFT + (RIGHT - LEFT) * (day - days[0]).days // span for day in days]
    for place in range(1, len(places)):
        places[place] = max(places[place], places[place - 1] + apart)
    places[-1] = RIGHT
    for place in range(len(places) - 2, -1, -1):
        places[place] = min(places[place], places[place + 1] - apart)
    return dict(zip(days, places, strict=True))
