"""The parts of a provider as sections of its page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline, TranslationTabularInline

from providers.admin.bounces import with_bounces
from providers.admin.forms import CatalogueForm, ChannelForm, ContactForm
from providers.admin.rereading import READ_AS
from providers.models import (
    Channel,
    Contact,
    Domain,
    Entity,
    Name,
    Part,
    Price,
    Product,
    Provider,
    Source,
)


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


class NameInline(admin.TabularInline[Name, Provider]):
    model = Name
    form = CatalogueForm
    extra = 0


class DomainInline(admin.TabularInline[Domain, Provider]):
    model = Domain
    form = CatalogueForm
    extra = 0


class SourceInline(admin.TabularInline[Source, Provider]):
    model = Source
    form = CatalogueForm
    extra = 0
    fields = [
        "position",
        "key",
        "title",
        "url",
        "kind",
        "document_date",
        "seen_on",
        READ_AS,
    ]
    classes = ["collapse"]


class EntityInline(OwnPartsOnly, TranslationTabularInline[Entity, Provider]):
    model = Entity
    form = CatalogueForm
    extra = 0
    formfield_overrides = SHORT_TEXT
    classes = ["collapse"]


class ContactInline(OwnPartsOnly, TranslationStackedInline[Contact, Provider]):
    model = Contact
    form = ContactForm
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
    form = ChannelForm
    extra = 0
    formfield_overrides = SHORT_TEXT
    classes = ["collapse"]


class ProductInline(OwnPartsOnly, TranslationStackedInline[Product, Provider]):
    model = Product
    form = CatalogueForm
    extra = 0
    formfield_overrides = SHORT_TEXT
    classes = ["collapse"]


class PriceInline(OwnPartsOnly, TranslationTabularInline[Price, Provider]):
    model = Price
    form = CatalogueForm
    extra = 0
    formfield_overrides = SHORT_TEXT
    classes = ["collapse"]
