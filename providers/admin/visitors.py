"""What visitors bring about: old addresses they follow, companies they miss."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin

from providers.admin.forms import CatalogueForm
from providers.admin.inlines import SHORT_TEXT
from providers.models import Redirect, Suggestion


@admin.register(Redirect)
class RedirectAdmin(TranslationAdmin[Redirect]):
    """Where old addresses lead, and why."""

    form = CatalogueForm
    list_display = ["old_slug", "provider", "reason", "since"]
    list_filter = ["since", ("provider", admin.EmptyFieldListFilter)]
    list_select_related = ["provider"]
    search_fields = ["old_slug", "provider__name", "reason_sv", "reason_en"]
    autocomplete_fields = ["provider"]
    formfield_overrides = SHORT_TEXT


@admin.register(Suggestion)
class SuggestionAdmin(admin.ModelAdmin[Suggestion]):
    """What visitors miss, the most wanted first."""

    form = CatalogueForm
    list_display = ["name", "country", "website", "times", "last_on", "state"]
    list_editable = ["state"]
    list_filter = ["state", "country", "first_on"]
    search_fields = ["name", "website"]
    readonly_fields = ["times", "first_on", "last_on"]

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Only visitors suggest; editors write packs."""
        return False
