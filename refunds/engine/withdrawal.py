"""The statutory right of withdrawal, over all the ways unknown answers could turn out.

Directive 2011/83/EU arts. 9–16 and the acts that follow it (legal-facts 1). Questions
come in the order in which they stop mattering: which law, what kind of thing, when was
the contract made, is the period open, and then what withdrawing brings.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from refunds.engine.case import Case, Ending, Period, Told, recurs
from refunds.engine.deadlines import Days
from refunds.engine.facts import Charge, Nature, Purchase, RuleBook
from refunds.engine.law import Law, NoProvisionInForce, Provision, Right
from refunds.engine.limits import (
    days_after,
    ending_on,
    informed_late,
    months_after,
    without_information,
)
from refunds.engine.tree import Tree, split
from refunds.engine.unwinding import (
    ACKNOWLEDGED,
    INFORMED,
    NOT_TOLD,
    PERFORMED,
    REQUESTED,
    STARTED,
    TOLD,
    lost,
    unwound,
)
from refunds.engine.verdict import Outcome

DISCLOSED = "charge_disclosed"
FACTS = (DISCLOSED, INFORMED, STARTED, REQUESTED, PERFORMED, ACKNOWLEDGED)
"""The questions of the law."""

LONGEST_ROLL = 8
"""No limit moves as far as this many days; Easter beside other holidays moves six."""


class Withdrawal(NamedTuple):
    """A purchase before the law."""

    purchase: Purchase
    book: RuleBook
    law: Law
    today: date

    def tree(self) -> Tree:
        """Return what the law gives."""
        if self.purchase.charged_by(self.today) is False:
            return NOTHING_PAID
        place = self.purchase.channel
        if place is None and (told_apart := self._places()):
            return split("channel", [self._at(place).tree() for place in told_apart])
        country = self.purchase.country
        if country is not None:
            return self.in_country(country)
        alike = {
            tuple(item.key for item in dated): code
            for code, dated in self.law.withdrawal.items()
        }
        branches = [self.in_country(code) for code in alike.values()]
        return split("country", [*branches, UNKNOWN_LAW])

    def _places(self) -> tuple[str, ...]:
        """Return a channel at a distance and one that is not, where both exist."""
        book = self.book
        there = [key for key in book.channels if key in book.on_premises]
        distant = [key for key in book.channels if key not in book.on_premises]
        return (*distant[:1], *there[:1]) if there else ()

    def _at(self, place: str) -> Withdrawal:
        bought = replace(self.purchase, channel=place)
        return Withdrawal(bought, self.book, self.law, self.today)

    def in_country(self, country: str) -> Tree:
        """Return what the law of one country gives."""
        if country not in self.law.withdrawal:
            return UNKNOWN_LAW
        if self.purchase.product is not None:
            nature = self.book.natures.get(self.purchase.product, Nature.CONTESTED)
            return self._of(country, nature)
        alike = {self._kind(product): product for product in self.book.products}
        if not alike:
            return self._of(country, Nature.CONTESTED)
        bought = [replace(self.purchase, product=each) for each in alike.values()]
        return split(
            "product",
            [
                Withdrawal(each, self.book, self.law, self.today).in_country(country)
                for each in bought
            ],
        )

    def _kind(self, product: str) -> tuple[object, ...]:
        """Return all that the law asks of a product."""
        book = self.book
        return (
            book.natures.get(product, Nature.CONTESTED),
            product in book.recurring,
            book.trial_days.get(product),
            book.untimed_trials.get(product),
            book.months.get(product),
        )

    def _of(self, country: str, nature: Nature) -> Tree:
        charge = self.purchase.charge
        if not recurs(self.purchase, self.book):
            return self._contracted(country, nature, Charge.FIRST)
        if charge is None:
            branches = [self._contracted(country, nature, kind) for kind in Charge]
            return split("charge", branches)
        return self._contracted(country, nature, charge)

    def _contracted(self, country: str, nature: Nature, charge: Charge) -> Tree:
        """Cut the days on which the contract can have been made where it matters."""
        made = self._contract_days(charge)
        if made.first == made.last:
            return self._on(country, nature, charge, made)
        branches: list[Tree] = []
        cuts: list[date] = []
        for stretch in self._stretches(country, made):
            # Where no first day is known, no day of a stretch is the contract's.
            days = stretch if made.first else Days(None, stretch.last)
            branch = self._on(country, nature, charge, days)
            if branches and branches[-1].told == branch.told:
                continue
            if branches and stretch.first is not None:
                cuts.append(stretch.first)
            branches.append(branch)
        asks_payment = self.purchase.paid_on is None and charge is Charge.FIRST
        fact = "paid_on" if asks_payment else "signed_up_on"
        return split(fact, branches, tuple(cuts)) if cuts else branches[0]

    def _contract_days(self, charge: Charge) -> Days:
        """A contract is made with the first payment, or before it where one tries."""
        purchase = self.purchase
        if purchase.signed_up_on is not None:
            return Days(purchase.signed_up_on, purchase.signed_up_on)
        paid_on = purchase.paid_on
        if paid_on is None:
            return Days(None, self.today)
        if charge is Charge.RENEWAL:
            return Days(None, self._latest_start(paid_on))
        if purchase.trial_ends_on is not None:
            return Days(None, min(paid_on, purchase.trial_ends_on))
        trial = self.book.trial_days.get(purchase.product or "")
        tried = self.book.untimed_trials.get(purchase.product or "")
        if tried and purchase.happened(tried, self.today) is not False:
            return Days(None, paid_on)
        return Days(days_after(paid_on, -trial) if trial else paid_on, paid_on)

    def _latest_start(self, renewed_on: date) -> date:
        """What renews was begun a period ago, give or take the length of months."""
        months = self.book.months.get(self.purchase.product or "")
        day_before = days_after(renewed_on, -1)
        if months is None:
            return day_before
        return min(day_before, days_after(months_after(renewed_on, -months), 3))

    def _stretches(self, country: str, made: Days) -> Iterator[Days]:
        dated = self.law.withdrawal[country]
        # A contract older than the first provision is nobody's, unless they say so.
        cuts = {item.since for item in dated[1:]}
        for provision in dated:
            cuts.update(self._first_days_inside(provision))
        first = made.first
        for cut in sorted(cuts):
            if cut <= made.last and (first is None or cut > first):
                yield Days(first, cut - timedelta(days=1))
                first = cut
        yield Days(first, made.last)

    def _first_days_inside(self, provision: Provision) -> Iterator[date]:
        """The first contract days whose period, or longest period, is still open."""
        days, months = provision.days, provision.months_without_information
        yield self._first_day_inside(
            provision, days_after(self.today, -days), lambda day: days_after(day, days)
        )
        yield self._first_day_inside(
            provision,
            days_after(months_after(self.today, -months), -days),
            lambda day: without_information(day, days, months),
        )

    def _first_day_inside(
        self, provision: Provision, near: date, end: Callable[[date], date]
    ) -> date:
        """Search the few days around; a later contract never ends earlier."""

        def is_open(offset: int) -> bool:
            limit = ending_on(end(days_after(near, offset)), provision.calendar)
            return limit.open_on(self.today)

        around = range(-LONGEST_ROLL, LONGEST_ROLL)
        return days_after(near, around[bisect_left(around, True, key=is_open)])

    def _on(self, country: str, nature: Nature, charge: Charge, made: Days) -> Tree:
        try:
            provision = self.law.withdrawal_in(country, made.last)
        except NoProvisionInForce:
            return UNKNOWN_LAW
        if provision is None or provision.right is Right.VARIES:
            return Ending(Outcome.UNKNOWN, no_right=provision)
        if provision.right is Right.NONE:
            return Ending(Outcome.NOT_APPLICABLE, no_right=provision)
        if self.purchase.channel in self.book.on_premises:
            return Ending(Outcome.NOT_APPLICABLE, no_right=provision)
        paid_on = self.purchase.paid_on
        if charge is Charge.RENEWAL and provision.renewals and paid_on:
            made = Days(paid_on, paid_on)
        case = Case(self.purchase, self.book, self.today, provision, nature, made)
        if nature is Nature.GOODS:
            return Ending(Outcome.UNKNOWN, case)
        return _in_period(case, charge)


UNKNOWN_LAW = Ending(Outcome.UNKNOWN)
NOTHING_PAID = Ending(Outcome.NO_CHARGE)


def _in_period(case: Case, charge: Charge) -> Tree:
    """Is the period open: as counted, never properly begun, or restarted?

    Who was never told of the right has longer than a new period would give.
    """
    case = case.until(_counted(case), Period.COUNTED)
    if case.open:
        return unwound(case)
    days, months = case.provision.days, case.provision.months_without_information
    told = case.purchase.facts.get(INFORMED)
    if isinstance(told, date):
        late = case.until(
            lambda day: informed_late(day, told, days, months), Period.INFORMED_LATE
        )
        trace = (Told(INFORMED, told, late.open),)
        if late.open:
            return unwound(late, trace)
        return _restarted(case, charge, lost(late, trace))
    longest = case.until(
        lambda day: without_information(day, days, months), Period.WITHOUT_INFORMATION
    )
    if not longest.open:
        never = told is False
        end = lost(longest, (NOT_TOLD,)) if never else lost(case, ())
        return _restarted(case, charge, end)
    return case.asks(
        INFORMED,
        no=lambda: unwound(longest, (NOT_TOLD,)),
        yes=lambda: _restarted(case, charge, lost(case, (TOLD,))),
    )


def _restarted(case: Case, charge: Charge, over: Ending) -> Tree:
    """Return the period that an undisclosed charge began, or how it is ``over``."""
    conversion = _conversion(case, charge)
    if conversion is None:
        return over
    again = case.until(_counted(case), Period.RESTARTED, conversion)
    if not again.open:
        return over
    said, unsaid = Told(DISCLOSED, True, False), Told(DISCLOSED, False, True)
    return case.asks(
        DISCLOSED,
        no=lambda: unwound(again, (unsaid,)),
        yes=lambda: lost(over.case or case, (*over.trace, said)),
    )


def _counted(case: Case) -> Callable[[date], date]:
    return lambda day: days_after(day, case.provision.days)


def _conversion(case: Case, charge: Charge) -> Days | None:
    """A trial that became payable without saying so starts anew then (C-565/22)."""
    converted_on = case.purchase.paid_on
    first = case.contract.first
    if (
        not case.provision.undisclosed_charge_restarts
        or charge is not Charge.FIRST
        or not case.recurs
        or converted_on is None
        or (first is not None and first >= converted_on)
    ):
        return None
    return Days(converted_on, converted_on)
