"""The kinds of questions about a purchase. Unknown is always an answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from providers.countries import CODES, countries_by_name
from providers.days import NoSuchDay, OtherWeekday, read_day
from providers.daywords import Time
from providers.money import UnknownCurrency, read_money, usual_currency
from providers.templatetags.dates import weekday_date
from refunds.datapack import Pack, PackedEvent
from refunds.engine.facts import Money
from refunds.legalquestions import LegalQuestion

UNKNOWN = "unknown"
NO = "no"
YES = "yes"
FIRST_DAY = date(2000, 1, 1)
"""Nothing one can cancel here was bought earlier; an older day is a slip."""

PAST_DAYS = _("For example yesterday, 3 March or 2026-03-03. 3/4 is 3 April.")
OTHER_DAYS = _("For example tomorrow, 3 March or 2026-03-03. 3/4 is 3 April.")

LONGEST_AMOUNT = 40
"""What is longer is no amount; it is not worth reading."""


class DayInput(forms.TextInput):
    """A line to write a day on. A script adds a calendar to pick it in."""

    template_name = "_day.html"

    def __init__(self) -> None:
        super().__init__({"autocomplete": "off", "inputmode": "text"})


class DayField(forms.DateField):
    """A day, or one of the words that stand in for it.

    Once it is told what day ``today`` is, it reads what people write; until then only
    year-month-day, which means the same tomorrow.
    """

    widget = DayInput
    today: date | None = None

    def __init__(
        self, *, time: Time, words: tuple[str, ...] = (UNKNOWN,), **kwargs: Any
    ) -> None:
        kwargs = {"required": False} | kwargs
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)
        self.time = time
        self.words = words
        examples = PAST_DAYS if time is Time.PAST else OTHER_DAYS
        self.help_text = format_lazy("{} {}", self.help_text, examples)
        self.error_messages["invalid"] = _(
            "Write the day as year-month-day, for example 2026-03-02."
        )

    def to_python(self, value: Any) -> Any:
        if value in self.words:
            return value
        day: date | None
        if self.today and value not in self.empty_values:
            day = self._read(str(value), self.today)
        else:
            day = super().to_python(value)
        if day is not None and day < FIRST_DAY:
            raise forms.ValidationError(
                _("That is before the year 2000. Check the year.")
            )
        return day

    def _read(self, text: str, today: date) -> date:
        try:
            day = read_day(text, today, self.time)
        except NoSuchDay as error:
            raise forms.ValidationError(
                _(
                    "There is no such day. The day comes first, then the month: for"
                    " example 3 March or 2026-03-03."
                )
            ) from error
        except OtherWeekday as error:
            raise forms.ValidationError(
                _("That date is %(day)s. Check the day of the week."),
                params={"day": weekday_date(error.day)},
            ) from error
        if day is None:
            raise forms.ValidationError(
                _(
                    "We cannot tell which day that is. Write it with its month, for"
                    " example 3 March or 2026-03-03."
                )
            )
        return day


def tell_today(form: forms.Form, today: date | None) -> None:
    """Have the fields for days read what people write; ``None`` for tools."""
    for field in form.fields.values():
        if isinstance(field, DayField):
            field.today = today


class PickField(forms.ChoiceField):
    """One of a list, as radio buttons, always with "I don't know"."""

    widget = forms.RadioSelect

    def __init__(self, *, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        choices = [*choices, (UNKNOWN, gettext("I don’t know"))]
        super().__init__(required=False, choices=choices, **kwargs)
        self.error_messages["invalid_choice"] = _(
            "“%(value)s” is not one of the answers. Choose one of these."
        )


class ChannelField(PickField):
    """Who took the money; where nobody but the company can have, where it was sold."""

    def __init__(self, pack: Pack, language: str) -> None:
        label = _("Who charged you?")
        hint = _("Look at the receipt or the line on your bank statement.")
        if any(item.billed_by for item in pack.channels):
            hint = _(
                "If the receipt says Apple or Google, they handle refunds. Look at the"
                " e-mailed receipt or the line on your bank statement."
            )
        elif any(item.on_premises for item in pack.channels):
            label = _("Where did you sign up?")
            hint = _(
                "What you bought at a distance you can mostly withdraw from, but not"
                " what you bought on the premises."
            )
        names = [(item.key, item.name.in_language(language)) for item in pack.channels]
        super().__init__(choices=names, label=label, help_text=hint)


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


def is_day(value: Any) -> bool:
    """Is this a day as year-month-day, and one that can be meant?"""
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return False
    return day.isoformat() == value and day >= FIRST_DAY


class YesOrNoField(PickField):
    """No, yes, or, where it matters when, the day: links and tools may give that."""

    def __init__(self, *, may_be_a_day: bool, **kwargs: Any) -> None:
        super().__init__(
            choices=[
                (NO, pgettext("answer", "No")),
                (YES, pgettext("answer", "Yes")),
            ],
            **kwargs,
        )
        self.may_be_a_day = may_be_a_day

    def to_python(self, value: Any) -> Any:
        return "" if value is None else value

    def validate(self, value: Any) -> None:
        """Accept a day where one may stand."""
        if not (self.may_be_a_day and is_day(value)):
            super().validate(value)

    def prepare_value(self, value: Any) -> Any:
        """Tick "yes" for a day."""
        return YES if is_day(value) else value


class EventField(YesOrNoField):
    """Has something happened that ends a right under the terms?"""

    def __init__(self, event: PackedEvent, language: str) -> None:
        super().__init__(
            may_be_a_day=True,
            label=event.question.in_language(language),
            help_text=" ".join(
                part.in_language(language) for part in (event.why, event.where) if part
            ),
        )


class LegalField(YesOrNoField):
    """A question of the law."""

    def __init__(self, question: LegalQuestion) -> None:
        super().__init__(
            may_be_a_day=question.may_be_a_day,
            label=question.question,
            help_text=f"{question.where} {question.why}".strip(),
        )


class PaidField(forms.Field):
    """What was paid, with its currency: 3990 SEK, 399,00 kr or EUR 39.50."""

    def __init__(self, country: str | None, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.country = country
        # As people write it where they live: an example in kronor leads others astray.
        self.example = f"399 {usual_currency(country or settings.DEFAULT_COUNTRY)}"
        self.help_text = gettext("With the currency, for example %(amount)s.") % {
            "amount": self.example
        }

    def to_python(self, value: Any) -> Money | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            read = read_money(text[:LONGEST_AMOUNT], self.country)
        except UnknownCurrency as error:
            raise forms.ValidationError(
                _("“%(currency)s” is not a currency we know. Write SEK, EUR or GBP."),
                params={"currency": str(error)},
            ) from error
        if read is None:
            raise forms.ValidationError(
                _("Write the amount with its currency, for example %(amount)s."),
                params={"amount": self.example},
            )
        return Money(*read)
