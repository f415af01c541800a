"""Which rule decides, over all the ways in which unknown answers could turn out.

A purchase of which everything is known is covered by one rule, the first that fits.
Where answers are missing we follow each possible answer in turn and get a tree: a
``Split`` for each answer that makes a difference, a :class:`Ruling` at each end.
An answer after which everything is the same makes no split, and is never asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from refunds.engine.deadlines import COUNTED_FROM_PURCHASE, Days
from refunds.engine.facts import Charge, Promise, Purchase, Rule, RuleBook
from refunds.engine.limits import days_after
from refunds.engine.rules import Ruling, rule_on
from refunds.engine.tree import Tree, split
from refunds.engine.verdict import Check, Finding, Outcome

ELSEWHERE = "elsewhere"
"""Stands for every country that no rule names."""


class Scope(NamedTuple):
    """A purchase being placed among the rules of a book."""

    purchase: Purchase
    book: RuleBook
    today: date

    def tree(self) -> Tree:
        """Return what the rules give."""
        channels = _answers(self.purchase.channel, self.book.channels)
        return split("channel", [self._sold_in(channel) for channel in channels])

    def _sold_in(self, channel: str) -> Tree:
        """Who took the money comes before every rule (DESIGN 4.1)."""
        if channel in self.book.marketplaces:
            return self._store_decides(channel)
        products = _answers(self.purchase.product, self.book.products)
        branches = [
            self._of_product(self.book.rules_for(channel, product))
            for product in products
        ]
        return split("product", branches)

    def _of_product(self, rules: Sequence[Rule]) -> Tree:
        country = self.purchase.country
        countries = (country,) if country else (*self.book.named_countries, ELSEWHERE)
        rules = _reachable(
            rules, lambda rule: not (rule.countries or rule.charge or _dated(rule))
        )
        return _each("country", countries, rules, _countries_of, self._in_country)

    def _in_country(self, rules: Sequence[Rule]) -> Tree:
        """Has anything been charged? If not, there is nothing to give back yet.

        Somebody who does not say has paid, unless there is a free trial to be in. A
        trial comes before the first payment, so its rules are those for that one.
        """
        first = rules[0] if rules else None
        if first and first.promise is Promise.ASK_MARKETPLACE and not _dated(first):
            # Another seller decides, whatever was charged.
            bought = Days(None, self.today)
            return rule_on(first, self.purchase, bought=bought, today=self.today)
        charged = self.purchase.charged_by(self.today)
        trials = [
            rule
            for rule in rules
            if rule.promise is Promise.NO_CHARGE and rule.charge is not Charge.RENEWAL
        ]
        told = self.purchase.charged is False or self.purchase.paid_on is not None
        if charged is False and not (told or trials):
            charged = None  # a trial that this product does not have
        branches: list[Tree] = []
        if charged is not False:
            paid = [rule for rule in rules if rule.promise is not Promise.NO_CHARGE]
            after = _reachable(paid, lambda rule: not (rule.charge or _dated(rule)))
            charges = _answers(self.purchase.charge, tuple(Charge))
            branches.append(_each("charge", charges, after, _charges_of, self._charged))
        if charged is False or (charged is None and trials):
            branches.append(self._not_charged(trials))
        return split("paid_on", branches)

    def _charged(self, rules: Sequence[Rule]) -> Tree:
        paid_on = self.purchase.paid_on
        bought = Days(paid_on or self.purchase.signed_up_on, paid_on or self.today)
        return self._by_day("paid_on", rules, bought)

    def _not_charged(self, rules: Sequence[Rule]) -> Tree:
        signed_up_on = self.purchase.signed_up_on
        bought = Days(signed_up_on, signed_up_on or self.today)
        return self._by_day("signed_up_on", rules, bought, charged=False)

    def _by_day(
        self, fact: str, rules: Sequence[Rule], bought: Days, *, charged: bool = True
    ) -> Tree:
        """Terms bind by the day of purchase; it may be known only within bounds."""
        if bought.first == bought.last:
            return self._ruling(rules, bought, charged=charged)
        rules = _reachable(rules, lambda rule: not _dated(rule))
        branches: list[Ruling] = []
        cuts: list[date] = []
        for stretch in _stretches(rules, bought, self.today):
            ruling = self._ruling(rules, stretch, charged=charged)
            if branches and branches[-1].told == ruling.told:
                continue
            if branches and stretch.first is not None:
                cuts.append(stretch.first)
            branches.append(ruling)
        return split(fact, branches, tuple(cuts)) if cuts else branches[0]

    def _ruling(self, rules: Sequence[Rule], bought: Days, *, charged: bool) -> Ruling:
        decides = next((rule for rule in rules if _in_force(rule, bought)), None)
        if decides is None:
            return NO_RULE if charged else NOTHING_CHARGED
        ruling = rule_on(decides, self.purchase, bought=bought, today=self.today)
        if charged:
            return ruling
        # The trial's rule tells the last day; that nothing is charged yet holds anyway.
        if Outcome.NO_CHARGE not in ruling.possible:
            return NOTHING_CHARGED
        return ruling._replace(possible=NOTHING_CHARGED.possible)

    def _store_decides(self, channel: str) -> Ruling:
        store = self.book.marketplaces[channel]
        finding = Finding(
            Check.SELLER,
            False,
            inputs={"store": store},
            source=self.book.channel_sources.get(channel),
        )
        asked_there = frozenset({Outcome.VIA_MARKETPLACE})
        return Ruling(asked_there, None, (), (finding,), store=store)


NO_RULE = Ruling(
    frozenset({Outcome.UNKNOWN}), None, (), (Finding(Check.NO_RULE, None),)
)
NOTHING_CHARGED = Ruling(
    frozenset({Outcome.NO_CHARGE}), None, (), (Finding(Check.NOT_CHARGED, True),)
)


def _answers(known: str | None, possible: tuple[str, ...]) -> tuple[str, ...]:
    # Where a pack names none, whatever it is counts as one nobody names.
    return (known,) if known is not None else possible or (ELSEWHERE,)


def _countries_of(rule: Rule) -> frozenset[str]:
    return rule.countries


def _charges_of(rule: Rule) -> frozenset[str]:
    return frozenset({rule.charge}) if rule.charge else frozenset()


def _each(
    fact: str,
    answers: tuple[str, ...],
    rules: Sequence[Rule],
    demand: Callable[[Rule], frozenset[str]],
    then: Callable[[Sequence[Rule]], Tree],
) -> Tree:
    """Go on with the rules each answer leaves; one without a demand always stays."""
    if not any(demand(rule) for rule in rules):
        return then(rules)
    branches: list[Tree] = [
        then([rule for rule in rules if not demand(rule) or answer in demand(rule)])
        for answer in answers
    ]
    return split(fact, branches)


def _stretches(rules: Sequence[Rule], bought: Days, today: date) -> Iterator[Days]:
    """Cut a stretch of days where a rule, or the window of one, begins or ends."""
    first, last = bought.first, bought.last
    cuts = {rule.valid_from for rule in rules if rule.valid_from}
    cuts |= {days_after(rule.valid_to, 1) for rule in rules if rule.valid_to}
    cuts |= {
        today - timedelta(days=rule.window.days)
        for rule in rules
        if rule.window and rule.window.start in COUNTED_FROM_PURCHASE
    }
    for cut in sorted(cuts):
        if cut <= last and (first is None or cut > first):
            yield Days(first, cut - timedelta(days=1))
            first = cut
    yield Days(first, last)


def _dated(rule: Rule) -> bool:
    return rule.valid_from is not None or rule.valid_to is not None


def _reachable(
    rules: Sequence[Rule], takes_all: Callable[[Rule], bool]
) -> Sequence[Rule]:
    """Drop the rules after one that takes all: they never apply.

    Rules of free trials and others are two rows; neither stands in the other's way.
    """
    kept, closed = [], set()
    for rule in rules:
        row = rule.promise is Promise.NO_CHARGE
        if row in closed:
            continue
        kept.append(rule)
        if takes_all(rule):
            closed.add(row)
    return kept


def _in_force(rule: Rule, bought: Days) -> bool:
    """Does the rule apply to a stretch that none of its own limits cuts?"""
    begun = rule.valid_from is None or bought.last >= rule.valid_from
    return begun and (rule.valid_to is None or bought.last <= rule.valid_to)
