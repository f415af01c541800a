"""The catalogue in Django admin. Rules join in from the app that knows them."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import (
    TranslationAdmin,
    TranslationStackedInline,
    TranslationTabularInline,
)

from providers.admin.bounces import CameBack, with_bounces
from providers.freshness import fresh_after
from providers.indexing import index_provider
from providers.models import (
    Channel,
    Contact,
    Domain,
    Entity,
    Name,
    Note,
    Part,
    Price,
    Product,
    Provider,
    Source,
)
from providers.models.provider import ProviderQuerySet
from providers.vocabulary import Tier

PartT = TypeVar("PartT", bound=Part)


class OwnPartsOnly:
    """Choices of a part (its source, its product) come from the same provider.

    They are read once for a whole page: an inline of forty rows would otherwise ask
    forty times.
    """

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        """Limit the choices to the provider being edited."""
        related: Any = db_field.related_model
        own = issubclass(related, Part)
        if own:
            chosen = self.provider_id(request)
            kwargs["queryset"] = related._default_manager.filter(provider_id=chosen)
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        if own and field is not None:
            known: dict[Any, Any] = vars(request).setdefault("choices_of_parts", {})
            if related not in known:
                known[related] = [*field.choices]
            field.choices = known[related]
        return field  # type: ignore[no-any-return]

    def provider_id(self, request: HttpRequest) -> int | None:
        """Return the provider that the page is about."""
        return object_id(request)


def object_id(request: HttpRequest) -> int | None:
    """Return the primary key in the address of a change page."""
    found = request.resolver_match
    key = found.kwargs.get("object_id", "") if found else ""
    return int(key) if key.isdecimal() else None


SHORT_TEXT: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}
}
"""Most texts are a sentence or two; Django's ten rows would hide the next field."""


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


class NameInline(admin.TabularInline[Name, Provider]):
    model = Name
    extra = 0


class DomainInline(admin.TabularInline[Domain, Provider]):
    model = Domain
    extra = 0


class SourceInline(admin.TabularInline[Source, Provider]):
    model = Source
    extra = 0
    fields = ["position", "key", "title", "url", "kind", "document_date", "seen_on"]
    classes = ["collapse"]


class EntityInline(OwnPartsOnly, TranslationTabularInline[Entity, Provider]):
    model = Entity
    extra = 0
    formfield_overrides = SHORT_TEXT
    classes = ["collapse"]


class ContactInline(OwnPartsOnly, TranslationStackedInline[Contact, Provider]):
    model = Contact
    extra = 0
    formfield_overrides = SHORT_TEXT
    readonly_fields = ["came_back"]
    classes = ["collapse"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contact]:
        """Say of each contact whether its address waits for an editor."""
        return with_bounces(super().get_queryset(request))

    @admin.display(description=_("A letter came back"))
    def came_back(self, contact: Contact) -> date | None:
        """Return when; we do not send there until somebody has looked."""
        return getattr(contact, "came_back_on", None)


class ChannelInline(OwnPartsOnly, TranslationStackedInline[Channel, Provider]):
    model = Channel
    extra = 0
    formfield_overrides = SHORT_TEXT
    classes = ["collapse"]


class ProductInline(OwnPartsOnly, TranslationStackedInline[Product, Provider]):
    model = Product
    extra = 0
    formfield_overrides = SHORT_TEXT
    classes = ["collapse"]


class PriceInline(OwnPartsOnly, TranslationTabularInline[Price, Provider]):
    model = Price
    extra = 0
    formfield_overrides = SHORT_TEXT
    classes = ["collapse"]


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


class ProviderAdmin(TranslationAdmin[Provider]):
    """A provider with everything that is short enough to be edited on one page."""

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


class PartAdmin(OwnPartsOnly, TranslationAdmin[PartT]):
    """A part with a page of its own; its choices follow its provider."""

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
        return parts.values_list("provider_id", flat=True).first()

    def get_readonly_fields(
        self, request: HttpRequest, obj: PartT | None = None
    ) -> list[str]:
        """A part stays with its provider: its source and products would not follow."""
        fixed = ["provider"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]


@admin.register(Note)
class NoteAdmin(PartAdmin[Note]):
    """The paragraphs of the guides."""

    list_display = ["__str__", "provider", "topic", "position"]
    list_editable = ["position"]
    list_filter = [OF_PROVIDER, "topic"]
    search_fields = ["text_sv", "text_en"]
