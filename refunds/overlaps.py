"""Rules in each other's way.

Rules are tried in order and the first that covers a purchase decides, so rules may
overlap: an exception stands before what it is an exception from. README says which
overlaps nobody can have meant (errors) and which may be chance (warnings).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from providers.countries import expand
from refunds.cells import Cell, cells, representatives, turning_days
from refunds.datapack import Pack, PackedRule
from refunds.engine.facts import Promise, Rule, RuleBook
from refunds.rulebook import rulebook

Bought = tuple[Cell, date]
"""A kind of purchase on a day; the days stand for stretches of time."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A rule, its place, and every purchase that its scope covers."""

    place: int
    rule: Rule
    covers: frozenset[Bought]

    @property
    def kinds(self) -> frozenset[Cell]:
        """What it covers, whatever the day."""
        return frozenset(cell for cell, _day in self.covers)

    @property
    def gives(self) -> object:
        """What people notice of it."""
        return self.rule.promise, self.rule.window, self.rule.ended_by

    def competes_with(self, earlier: Reach) -> bool:
        """Would it be told differently, and is it tried for the same purchases?

        The rules of free trials are tried apart from those for what was paid.
        """
        trial = self.rule.promise is Promise.NO_CHARGE
        apart = trial is not (earlier.rule.promise is Promise.NO_CHARGE)
        return not apart and self.gives != earlier.gives

    def __str__(self) -> str:
        return f"rules[{self.place}] {self.rule.key!r}"


def overlaps_nobody_meant(pack: Pack) -> Iterator[str]:
    """Yield rules that hold at the same time for the same, or name something in vain.

    Rules that never apply at all are not repeated here.
    """
    book = rulebook(pack, fresh_after=date.min)
    reaches = _reaches(pack, book)
    stand_in = representatives(book)
    for place, later in enumerate(reaches):
        before = _tried_before(later, reaches[:place])
        if later.covers <= frozenset().union(*(reach.covers for reach in before)):
            continue
        yield from _in_vain(later, before, pack.rules[place], stand_in)
        for earlier in before:
            if earlier.kinds == later.kinds and _cross(earlier, later):
                yield (
                    f"rules[{place}]: {later.rule.key!r} holds for the same purchases"
                    f" as {earlier} {_both_hold(earlier.rule, later.rule)}; close the"
                    " older one with valid_to"
                )


def overlaps_by_chance(pack: Pack) -> Iterator[str]:
    """Yield pairs of rules that cross: neither is an exception from the other.

    A rule that leaves the answer to another seller rightly comes before all others.
    """
    reaches = _reaches(pack, rulebook(pack, fresh_after=date.min))
    for place, later in enumerate(reaches):
        for earlier in _tried_before(later, reaches[:place]):
            triage = earlier.rule.promise is Promise.ASK_MARKETPLACE
            alike = earlier.kinds == later.kinds
            if not (triage or alike) and _cross(earlier, later):
                cell = min((c for c, _ in earlier.covers & later.covers), key=str)
                yield (
                    f"rules[{place}]: {later.rule.key!r} crosses {earlier}; only their"
                    f" order decides, for example for {cell}"
                )


def _reaches(pack: Pack, book: RuleBook) -> list[Reach]:
    days = turning_days(book, pack.checked_on)
    kinds = cells(pack, book)
    return [
        Reach(
            place,
            rule,
            frozenset(
                (cell, day)
                for cell in kinds
                if _covers(rule, cell)
                for day in days
                if rule.in_force(day)
            ),
        )
        for place, rule in enumerate(book.rules)
    ]


def _covers(rule: Rule, cell: Cell) -> bool:
    return (
        rule.covers(cell.channel, cell.product)
        and (not rule.countries or cell.country in rule.countries)
        and rule.charge in (None, cell.charge)
    )


def _tried_before(later: Reach, earlier: Iterable[Reach]) -> list[Reach]:
    return [reach for reach in earlier if later.competes_with(reach)]


def _cross(one: Reach, other: Reach) -> bool:
    shared = one.covers & other.covers
    return bool(shared) and shared not in (one.covers, other.covers)


def _both_hold(one: Rule, other: Rule) -> str:
    """Say in which time two rules that overlap are both in force."""
    begins = max(day for rule in (one, other) if (day := rule.valid_from))
    ends = min(day for rule in (one, other) if (day := rule.valid_to))
    return f"from {begins} to {ends}"


def _in_vain(
    later: Reach, before: list[Reach], packed: PackedRule, stand_in: dict[str, str]
) -> Iterator[str]:
    """Yield what a rule names although earlier rules decide every purchase of it."""
    named = [("products", key, "product", {key}) for key in packed.products]
    named += [("channels", key, "channel", {key}) for key in packed.channels]
    for token in packed.countries:
        chosen = {stand_in[country] for country in expand([token])}
        named.append(("countries", token, "country", chosen))
    for field, name, part, keys in named:
        wanted = {item for item in later.covers if getattr(item[0], part) in keys}
        deciding = [reach for reach in before if reach.covers & wanted]
        if wanted and wanted <= frozenset().union(*(r.covers for r in deciding)):
            yield (
                f"rules[{later.place}].{field}: {name!r} is named in vain, decided"
                f" before by {' and '.join(map(str, deciding))}"
            )
