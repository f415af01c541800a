"""Rules, events and golden cases in Django admin, and on a provider's page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError as FieldError
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from providers.admin import (
    OF_PROVIDER,
    READ_AS,
    CatalogueForm,
    ChannelInline,
    NoteAdmin,
    PartAdmin,
    PartT,
    ProductInline,
    ProviderAdmin,
    TellsChanges,
)
from providers.datapack import problems_of
from providers.models import Note, Provider
from refunds.admin.named import (
    NamedChannelInline,
    NamedProductInline,
    rules_naming,
)
from refunds.admin.whole import DeletesPartsAloud, KeepsPagesWhole
from refunds.datapack import PackedPurchase
from refunds.models import GoldenCase, RefundEvent, RefundRule


class RefundRuleInline(admin.TabularInline[RefundRule, Provider]):
    """The rules in order: what decides at a glance, the rest on the rule's own page."""

    model = RefundRule
    form = CatalogueForm
    extra = 0
    can_delete = False
    show_change_link = True
    fields = [
        "position",
        "key",
        "outcome",
        "window_days",
        "window_start",
        "charge",
        "countries",
        "valid_from",
        "valid_to",
        READ_AS,
    ]
    verbose_name_plural = _(
        "refund rules, in order: the first that covers a purchase decides"
    )

    def has_add_permission(
        self, _request: HttpRequest, _obj: Provider | None = None
    ) -> bool:
        """A new rule needs words and a source: it is added on a page of its own."""
        return False


NAMED: dict[Any, Any] = {
    ProductInline: NamedProductInline,
    ChannelInline: NamedChannelInline,
}


class ProviderWithRulesAdmin(KeepsPagesWhole, ProviderAdmin):
    """A provider, its rules, and the way to the pages that follow from them."""

    inlines = [
        RefundRuleInline,
        *(NAMED.get(inline, inline) for inline in ProviderAdmin.inlines),
    ]
    list_display = [*ProviderAdmin.list_display, "rules_link", "guide_link"]
    change_form_template = "admin/providers/provider/change_form.html"

    def view_on_site(self, provider: Provider) -> str:
        """Return the guide page."""
        return reverse("refunds:guide", args=[provider.slug])

    @admin.display(description=_("rules"))
    def rules_link(self, provider: Provider) -> str:
        """Link to the provider's rules."""
        url = reverse("admin:refunds_refundrule_changelist")
        return format_html(
            '<a href="{}?provider__id__exact={}">{}</a>', url, provider.pk, _("Rules")
        )

    @admin.display(description=_("guide"))
    def guide_link(self, provider: Provider) -> str:
        """Link to the guide page."""
        return format_html(
            '<a href="{}">{}</a>', self.view_on_site(provider), _("Guide")
        )

    def provider_of(self, row: Provider) -> int:
        """Return the provider's own key."""
        return row.pk


admin.site.register(Provider, ProviderWithRulesAdmin)


class RuledAdmin(KeepsPagesWhole, DeletesPartsAloud, PartAdmin[PartT]):
    """A part of the rules: saving it says which golden cases it breaks."""

    list_select_related = ["provider"]
    search_fields = ["key"]

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField[Any] | None:
        """Limit products, channels and events to the provider of the rule."""
        provider = self.provider_id(request)
        if provider is not None:
            related = db_field.related_model
            kwargs["queryset"] = related._default_manager.filter(provider_id=provider)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(RefundRule)
class RefundRuleAdmin(RuledAdmin[RefundRule]):
    """One dated promise."""

    list_display = [
        "position",
        "key",
        "provider",
        "outcome",
        "window_days",
        "window_start",
        "valid_from",
        "valid_to",
    ]
    list_display_links = ["key"]
    list_filter = [OF_PROVIDER, "outcome", "charge"]
    list_editable = ["position"]
    search_fields = ["key", "explanation_sv", "explanation_en"]
    filter_horizontal = ["products", "channels", "ended_by"]
    change_form_template = "admin/refunds/refundrule/change_form.html"
    fieldsets = [
        (None, {"fields": ["provider", "position", "key", "source", READ_AS]}),
        (
            _("Who it covers"),
            {
                "description": _(
                    "Leave a field empty for “any”. The rule applies by the day of"
                    " purchase, not by today’s date: when terms change, close this rule"
                    " and add the next one."
                ),
                "fields": [
                    "products",
                    "channels",
                    "countries",
                    "charge",
                    "valid_from",
                    "valid_to",
                ],
            },
        ),
        (
            _("What it gives"),
            {
                "description": _(
                    "Seven days from payment means that day seven is the last good day."
                ),
                "fields": ["outcome", "window_days", "window_start", "ended_by"],
            },
        ),
        (_("What the consumer reads"), {"fields": ["explanation", "caveat"]}),
    ]


@admin.register(RefundEvent)
class RefundEventAdmin(RuledAdmin[RefundEvent]):
    """An event with its question."""

    list_display = ["key", "provider", "question"]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Keep what a rule names: without its event a right would never end."""
        gone, count, permissions, kept = super().get_deleted_objects(objs, request)
        kept += [str(rule) for event in objs for rule in rules_naming(event)]
        return gone, count, permissions, kept


class GoldenCaseForm(CatalogueForm):
    """Checks that the purchase reads as one."""

    def clean_purchase(self) -> dict[str, Any]:
        """Refuse keys and values that no purchase has."""
        purchase: dict[str, Any] = self.cleaned_data["purchase"]
        try:
            PackedPurchase.model_validate(purchase)
        except ValidationError as error:
            raise FieldError(problems_of(error)) from error
        return purchase


@admin.register(GoldenCase)
class GoldenCaseAdmin(
    KeepsPagesWhole, DeletesPartsAloud, TellsChanges, admin.ModelAdmin[GoldenCase]
):
    """Answers that must stay right."""

    form = GoldenCaseForm
    list_display = ["key", "provider", "why", "today", "outcome", "deadline"]
    list_filter = [OF_PROVIDER, "outcome"]
    list_select_related = ["provider"]
    search_fields = ["key", "why"]
    autocomplete_fields = ["provider"]


@admin.register(Note)
class NoteOfGuideAdmin(RuledAdmin[Note], NoteAdmin):
    """A note stands in the pack with the rules: both are saved with the same care."""

    search_fields = NoteAdmin.search_fields
