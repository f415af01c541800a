"""The law in Django admin, with its history: who changed what, and when."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from simple_history.admin import SimpleHistoryAdmin

from providers.admin import READ_AS, SHORT_TEXT, CatalogueForm, days_since
from refunds.models import DataProvision, Provision

LawT = TypeVar("LawT", bound=models.Model)
WHOSE: Any = (
    _("Whose it is"),
    {"fields": ["key", "countries", "since", "name", READ_AS]},
)
READ_IN: Any = (
    _("Where it was read"),
    {"fields": ["source_title", "source_url", "seen_on", "checked_on"]},
)


class LawAdmin(SimpleHistoryAdmin, TranslationAdmin[LawT]):  # type: ignore[misc]  # it ships no types
    """An act; a later one for the same country takes over on its day."""

    form = CatalogueForm
    list_filter: ClassVar[Any] = ["right"]
    search_fields: ClassVar[Any] = ["key", "countries", "name_sv", "name_en"]
    formfield_overrides = SHORT_TEXT
    ordering: ClassVar[Any] = ["key"]

    @admin.display(description=_("since the check"), ordering="-checked_on")
    def age(self, act: Provision | DataProvision) -> str:
        """Say for how long nobody has compared the act with its source."""
        return days_since(act.checked_on)


@admin.register(Provision)
class ProvisionAdmin(LawAdmin[Provision]):
    """The right of withdrawal of some countries."""

    list_display = [
        "key",
        "countries",
        "right",
        "since",
        "days",
        "rolls",
        "certain",
        "checked_on",
        "age",
    ]
    fieldsets = [
        WHOSE,
        (
            _("What it gives"),
            {
                "fields": [
                    "right",
                    "days",
                    "months_without_information",
                    "refund_days",
                    "sent_in_time_counts",
                    "undisclosed_charge_restarts",
                    "renewals",
                    "function_since",
                    "explanation",
                ]
            },
        ),
        (
            _("Limits that end on a holiday"),
            {"fields": ["rolls", "holiday_categories", "more_holidays"]},
        ),
        (_("How sure it is"), {"fields": ["certain", "announced", "doubt"]}),
        (
            _("What a letter cites"),
            {"fields": ["cite_withdraw", "cite_refund", "cite_acceptance"]},
        ),
        READ_IN,
    ]


@admin.register(DataProvision)
class DataProvisionAdmin(LawAdmin[DataProvision]):
    """The data protection law of some countries."""

    list_display = [
        "key",
        "countries",
        "right",
        "since",
        "authority",
        "checked_on",
        "age",
    ]
    fieldsets = [
        WHOSE,
        (None, {"fields": ["right", "authority", "authority_url"]}),
        READ_IN,
    ]
