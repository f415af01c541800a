"""The questions about a purchase: what is possible, never what is lawful.

Its fields are the query keys of the verdict page (DESIGN 9); none is required, because
unknown is an answer. ``unknown`` is what "I don't know" sends, so that nobody is asked
the same thing twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from providers.countries import CODES, countries_by_name, expand
from providers.datapack import PackedProduct
from refunds.datapack import Pack, PackedEvent
from refunds.engine.facts import Charge, Purchase

UNKNOWN = "unknown"
NO = "no"
YES = "yes"
FIRST_DAY = date(2000, 1, 1)
"""Nothing one can cancel here was bought earlier; an older day is a slip."""


class DayField(forms.DateField):
    """A day, or one of the words that stand in for it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, *, words: tuple[str, ...] = (UNKNOWN,), **kwargs: Any) -> None:
        super().__init__(required=False, input_formats=["%Y-%m-%d"], **kwargs)
        self.words = words
        self.error_messages["invalid"] = _(
            "Write the day as year-month-day, for example 2026-03-02."
        )

    def to_python(self, value: Any) -> Any:
        if value in self.words:
            return value
        day = super().to_python(value)
        if day is not None and day < FIRST_DAY:
            raise forms.ValidationError(
                _("That is before the year 2000. Check the year.")
            )
        return day


class PickField(forms.ChoiceField):
    """One of a list, as radio buttons, always with "I don't know"."""

    widget = forms.RadioSelect

    def __init__(self, *, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        choices = [*choices, (UNKNOWN, gettext("I don’t know"))]
        super().__init__(required=False, choices=choices, **kwargs)
        self.error_messages["invalid_choice"] = _(
            "“%(value)s” is not one of the answers. Choose one of these."
        )


class CountryField(forms.CharField):
    """A two-letter country code. The list is long, so it is made only to be shown."""

    widget = forms.Select

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """All countries, in the language of the page."""
        return countries_by_name(get_language() or "en")

    def validate(self, value: Any) -> None:
        if value and value not in CODES:
            raise forms.ValidationError(
                _("We do not know that country. Choose from the list.")
            )


class EventField(PickField):
    """Has it happened: no, yes, or the day it did."""

    def __init__(self, event: PackedEvent, language: str) -> None:
        super().__init__(
            choices=[
                (NO, pgettext("answer", "No")),
                (YES, pgettext("answer", "Yes")),
            ],
            label=event.question.in_language(language),
            help_text=" ".join(
                part.in_language(language) for part in (event.why, event.where) if part
            ),
        )

    def to_python(self, value: Any) -> Any:
        return "" if value is None else value

    def validate(self, value: Any) -> None:
        """Accept a day as well: links and tools may say when."""
        if not _is_day(value):
            super().validate(value)

    def prepare_value(self, value: Any) -> Any:
        """Tick "yes" for a day."""
        return YES if _is_day(value) else value


def _is_day(value: Any) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


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
    """Answers about one purchase from one provider."""

    def __init__(self, data: Mapping[str, Any], *, pack: Pack, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.events = [event.key for event in pack.events]
        language = get_language() or "en"
        self.fields = {
            "channel": PickField(
                choices=[
                    (item.key, item.name.in_language(language))
                    for item in pack.channels
                ],
                label=_("Who charged you?"),
                help_text=_(
                    "If the receipt says Apple or Google, they handle refunds. Look at"
                    " the e-mailed receipt or the line on your bank statement."
                ),
            ),
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
                else _("The rules differ between what is sold."),
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
                help_text=_("A renewal is when the subscription went on by itself."),
            ),
            "paid_on": DayField(
                words=(UNKNOWN, NO),
                label=_("On which day did you pay?"),
                help_text=_("The day you were charged, as on the receipt."),
            ),
            "trial_ends_on": DayField(
                label=_("When does the free trial end?"),
                help_text=_("It is in the welcome e-mail and on your account page."),
            ),
            "signed_up_on": DayField(
                label=_("When did you sign up?"),
                help_text=_(
                    "The day of the contract, even if you started with a free trial."
                ),
            ),
            "starts_on": DayField(
                label=_("When does (did) the course start?"),
                help_text=_("The launch day in your confirmation."),
            ),
            **{event.key: EventField(event, language) for event in pack.events},
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        days = {key: value for key, value in data.items() if isinstance(value, date)}
        self._check_not_after(
            days,
            "paid_on",
            self.today,
            _(
                "That day has not come yet. If nothing has been charged, say so"
                " instead."
            ),
        )
        self._check_not_after(
            days, "signed_up_on", self.today, _("That day has not come yet.")
        )
        paid_on, signed_up_on = days.get("paid_on"), days.get("signed_up_on")
        if paid_on and signed_up_on and signed_up_on > paid_on:
            self.add_error(
                "signed_up_on",
                _("You cannot have signed up after you paid. Check the two days."),
            )
        if paid_on and data.get("charge") != Charge.RENEWAL:
            for event in self.events:
                if (
                    _is_day(data.get(event))
                    and date.fromisoformat(data[event]) < paid_on
                ):
                    self.add_error(
                        event,
                        _("That day is before the day you paid. Check the two days."),
                    )
        return data

    def _check_not_after(
        self, days: Mapping[str, date], field: str, limit: date, message: Any
    ) -> None:
        if field in days and days[field] > limit:
            self.add_error(field, message)

    def answers(self) -> dict[str, str]:
        """Return the valid answers by query key, in the order of the questions."""
        answers = {}
        for key in self.fields:
            value = self.cleaned_data.get(key)
            if value:
                answers[key] = value.isoformat() if isinstance(value, date) else value
        return answers

    def to_purchase(self, **more: Any) -> Purchase:
        """Return the answers as facts; what is wrong or unknown stays unknown.

        ``more`` are facts that the form does not ask for yet.
        """
        known = {
            key: value for key, value in self.answers().items() if value != UNKNOWN
        }
        events = {key: known.pop(key) for key in self.events if key in known}
        days: dict[str, Any] = {
            key: date.fromisoformat(known.pop(key))
            for key in ("paid_on", "signed_up_on", "starts_on", "trial_ends_on")
            if known.get(key, NO) != NO
        }
        charge = known.pop("charge", None)
        return Purchase(
            product=known.get("product"),
            channel=known.get("channel"),
            country=known.get("country"),
            charge=Charge(charge) if charge else None,
            charged=False if known.get("paid_on") == NO else None,
            events={
                key: date.fromisoformat(value) if _is_day(value) else value == YES
                for key, value in events.items()
            },
            **days,
            **more,
        )
