"""Which rule decides, over all the ways in which unknown answers could turn out.

A purchase of which everything is known is covered by one rule, the first that fits.
Where answers are missing we follow each possible answer in turn and get a tree: a
:class:`Split` for each answer that makes a difference, a :class:`Ruling` at each end.
An answer after which everything is the same makes no split, and is never asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from refunds.engine.facts import Charge, Promise, Purchase, Rule, RuleBook
from refunds.engine.rules import Ruling, rule_on
from refunds.engine.verdict import Check, Finding, Outcome

ELSEWHERE = "elsewhere"
"""Stands for every country that no rule names."""


@dataclass(frozen=True, slots=True)
class Split:
    """An answer that makes a difference, and what follows from each way to give it."""

    fact: str
    branches: tuple[Split | Ruling, ...]

    @property
    def told(self) -> tuple[object, ...]:
        """What makes a difference to the person, for comparison with another branch."""
        return (self.fact, *(branch.told for branch in self.branches))


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days, both ends included; no first day means "any time before"."""

    first: date | None
    last: date


@dataclass(frozen=True, slots=True)
class Scope:
    """A purchase being placed among the rules of a book."""

    purchase: Purchase
    book: RuleBook
    today: date

    def tree(self) -> Split | Ruling:
        """Return what the rules give."""
        channels = self._values(self.purchase.channel, self.book.channels)
        return _split("channel", [self._sold_in(channel) for channel in channels])

    def _sold_in(self, channel: str) -> Split | Ruling:
        """Who took the money comes before every rule (DESIGN 4.1)."""
        if channel in self.book.marketplaces:
            return self._store_decides(channel)
        rules = [
            rule
            for rule in self.book.rules
            if not rule.channels or channel in rule.channels
        ]
        return self._narrow(rules, list(self._questions()))

    def _questions(
        self,
    ) -> Iterator[tuple[str, tuple[str, ...], Callable[[Rule], object]]]:
        """Yield fact, possible answers and a rule's demand, in the order of asking."""
        purchase, book = self.purchase, self.book
        countries = frozenset().union(*(rule.countries for rule in book.rules))
        yield (
            "product",
            self._values(purchase.product, book.products),
            lambda rule: rule.products,
        )
        yield (
            "charge",
            self._values(purchase.charge, tuple(Charge)),
            lambda rule: rule.charge and {rule.charge},
        )
        yield (
            "country",
            self._values(purchase.country, (*sorted(countries), ELSEWHERE)),
            lambda rule: rule.countries,
        )

    @staticmethod
    def _values(known: str | None, possible: tuple[str, ...]) -> tuple[str, ...]:
        return (known,) if known is not None else possible

    def _narrow(
        self,
        rules: list[Rule],
        questions: list[tuple[str, tuple[str, ...], Callable[[Rule], object]]],
    ) -> Split | Ruling:
        if not questions:
            return self._by_charge(rules)
        (fact, values, demand), *rest = questions
        if not any(demand(rule) for rule in rules):
            return self._narrow(rules, rest)
        branches = [
            self._narrow(
                [r for r in rules if not demand(r) or value in demand(r)],  # type: ignore[operator]
                rest,
            )
            for value in values
        ]
        return _split(fact, branches)

    def _by_charge(self, rules: list[Rule]) -> Split | Ruling:
        """Has anything been charged? If not, there is nothing to give back yet.

        Somebody who does not say has paid, unless there is a free trial to be in.
        """
        charged = self.purchase.charged_by(self.today)
        states = (True, False) if charged is None else (charged,)
        if charged is None and not any(r.promise is Promise.NO_CHARGE for r in rules):
            states = (True,)
        return _split(
            "paid_on",
            [
                self._charged(rules) if state else self._not_charged(rules)
                for state in states
            ],
        )

    def _charged(self, rules: list[Rule]) -> Split | Ruling:
        after = [rule for rule in rules if rule.promise is not Promise.NO_CHARGE]
        paid_on = self.purchase.paid_on
        bought = Days(paid_on or self.purchase.signed_up_on, paid_on or self.today)
        return self._by_day("paid_on", after, bought)

    def _not_charged(self, rules: list[Rule]) -> Split | Ruling:
        before = [rule for rule in rules if rule.promise is Promise.NO_CHARGE]
        signed_up_on = self.purchase.signed_up_on
        bought = Days(signed_up_on, signed_up_on or self.today)
        return self._by_day("signed_up_on", before, bought, charged=False)

    def _by_day(
        self, fact: str, rules: list[Rule], bought: Days, *, charged: bool = True
    ) -> Split | Ruling:
        """Terms bind by the day of purchase; it may be known only within bounds."""
        stretches = list(_stretches(rules, bought))
        return _split(
            fact,
            [self._ruling(rules, stretch, charged=charged) for stretch in stretches],
        )

    def _ruling(self, rules: list[Rule], bought: Days, *, charged: bool) -> Ruling:
        decides = next((rule for rule in rules if _in_force(rule, bought)), None)
        if decides is not None:
            ruling = rule_on(
                decides, self.purchase, paid_by=bought.last, today=self.today
            )
            if charged or Outcome.NO_CHARGE in ruling.possible:
                return ruling
        return NO_RULE if charged else NOTHING_CHARGED

    def _store_decides(self, channel: str) -> Ruling:
        finding = Finding(
            Check.SELLER,
            False,
            inputs={"store": self.book.marketplaces[channel]},
            source=self.book.channel_sources.get(channel),
        )
        return Ruling(frozenset({Outcome.VIA_MARKETPLACE}), None, (), (finding,))


NO_RULE = Ruling(
    frozenset({Outcome.UNKNOWN}), None, (), (Finding(Check.NO_RULE, None),)
)
NOTHING_CHARGED = Ruling(
    frozenset({Outcome.NO_CHARGE}), None, (), (Finding(Check.NOT_CHARGED, True),)
)


def _split(fact: str, branches: list[Split | Ruling]) -> Split | Ruling:
    """Return a split, or its branch where all branches tell the person the same."""
    if len({branch.told for branch in branches}) == 1:
        return branches[0]
    return Split(fact, tuple(branches))


def _stretches(rules: list[Rule], bought: Days) -> Iterator[Days]:
    """Cut a stretch of days where one of the rules begins or ends to apply."""
    first, last = bought.first, bought.last
    cuts = {rule.valid_from for rule in rules if rule.valid_from}
    cuts |= {rule.valid_to + timedelta(days=1) for rule in rules if rule.valid_to}
    for cut in sorted(cuts):
        if cut <= last and (first is None or cut > first):
            yield Days(first, cut - timedelta(days=1))
            first = cut
    yield Days(first, last)


def _in_force(rule: Rule, bought: Days) -> bool:
    """Does the rule apply to a stretch that none of its own limits cuts?"""
    begun = rule.valid_from is None or bought.last >= rule.valid_from
    return begun and (rule.valid_to is None or bought.last <= rule.valid_to)
