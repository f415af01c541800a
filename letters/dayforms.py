"""A form with one day between two others, as people write days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from providers.daywords import Time
from providers.templatetags.dates import full_date
from refunds.fields import DayField


class DayForm(forms.Form):
    """Asks for a day from ``first`` to ``last``, today being one of those."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        name: str,
        label: str | Promise,
        first: date,
        last: date,
        today: date,
        suggested: date | None = None,
        too_early: str = "",
        key: object = "",
    ) -> None:
        """Ask for a day.

        Args:
            too_early: what to say of a day before ``first``, where we know why.
            key: tells apart forms of one kind on a page.
        """
        super().__init__(data, auto_id=f"%s{key}")
        past = last <= today
        field = DayField(
            label=label,
            time=Time.PAST if past else Time.COMING,
            words=(),
            required=True,
            initial=suggested or today,
            error_messages={"required": _("Write a day, for example 2026-03-03.")},
        )
        field.today = today
        self.fields[name] = field
        self.name, self.first, self.last = name, first, last
        self.too_early = too_early

    def clean(self) -> dict[str, Any]:
        """Refuse a day outside."""
        data = super().clean() or {}
        day = data.get(self.name)
        if day and day < self.first and self.too_early:
            self.add_error(self.name, self.too_early)
        elif day and not self.first <= day <= self.last:
            words = {"first": full_date(self.first), "last": full_date(self.last)}
            self.add_error(
                self.name, _("Write a day from %(first)s to %(last)s.") % words
            )
        return data

    @property
    def field(self) -> forms.BoundField:
        """The one field."""
        return self[self.name]

    @property
    def day(self) -> date:
        """The day of a form that is valid."""
        told: date = self.cleaned_data[self.name]
        return told
