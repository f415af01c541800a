"""Which day starts a refund window, and which is its last.

Calendar days; the day of the event is day 0 and day N is inside (DESIGN 4.1).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from refunds.engine.facts import Purchase, Start, Window
from refunds.engine.limits import days_after

FACT_OF_START = {
    Start.PAYMENT: "paid_on",
    Start.RENEWAL: "paid_on",
    Start.SIGNUP: "signed_up_on",
    Start.START: "starts_on",
    Start.TRIAL_END: "trial_ends_on",
}


COUNTED_FROM_PURCHASE = frozenset({Start.PAYMENT, Start.RENEWAL, Start.SIGNUP})
"""Windows that end by the day of purchase, or, for sign-up, no later than by it."""


class Days(NamedTuple):
    """A stretch of days, both ends included; no first day means "any time before"."""

    first: date | None
    last: date


class Timing(NamedTuple):
    """Whether today is inside a window, its last day, and the answers still needed."""

    holds: bool | None
    last_day: date | None
    began_on: date | None = None
    missing: tuple[str, ...] = ()


def timing(window: Window, purchase: Purchase, *, bought: Days, today: date) -> Timing:
    """Place ``today`` in a window.

    Args:
        bought: the days on which the payment can have been made.
    """
    if window.start is Start.PAYMENT_OR_START:
        return _earlier_of(window, purchase, today)
    fact = FACT_OF_START[window.start]
    started: date | None = getattr(purchase, fact)
    if started is not None:
        last = days_after(started, window.days)
        return Timing(today <= last, last, started)
    if window.start not in COUNTED_FROM_PURCHASE:
        return Timing(None, None, missing=(fact,))
    # Nobody signs up after paying, so the payment bounds the sign-up as well.
    if days_after(bought.last, window.days) < today:
        return Timing(False, None)
    open_still = (
        fact == "paid_on"
        and bought.first is not None
        and days_after(bought.first, window.days) >= today
    )
    return Timing(True if open_still else None, None, missing=(fact,))


def _earlier_of(window: Window, purchase: Purchase, today: date) -> Timing:
    known = [day for day in (purchase.paid_on, purchase.starts_on) if day is not None]
    missing = tuple(
        fact for fact in ("paid_on", "starts_on") if getattr(purchase, fact) is None
    )
    if not known:
        return Timing(None, None, missing=missing)
    last = days_after(min(known), window.days)
    if today > last:
        return Timing(False, last, min(known))
    if missing:
        return Timing(None, None, missing=missing)
    return Timing(True, last, min(known))
