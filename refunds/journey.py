"""The answers so far as chips that can be changed, and the questions as cards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language, gettext, pgettext, pgettext_lazy

from providers.money import written_money
from providers.templatetags.dates import weekday_date
from refunds.asking import Asked
from refunds.engine.facts import Money
from refunds.fields import NO, UNKNOWN, YES
from refunds.legalquestions import LEGAL_QUESTIONS

SHORT: dict[str, str | Lazy] = {
    "company": pgettext_lazy("chip", "Company"),
    "channel": pgettext_lazy("chip", "Charged by"),
    "product": pgettext_lazy("chip", "Bought"),
    "country": pgettext_lazy("chip", "Living in"),
    "charge": pgettext_lazy("chip", "Payment"),
    "paid_on": pgettext_lazy("chip", "Paid"),
    "trial_ends_on": pgettext_lazy("chip", "Trial ends"),
    "signed_up_on": pgettext_lazy("chip", "Signed up"),
    "starts_on": pgettext_lazy("chip", "Starts"),
    "amount": pgettext_lazy("chip", "Amount"),
    "period_days": pgettext_lazy("chip", "Days paid for"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One answer, and the query string that asks for it again."""

    key: str
    label: str | Lazy
    value: str
    query: str


def chips(asked: Asked) -> list[Chip]:
    """Return the valid answers in words."""
    return [
        Chip(
            key,
            _label(key, asked),
            _value(key, value, asked),
            asked.query_to_change(key),
        )
        for key, value in asked.form.answers().items()
    ]


def _label(key: str, asked: Asked) -> str | Lazy:
    if key in LEGAL_QUESTIONS:
        return LEGAL_QUESTIONS[key].label
    if key in SHORT:
        return SHORT[key]
    return asked.form.events[key].label.in_language(get_language() or "en")


def _value(key: str, value: str, asked: Asked) -> str:
    language = get_language() or "en"
    if key == "company":
        return value
    if value == UNKNOWN:
        return gettext("don’t know")
    if value == NO and key == "paid_on":
        return gettext("nothing yet")
    if value in (NO, YES):
        return pgettext("answer", "no") if value == NO else pgettext("answer", "yes")
    paid = asked.form.cleaned_data.get(key)
    if isinstance(paid, Money):
        return written_money(paid, language)
    if isinstance(paid, int):
        return str(paid)
    try:
        return weekday_date(date.fromisoformat(value))
    except ValueError:
        pass
    if key in ("product", "channel"):
        items = asked.pack.products if key == "product" else asked.pack.channels
        return next(
            item.name.in_language(language) for item in items if item.key == value
        )
    return str(dict(asked.form.fields[key].choices)[value])  # type: ignore[attr-defined]
