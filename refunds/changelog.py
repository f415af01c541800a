"""What has changed in a provider's rules, by day: written, or told by the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from providers.vocabulary import Topic
from refunds.datapack import Pack
from refunds.ruletable import RuleRow

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """What became different, and where it was read."""

    text: str
    source: int


@dataclass(frozen=True, slots=True)
class ChangeDay:
    """The changes of one day; ``None`` where the day is not known."""

    day: date | None
    changes: list[Change]
    is_coming: bool = False


def change_log(
    pack: Pack, rows: Sequence[RuleRow], language: str, today: date
) -> list[ChangeDay]:
    """Return the changes, the newest day first.

    Where somebody has written what changed on a day, its rules are not told again.
    """
    numbers = pack.source_numbers
    written: dict[date | None, list[Change]] = {}
    for note in pack.notes:
        if note.topic is Topic.CHANGES:
            change = Change(note.text.in_language(language), numbers[note.source])
            written.setdefault(note.since, []).append(change)
    undated = written.pop(None, [])
    told = {day: _told_by_rules(day, rows) for day in _days(rows) - written.keys()}
    days = [
        ChangeDay(day, changes, is_coming=day > today)
        for day, changes in {**written, **told}.items()
        if day is not None and changes
    ]
    days.sort(key=lambda item: item.day or date.min, reverse=True)
    return [*days, ChangeDay(None, undated)] if undated else days


def _days(rows: Sequence[RuleRow]) -> set[date | None]:
    """Return the days on which a rule began to hold or no longer did."""
    begun: set[date | None] = {row.rule.valid_from for row in rows}
    ended = {row.rule.valid_to + ONE_DAY for row in rows if row.rule.valid_to}
    return (begun | ended) - {None}


def _told_by_rules(day: date | None, rows: Sequence[RuleRow]) -> list[Change]:
    begun = [row for row in rows if row.rule.valid_from == day]
    ended = [
        row for row in rows if row.rule.valid_to and row.rule.valid_to + ONE_DAY == day
    ]
    changes, replaced = [], []
    for row in begun:
        before = next((old for old in ended if _same_purchases(row, old)), None)
        replaced.append(before)
        words = {"what": _what(row), "now": row.terms}
        if before is None:
            text = gettext("%(what)s: %(now)s.") % words
        elif before.terms != row.terms:
            text = gettext("%(what)s: %(now)s. Before: %(before)s.") % (
                words | {"before": before.terms}
            )
        else:
            continue
        changes.append(Change(text, row.source))
    for row in ended:
        if row not in replaced:
            text = gettext("%(what)s: no longer %(before)s.") % {
                "what": _what(row),
                "before": row.terms[:1].lower() + row.terms[1:],
            }
            changes.append(Change(text, row.source))
    return list(dict.fromkeys(changes))


def _same_purchases(row: RuleRow, other: RuleRow) -> bool:
    rule, old = row.rule, other.rule
    return (rule.products, rule.channels, rule.countries, rule.charge) == (
        old.products,
        old.channels,
        old.countries,
        old.charge,
    )


def _what(row: RuleRow) -> str:
    return f"{row.products} ({row.scope})" if row.scope else row.products
