"""The provider's rules as rows of a table, in words, so that text never lags behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from providers.countries import country_name, expand
from providers.datapack import PackedChannel, PackedProduct
from refunds.datapack import Pack, PackedRule
from refunds.engine.facts import Charge, Promise, Start, in_force

Words = str | Lazy

PROMISES: dict[Promise, tuple[str, Words]] = {
    Promise.FULL: ("yes", _("Full refund")),
    Promise.PARTIAL: ("maybe", _("Partial refund")),
    Promise.NONE: ("no", _("No refund")),
    Promise.NO_CHARGE: ("yes", _("Nothing is charged")),
    Promise.ASK_PROVIDER: ("maybe", _("You can ask")),
    Promise.ASK_MARKETPLACE: ("store", _("The seller decides")),
}
CHARGES: dict[Charge, Words] = {
    Charge.FIRST: _("first payment"),
    Charge.RENEWAL: _("renewal"),
}
WINDOWS: dict[Start, Words] = {
    Start.PAYMENT: _("%(days)s from the payment"),
    Start.RENEWAL: _("%(days)s from the renewal"),
    Start.SIGNUP: _("%(days)s from the day you signed up"),
    Start.START: _("until %(days)s after the start"),
    Start.TRIAL_END: _("%(days)s from the end of the free trial"),
    Start.PAYMENT_OR_START: _("%(days)s from payment or start, whichever is first"),
}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule as a row: what it is about, what it gives, and whose case it is."""

    rule: PackedRule
    products: str
    scope: str
    tone: str
    promise: str
    window: str
    ended_by: str
    source: int
    query: str
    elsewhere: bool

    @property
    def terms(self) -> str:
        """The promise and its window, in a few words."""
        return f"{self.promise}, {self.window}" if self.window else self.promise


def rule_rows(pack: Pack, language: str, country: str) -> list[RuleRow]:
    """Return the rules in their order, seen from a country."""
    numbers = pack.source_numbers
    return [
        RuleRow(
            rule,
            products=_named(pack.products, rule.products, language)
            or gettext("Everything"),
            scope=_scope(rule, pack, language),
            tone=PROMISES[rule.outcome][0],
            promise=str(PROMISES[rule.outcome][1]),
            window=_window(rule),
            ended_by="; ".join(
                event.happened.in_language(language)
                for event in pack.events
                if event.key in rule.ended_by
            ),
            source=numbers[rule.source],
            query=_query(rule, pack, country),
            elsewhere=bool(rule.countries) and country not in expand(rule.countries),
        )
        for rule in pack.rules
    ]


def for_new_purchases(
    rows: Iterable[RuleRow], today: date
) -> tuple[list[RuleRow], list[RuleRow]]:
    """Split rows: for somebody who buys here today, and for all other purchases.

    A rule that is announced comes with its day, not before.
    """
    here: list[RuleRow] = []
    other: list[RuleRow] = []
    for row in rows:
        holds = in_force(row.rule.valid_from, row.rule.valid_to, today)
        (here if holds and not row.elsewhere else other).append(row)
    return here, other


def _named(
    parts: Iterable[PackedProduct | PackedChannel], keys: tuple[str, ...], language: str
) -> str:
    """Return the names of the products or channels that a rule is about."""
    return "; ".join(
        part.name.in_language(language) for part in parts if part.key in keys
    )


def _scope(rule: PackedRule, pack: Pack, language: str) -> str:
    """Return which payments, channels and countries a rule is narrowed to."""
    parts = [
        str(CHARGES[rule.charge]) if rule.charge else "",
        _named(pack.channels, rule.channels, language),
        ", ".join(_market(code, language) for code in rule.countries),
    ]
    return " · ".join(part for part in parts if part)


GROUPS: dict[str, Words] = {"EU": _("the EU"), "EEA": _("the EEA"), "EFTA": _("EFTA")}


def _market(code: str, language: str) -> str:
    return str(GROUPS[code]) if code in GROUPS else country_name(code, language)


def _window(rule: PackedRule) -> str:
    # Where a rule refuses, its window only tells when the charge could be avoided.
    if rule.window is None or rule.outcome is Promise.NONE:
        return ""
    number = rule.window.days
    if not number and rule.window.start is Start.TRIAL_END:
        return gettext("until the free trial ends")
    days = ngettext("%d day", "%d days", number) % number
    return str(WINDOWS[rule.window.start]) % {"days": days}


def _query(rule: PackedRule, pack: Pack, country: str) -> str:
    """Return the answers that a rule already gives, as the questions read them."""
    answers = {
        "product": _only(rule.products),
        "charge": rule.charge.value if rule.charge else "",
        "channel": _only(rule.channels)
        or _only(tuple(item.key for item in pack.channels)),
        "country": country,
    }
    return urlencode({key: value for key, value in answers.items() if value})


def _only(keys: tuple[str, ...]) -> str:
    return keys[0] if len(keys) == 1 else ""
