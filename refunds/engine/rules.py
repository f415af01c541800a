"""One policy rule applied to one purchase that it covers."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from refunds.engine.deadlines import Days, timing
from refunds.engine.facts import Promise, Purchase, Rule
from refunds.engine.verdict import IN_TIME, Check, Finding, Outcome

OUTCOME_OF_PROMISE = {
    Promise.FULL: Outcome.REFUNDABLE,
    Promise.PARTIAL: Outcome.PARTLY_REFUNDABLE,
    Promise.NO_CHARGE: Outcome.NO_CHARGE,
    Promise.ASK_PROVIDER: Outcome.CONDITIONAL,
    Promise.ASK_MARKETPLACE: Outcome.VIA_MARKETPLACE,
    Promise.NONE: Outcome.NOT_REFUNDABLE,
}
REFUSED = frozenset({Outcome.NOT_REFUNDABLE})
WITH_DEADLINE = IN_TIME | {Outcome.CONDITIONAL}


class Ruling(NamedTuple):
    """What a rule gives. Several possible outcomes mean that answers are missing."""

    possible: frozenset[Outcome]
    deadline: date | None
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]
    rule: Rule | None = None
    store: str | None = None  # whose rules decide instead

    @property
    def told(self) -> tuple[object, ...]:
        """What makes a difference to the person; a date one cannot use does not."""
        deadline = self.deadline if self.possible & WITH_DEADLINE else None
        return (self.possible, deadline, self.missing, self.store)


def rule_on(rule: Rule, purchase: Purchase, *, bought: Days, today: date) -> Ruling:
    """Apply a rule that covers the purchase; ``bought`` as in :func:`timing`."""
    if rule.promise is Promise.NONE:
        return _refused(rule, purchase, bought=bought, today=today)
    findings: list[Finding] = []
    missing: list[str] = []
    deadline = None
    if rule.window is not None:
        placed = timing(rule.window, purchase, bought=bought, today=today)
        deadline = placed.last_day
        if placed.holds is None or OUTCOME_OF_PROMISE[rule.promise] in WITH_DEADLINE:
            missing += placed.missing
        inputs: dict[str, date | str | int | None] = {
            "start": rule.window.start,
            "days": rule.window.days,
            "began_on": placed.began_on,
            "last_day": placed.last_day,
        }
        findings.append(
            Finding(Check.WINDOW, placed.holds, rule.key, inputs, rule.source)
        )
    for event in rule.ended_by:
        finding = _event(event, rule, purchase, today)
        findings.append(finding)
        if finding.holds is None:
            missing.append(event)
    granted = OUTCOME_OF_PROMISE[rule.promise]
    if any(finding.holds is False for finding in findings):
        possible, missing = REFUSED, []
    else:
        sure = all(finding.holds for finding in findings)
        possible = frozenset({granted}) if sure else REFUSED | {granted}
    return Ruling(
        possible,
        deadline,
        tuple(missing),
        tuple(findings) or (_promise(rule),),
        rule,
    )


def _event(event: str, rule: Rule, purchase: Purchase, today: date) -> Finding:
    happened = purchase.happened(event, today)
    answer = purchase.events.get(event)
    return Finding(
        Check.EVENT,
        None if happened is None else not happened,
        rule.key,
        {"event": event, "on": answer if isinstance(answer, date) else None},
        rule.source,
    )


def _refused(rule: Rule, purchase: Purchase, *, bought: Days, today: date) -> Ruling:
    """A rule that refuses everyone; its window tells the last day to avoid a charge."""
    deadline = None
    if rule.window is not None:
        deadline = timing(rule.window, purchase, bought=bought, today=today).last_day
    return Ruling(REFUSED, deadline, (), (_promise(rule),), rule)


def _promise(rule: Rule) -> Finding:
    return Finding(
        Check.PROMISE,
        rule.promise is not Promise.NONE,
        rule.key,
        {"promise": rule.promise},
        rule.source,
    )
