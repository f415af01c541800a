"""The catalogue in Django admin. Rules join in from the app that knows them."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin

from providers.admin.bounces import CameBack
from providers.admin.changes import TellsChanges
from providers.admin.forms import CatalogueForm, WebsiteForm
from providers.admin.inlines import (
    SHORT_TEXT,
    ChannelInline,
    ContactInline,
    DomainInline,
    EntityInline,
    NameInline,
    OwnPartsOnly,
    PriceInline,
    ProductInline,
    SourceInline,
    object_id,
)
from providers.freshness import fresh_after
from providers.indexing import index_provider
from providers.models import Note, Part, Provider
from providers.models.provider import ProviderQuerySet
from providers.vocabulary import Tier

PartT = TypeVar("PartT", bound=Part)


class OfCuratedProvider(admin.RelatedFieldListFilter):
    """Offers those that have such parts, and not the thousands imported without."""

    def field_choices(
        self,
        field: Any,
        request: HttpRequest,
        model_admin: admin.ModelAdmin[Any],
    ) -> Any:
        """Return the researched providers."""
        return field.get_choices(
            include_blank=False,
            ordering=self.field_admin_ordering(field, request, model_admin),
            limit_choices_to={"tier": Tier.CURATED.value},
        )


OF_PROVIDER = ("provider", OfCuratedProvider)


class FreshnessFilter(admin.SimpleListFilter):
    """Whose facts are due to be checked."""

    title = _("check of the facts")
    parameter_name = "checked"

    def lookups(
        self, _request: HttpRequest, _model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        """Say what the limit is: a setting that editors cannot see elsewhere."""
        days = settings.FRESHNESS_DAYS
        return [
            ("old", ngettext("older than %d day", "older than %d days", days) % days),
            ("fresh", ngettext("within %d day", "within %d days", days) % days),
        ]

    def queryset(
        self, _request: HttpRequest, queryset: models.QuerySet[Provider]
    ) -> models.QuerySet[Provider]:
        """Keep the chosen ones."""
        providers = cast("ProviderQuerySet", queryset)
        match self.value():
            case "old":
                return providers.checked_before(fresh_after())
            case "fresh":
                return providers.checked_since(fresh_after())
            case _:
                return queryset


def days_since(day: date) -> str:
    """Return how long ago facts were checked; too long has a sign and words, too."""
    days = (timezone.localdate() - day).days
    age = ngettext("%d day", "%d days", days) % days
    if day >= fresh_after():
        return age
    return format_html(
        '<img src="{}" alt=""> {}, {}',
        static("admin/img/icon-alert.svg"),
        age,
        _("older than the limit"),
    )


class ProviderAdmin(TellsChanges, TranslationAdmin[Provider]):
    """A provider with everything that is short enough to be edited on one page."""

    form = WebsiteForm
    list_display = ["name", "tier", "category", "checked_on", "age", "website_link"]
    list_filter = [FreshnessFilter, "tier", "category", CameBack, "checked_on"]
    search_fields = ["name", "slug", "names__name", "domains__name"]
    date_hierarchy = "checked_on"
    prepopulated_fields = {"slug": ["name"]}
    save_on_top = True
    formfield_overrides = SHORT_TEXT
    inlines = [
        NameInline,
        DomainInline,
        SourceInline,
        EntityInline,
        ContactInline,
        ChannelInline,
        ProductInline,
        PriceInline,
    ]

    def save_related(
        self,
        request: HttpRequest,
        form: Any,
        formsets: Any,
        change: bool,
    ) -> None:
        """Let people find the provider by the names and products it now has."""
        super().save_related(request, form, formsets, change)
        index_provider(form.instance)

    def get_inline_formsets(
        self,
        request: HttpRequest,
        formsets: Any,
        inline_instances: Any,
        obj: Provider | None = None,
    ) -> Any:
        """Open a section that says what is wrong with it as a whole.

        Django opens those with an error in a row, and leaves these shut.
        """
        sections: Any = super().get_inline_formsets(
            request, formsets, inline_instances, obj
        )
        for section in sections:
            if section.formset.is_bound and section.formset.non_form_errors():
                section.classes = section.classes.replace("collapse", "")
        return sections

    @admin.display(description=_("since the check"), ordering="-checked_on")
    def age(self, provider: Provider) -> str:
        """Say for how long nobody has compared the facts with their sources."""
        return days_since(provider.checked_on)

    @admin.display(description=_("website"))
    def website_link(self, provider: Provider) -> str:
        """Link to the provider's own site."""
        return format_html(
            '<a href="{}" rel="noreferrer">{}</a>', provider.website, provider.website
        )


class PartAdmin(OwnPartsOnly, TellsChanges, TranslationAdmin[PartT]):
    """A part with a page of its own; its choices follow its provider."""

    form = CatalogueForm
    list_filter = [OF_PROVIDER]
    list_select_related = ["provider", "source"]
    autocomplete_fields = ["provider"]
    save_on_top = True
    formfield_overrides = SHORT_TEXT

    def provider_id(self, request: HttpRequest) -> int | None:
        """The page is about a part; a new one's provider is in the link or form."""
        key = object_id(request)
        if key is None:
            chosen = request.POST.get("provider") or request.GET.get("provider", "")
            return int(chosen) if chosen.isdecimal() else None
        parts = self.model._default_manager.filter(pk=key)
        owner: int | None = parts.values_list("provider_id", flat=True).first()
        return owner

    def get_readonly_fields(
        self, request: HttpRequest, obj: PartT | None = None
    ) -> list[str]:
        """A part stays with its provider: its source and products would not follow."""
        fixed = ["provider"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]


class NoteAdmin(PartAdmin[Note]):
    """The paragraphs of the guides."""

    list_display = ["__str__", "provider", "topic", "position"]
    list_editable = ["position"]
    list_filter = [OF_PROVIDER, "topic"]
    search_fields = ["text_sv", "text_en"]
