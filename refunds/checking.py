"""What is wrong with a pack beyond its shape: idle rules, gaps, wrong cases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from refunds.cells import ELSEWHERE, Cell, cells, turning_days
from refunds.datapack import Pack, PackedCase
from refunds.engine.facts import Charge, Promise, Purchase, RuleBook
from refunds.engine.policy import policy_route
from refunds.engine.verdict import Route
from refunds.overlaps import overlaps_by_chance, overlaps_nobody_meant
from refunds.rulebook import NO_STORES, purchase_of, rulebook, sold_as

PLACEHOLDER = re.compile(
    r"\b(lorem|ipsum|xxx+|tbd|todo|fixme|musterstra|example\.(com|org))|\{\w*\}|\[\.\.\.\]",
    re.IGNORECASE,
)
CLAIMS = re.compile(
    r"""
      \bcertified\b | \bcertifiera[dt] | \brekommenderat\s+(?:brev|e-?post)
    | \bregistered\s+(?:e-?mail|letter|delivery|post)\b
    | \bguaranteed\b | \b(?:we|cancelhub)\s+guarantee
    | \bgaranterad | \b(?:vi|cancelhub)\s+garanterar
    | \b(?:no|nr)\.?\s?1\b | \bnumber\s+one\b | \bnummer\s+ett\b
    | \blawyers?\b | (?<!power\ of\ )\battorneys?\b | \badvokat
    | \b(?:30|thirty|trettio)\s+se[ck]
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What nobody may claim about us or in our name (DESIGN 1)."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A golden case and the route the engine gives for it."""

    case: PackedCase
    route: Route

    @property
    def passed(self) -> bool:
        """Does the answer agree with the case?"""
        wanted = (self.case.outcome, self.case.deadline)
        return (self.route.outcome, self.route.deadline) == wanted


def problems(pack: Pack, slugs: set[str]) -> list[str]:
    """Return what must be mended; ``slugs`` are all providers of the catalogue."""
    return [
        *_unknown_stores(pack, slugs),
        *_bad_words(pack),
        *_rules_never_reached(pack),
        *overlaps_nobody_meant(pack),
        *_failed_cases(pack),
    ]


def warnings(
    pack: Pack,
    *,
    today: date,
    fresh_after: date,
    stores: Mapping[str, Pack] = NO_STORES,
) -> list[str]:
    """Return what an editor should look at: gaps, crossing rules, facts grown old.

    Args:
        stores: the packs, by slug, of stores that take money for the provider.
    """
    found = [*overlaps_by_chance(pack), *_gaps(pack, today)]
    found += _not_in_store(pack, stores)
    if pack.checked_on < fresh_after:
        found.append(f"checked_on: {pack.checked_on} is older than the freshness limit")
    if len(pack.cases) < 5:
        found.append(f"cases: only {len(pack.cases)}; five or more show the boundaries")
    return found


def try_cases(pack: Pack) -> list[Tried]:
    """Run the golden cases, as if the facts were checked today."""
    rules = rulebook(pack, fresh_after=date.min)
    return [
        Tried(
            case,
            policy_route(purchase_of(case.purchase), rules, case.today),
        )
        for case in pack.cases
    ]


def _unknown_stores(pack: Pack, slugs: set[str]) -> Iterator[str]:
    for place, channel in enumerate(pack.channels):
        if channel.billed_by == pack.slug:
            yield f"channels[{place}].billed_by: names the provider itself"
        elif channel.billed_by and channel.billed_by not in slugs:
            yield f"channels[{place}].billed_by: there is no pack {channel.billed_by!r}"


def _not_in_store(pack: Pack, stores: Mapping[str, Pack]) -> Iterator[str]:
    """Where nothing in a store is of a product's kind, its answer stays unknown."""
    for place, channel in enumerate(pack.channels):
        store = stores.get(channel.billed_by or "")
        if store is None:
            continue
        alone = [key for key, found in sold_as(pack, store).items() if not found]
        if alone:
            yield (
                f"channels[{place}]: {store.slug} sells nothing of the same kind as"
                f" {', '.join(alone)}"
            )


def _bad_words(pack: Pack) -> Iterator[str]:
    for path, text in _texts(pack.model_dump(mode="json", exclude={"sources"})):
        for pattern, what in ((PLACEHOLDER, "placeholder"), (CLAIMS, "claim")):
            if found := pattern.search(text):
                yield f"{path}: {what} {found.group()!r}"


def _texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, f"{path}.{key}".removeprefix("."))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _texts(item, f"{path}[{place}]")


def _failed_cases(pack: Pack) -> Iterator[str]:
    for tried in try_cases(pack):
        if not tried.passed:
            case, route = tried.case, tried.route
            yield (
                f"cases.{case.key}: expected {case.outcome} {case.deadline or ''}, the"
                f" rules give {route.outcome} {route.deadline or ''} ({case.why})"
            )


def deciding_rule(rules: RuleBook, purchase: Purchase, day: date) -> str | None:
    """Return the key of the rule that decides a purchase on the day it is made."""
    return policy_route(purchase, rules, day).rule


def _rules_never_reached(pack: Pack) -> Iterator[str]:
    rules = rulebook(pack, fresh_after=date.min)
    reached = {
        deciding_rule(rules, cell.bought(day, charged=charged), day)
        for cell in cells(pack, rules)
        for day in turning_days(rules, pack.checked_on)
        for charged in (True, False)
    }
    for place, rule in enumerate(rules.rules):
        if rule.key not in reached:
            yield f"rules[{place}]: {rule.key!r} never applies, earlier rules cover it"


def _gaps(pack: Pack, today: date) -> Iterator[str]:
    """A product that some rule covers, but not for every country, day and payment."""
    rules = rulebook(pack, fresh_after=date.min)
    paid = [rule for rule in rules.rules if rule.promise is not Promise.NO_CHARGE]
    covered = {key for rule in paid for key in rule.products}
    for cell in cells(pack, rules):
        if cell.product not in covered and all(rule.products for rule in paid):
            if cell.charge is Charge.FIRST and cell.country == ELSEWHERE:
                yield f"no rule at all for {cell.product} in {cell.channel}"
            continue
        if deciding_rule(rules, cell.bought(today, charged=True), today) is None:
            yield f"no rule today for {cell}"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """What is answered to somebody who asks on the day of purchase."""

    cell: Cell
    rule: str
    route: Route


def matrix(pack: Pack, today: date) -> list[MatrixRow]:
    """Return the answer to each kind of purchase made today, with no event happened."""
    rules = rulebook(pack, fresh_after=date.min)
    rows = []
    for cell in cells(pack, rules):
        bought = replace(
            cell.bought(today, charged=True),
            starts_on=today,
            events={event.key: False for event in pack.events},
        )
        route = policy_route(bought, rules, today)
        rows.append(MatrixRow(cell, route.rule or "–", route))
    return rows
