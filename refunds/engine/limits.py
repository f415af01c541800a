"""Time limits that a statute sets: when they end, and what is owed until then.

Calendar days; the day of the event is not counted, so day N is the event plus N
(Regulation 1182/71 art. 3(1)). A period of months ends on the same date, or on the last
day of a month that has no such date (art. 3(2)(c)). Pure functions: which days are
working days comes in as a :class:`Calendar`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from refunds.engine.facts import Money

ONE_DAY = timedelta(days=1)
WITHOUT_CENTS = frozenset(
    {"CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF"}
)
"""Currencies that ISO 4217 gives no smaller unit, as far as people pay in them."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are working days; a limit ending on another day moves to one."""

    is_working: Callable[[date], bool]

    def rolled(self, day: date) -> date:
        """Return the day itself, or the next working day."""
        while day < date.max and not self.is_working(day):
            day += ONE_DAY
        return day

    def working_day_before(self, day: date) -> date:
        """Return the last working day before a day."""
        day -= ONE_DAY
        while day > date.min and not self.is_working(day):
            day -= ONE_DAY
        return day


EVERY_DAY = Calendar(lambda _day: True)
"""Where limits do not move (UK: T-13)."""


class Limit(NamedTuple):
    """The last day of a period: as counted, and as the law may extend it.

    People are told to act by ``send_by``; ``legal_last_day`` is never earlier.
    """

    send_by: date
    legal_last_day: date

    def open_on(self, today: date) -> bool:
        """Is the period still running, that day included?"""
        return today <= self.legal_last_day

    def last_chance(self, today: date) -> date:
        """Return the day to name: the counted one, or the legal one once it is past."""
        return self.send_by if today <= self.send_by else self.legal_last_day


def ending_on(day: date, calendar: Calendar) -> Limit:
    """Return the limit that ends on a day by counting."""
    return Limit(day, calendar.rolled(day))


def days_after(event: date, days: int) -> date:
    """Return day ``days`` after an event; ``date.max`` where the calendar ends."""
    try:
        return event + timedelta(days=days)
    except OverflowError:
        return date.max


def months_after(event: date, months: int) -> date:
    """Return the date ``months`` later; ``date.max`` where the calendar ends."""
    years, month = divmod(event.month - 1 + months, 12)
    year, month = event.year + years, month + 1
    if not MINYEAR <= year <= MAXYEAR:
        return date.max
    return date(year, month, min(event.day, monthrange(year, month)[1]))


def without_information(contract: date, days: int, months: int) -> date:
    """Return the last day where the right was never explained (CRD art. 10(1), SE-12).

    "Twelve months after the period" and "twelve months and fourteen days" can differ by
    a day around the end of a month. The earlier one is safe.
    """
    return min(
        months_after(days_after(contract, days), months),
        days_after(months_after(contract, months), days),
    )


def informed_late(contract: date, informed_on: date, days: int, months: int) -> date:
    """Return the last day where the information came after the contract (art. 10(2)).

    The period then runs from the information, within what applies without any.
    """
    counted = days_after(max(contract, informed_on), days)
    return min(counted, without_information(contract, days, months))


def refund_due(received_on: date, days: int, calendar: Calendar) -> Limit:
    """Return when the money must be back (CRD art. 13(1); DAL 2:14: 14 days)."""
    return ending_on(days_after(received_on, days), calendar)


def data_answer_due(received_on: date, calendar: Calendar) -> Limit:
    """Return when a request under the GDPR must be answered (art. 12(3): a month)."""
    return ending_on(months_after(received_on, 1), calendar)


def board_application_by(complained_on: date) -> date:
    """Return the last day to go to ARN: a year after the complaint (2015:739 § 8)."""
    return months_after(complained_on, 12)


def direct_debit_stop_by(debit_on: date, calendar: Calendar) -> date:
    """Return the last banking day to revoke a direct debit (2010:751 ch. 5 § 36)."""
    return calendar.working_day_before(debit_on)


def owed_for(paid: Money, used_days: int, period_days: int) -> Money:
    """Estimate what may be kept: price times used by paid days (CRD art. 14(3)).

    Rounded half up to the smallest unit of the currency; never more than was paid.
    """
    used = Decimal(min(max(used_days, 0), period_days))
    unit = Decimal(1) if paid.currency in WITHOUT_CENTS else Decimal("0.01")
    amount = (paid.amount * used / period_days).quantize(unit, ROUND_HALF_UP)
    return Money(min(amount, paid.amount), paid.currency)
