"""The questions about a purchase: what is possible, never what is lawful.

Its fields are the query keys of the verdict page (DESIGN 9); none is required, because
unknown is an answer. ``unknown`` is what "I don't know" sends, so that nobody is asked
the same thing twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from providers.countries import CODES, expand
from providers.datapack import PackedProduct
from providers.daywords import Time
from providers.forms import CompanyField
from providers.vocabulary import UNLISTED
from refunds.datapack import Pack
from refunds.engine.facts import Charge, Money, Purchase
from refunds.fields import (
    NO,
    UNKNOWN,
    YES,
    ChannelField,
    CountryField,
    DayField,
    EventField,
    LegalField,
    PaidField,
    PickField,
    is_day,
    tell_today,
)
from refunds.legalquestions import LEGAL_QUESTIONS
from refunds.rulebook import NO_STORES

FAR_AHEAD = timedelta(days=5 * 366)
"""No course starts and no trial ends later than this; a later day is a slip."""


def store_of(pack: Pack, channel: object, stores: Mapping[str, Pack]) -> Pack | None:
    """Return the store that takes the money in a channel; none, where nobody else."""
    billed_by = (item.billed_by for item in pack.channels if item.key == channel)
    return stores.get(next(billed_by, None) or "")


def _sold_to(pack: Pack, data: Mapping[str, Any]) -> list[PackedProduct]:
    """Return what is sold where the person lives, and what they say they bought."""
    country = data.get("country")
    return [
        item
        for item in pack.products
        if not (item.markets and country)
        or country in expand(item.markets)
        or item.key == data.get("product")
    ]


class PurchaseForm(forms.Form):
    """Answers about one purchase from one provider.

    ``events`` are those of the provider and of the store that took the money, if one
    did: where both name one alike, the store's words count. Days are year-month-day;
    ``in_words`` also takes what people write, which changes its meaning overnight.
    """

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        pack: Pack,
        today: date,
        stores: Mapping[str, Pack] = NO_STORES,
        in_words: bool = False,
    ) -> None:
        super().__init__(data)
        self.today = today
        self.days: dict[str, str] = {}
        store = store_of(pack, data.get("channel"), stores)
        events = (*pack.events, *(store.events if store else ()))
        self.events = {event.key: event for event in events}
        language = get_language() or "en"
        named = {
            "company": CompanyField(
                required=False,
                label=_("What is the company called?"),
                help_text=_("The name on the receipt or on your bank statement."),
            )
        }
        self.fields = {
            **(named if pack.slug == UNLISTED else {}),
            "channel": ChannelField(pack, language),
            "product": PickField(
                choices=[
                    (item.key, item.name.in_language(language))
                    for item in _sold_to(pack, data)
                ],
                label=_("What did you buy?"),
                help_text=_(
                    "The rules differ between single courses and subscriptions."
                )
                if pack.category == "learning"
                else _("The rules depend on what you bought."),
            ),
            "country": CountryField(
                label=_("Which country do you live in?"),
                help_text=_("Your country’s consumer law applies, not the company’s."),
            ),
            "charge": PickField(
                choices=[
                    (Charge.FIRST.value, gettext("The first payment")),
                    (Charge.RENEWAL.value, gettext("A renewal")),
                ],
                label=_("Is it the first payment or a renewal?"),
                help_text=_(
                    "A renewal is when the subscription went on by itself. Did a free"
                    " trial turn into a paid subscription? That is a first payment. Do"
                    " you pay a year in parts? Each part after the first counts as a"
                    " renewal."
                ),
            ),
            "paid_on": DayField(
                time=Time.PAST,
                words=(UNKNOWN, NO),
                label=_("On which day did you pay?"),
                help_text=_("The day you were charged, as on the receipt."),
            ),
            "trial_ends_on": DayField(
                time=Time.EITHER,
                label=_("When does the free trial end?"),
                help_text=_("It is in the welcome e-mail and on your account page."),
            ),
            "signed_up_on": DayField(
                time=Time.PAST,
                label=_("When did you sign up?"),
                help_text=_(
                    "The day of the contract, even if you started with a free trial."
                ),
            ),
            "starts_on": DayField(
                time=Time.EITHER,
                label=_("When does (did) the course start?"),
                help_text=_("The launch day in your confirmation."),
            ),
            **{key: EventField(item, language) for key, item in self.events.items()},
            **{key: LegalField(asked) for key, asked in LEGAL_QUESTIONS.items()},
            "amount": PaidField(
                country if (country := data.get("country")) in CODES else None,
                label=_("What did you pay?"),
            ),
            "period_days": forms.IntegerField(
                required=False,
                min_value=1,
                max_value=3660,
                label=_("For how many days did you pay?"),
                help_text=_("For a month 30, for a year 365."),
                error_messages=dict.fromkeys(
                    ("invalid", "min_value", "max_value"),
                    _("Write the number of days in figures, from 1 to 3660."),
                ),
            ),
        }
        tell_today(self, today if in_words else None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        days = {key: value for key, value in data.items() if isinstance(value, date)}
        # As they were understood, even if they cannot be true.
        self.days = {key: day.isoformat() for key, day in days.items()}
        self._check_days(days)
        self._check_told_days(data)
        if days.get("paid_on") and data.get("charge") != Charge.RENEWAL:
            self._check_events(data, days["paid_on"])
        self._check_contradictions(data, days)
        return data

    def _check_days(self, days: Mapping[str, date]) -> None:
        for field, message in (
            (
                "paid_on",
                _(
                    "That day has not come yet. If nothing has been charged, say so"
                    " instead."
                ),
            ),
            ("signed_up_on", _("That day has not come yet.")),
        ):
            if field in days and days[field] > self.today:
                self.add_error(field, message)
        for field in ("starts_on", "trial_ends_on"):
            if field in days and days[field] - self.today > FAR_AHEAD:
                self.add_error(field, _("That is years away. Check the year."))
        paid_on, signed_up_on = days.get("paid_on"), days.get("signed_up_on")
        if paid_on and signed_up_on and signed_up_on > paid_on:
            self.add_error(
                "signed_up_on",
                _("You cannot have signed up after you paid. Check the two days."),
            )
        trial_ends_on = days.get("trial_ends_on")
        if trial_ends_on and signed_up_on and trial_ends_on < signed_up_on:
            self.add_error(
                "trial_ends_on",
                _("The trial cannot end before you signed up. Check the two days."),
            )

    def _check_told_days(self, data: Mapping[str, Any]) -> None:
        """Links may say on which day something happened; none has happened to come."""
        for key in (*self.events, *LEGAL_QUESTIONS):
            if is_day(data.get(key)) and data[key] > self.today.isoformat():
                self.add_error(key, _("That day has not come yet."))

    def _check_events(self, data: Mapping[str, Any], paid_on: date) -> None:
        for event in self.events:
            if is_day(data.get(event)) and date.fromisoformat(data[event]) < paid_on:
                self.add_error(
                    event,
                    _("That day is before the day you paid. Check the two days."),
                )

    def _check_contradictions(
        self, data: Mapping[str, Any], days: Mapping[str, date]
    ) -> None:
        """Say which two answers cannot both be true; the first counts as not given."""
        ahead = "starts_on" in days and days["starts_on"] > self.today
        told = {key for key, value in data.items() if value == YES}
        denied = {key for key, value in data.items() if value == NO}
        contradictory = (
            ("fully_performed", told, "content_started", "content_started" in denied),
            ("fully_performed", told, "starts_on", ahead),
            ("content_started", told, "starts_on", ahead),
            (
                "paid_on",
                denied,
                "charge",
                data.get("charge") == Charge.RENEWAL,
            ),
        )
        for field, among, other, also in contradictory:
            if field in among and also:
                message = _("This and “%(other)s” cannot both be true. Check them.")
                words = {"other": self.fields[other].label}
                self.add_error(field, message % words)

    def answers(self) -> dict[str, str]:
        """Return the valid answers by query key, in the order of the questions."""
        answers = {}
        for key in self.fields:
            value = self.cleaned_data.get(key)
            if isinstance(value, Money):
                answers[key] = f"{value.amount.normalize():f} {value.currency}"
            elif value:
                answers[key] = str(value)
        return answers

    def to_purchase(self) -> Purchase:
        """Return the answers as facts; what is wrong or unknown stays unknown."""
        known = {
            key: value for key, value in self.answers().items() if value != UNKNOWN
        }
        charge = known.get("charge")
        return Purchase(
            product=known.get("product"),
            channel=known.get("channel"),
            country=known.get("country"),
            charge=Charge(charge) if charge else None,
            paid_on=_day(known.get("paid_on")),
            charged=False if known.get("paid_on") == NO else None,
            signed_up_on=_day(known.get("signed_up_on")),
            starts_on=_day(known.get("starts_on")),
            trial_ends_on=_day(known.get("trial_ends_on")),
            events={key: _told(known[key]) for key in self.events if key in known},
            facts={key: _told(known[key]) for key in LEGAL_QUESTIONS if key in known},
            paid=self.cleaned_data.get("amount"),
            period_days=self.cleaned_data.get("period_days"),
        )


def _day(answer: str | None) -> date | None:
    return date.fromisoformat(answer) if answer and is_day(answer) else None


def _told(answer: str) -> date | bool:
    return _day(answer) or answer == YES
