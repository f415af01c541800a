"""The parts of a provider as sections of its page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin, InlineModelAdmin
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


class OwnPartsOnly(BaseModelAdmin[Any]):
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
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if own and field is not None:
            known: dict[Any, Any] = vars(request).setdefault("choices_of_parts", {})
            if related not in known:
                known[related] = [*field.iterator(field)]
            field.choices = known[related]
        return field

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


class Section(OwnPartsOnly, InlineModelAdmin[Any, Provider]):
    """A section that opens on demand; a page has dozens of rows."""

    form = CatalogueForm
    extra = 0
    formfield_overrides = SHORT_TEXT
    classes = ["collapse"]


class EntityInline(Section, TranslationTabularInline[Entity, Provider]):
    model = Entity


class ContactInline(Section, TranslationStackedInline[Contact, Provider]):
    model = Contact
    form = ContactForm
    readonly_fields = ["came_back"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contact]:
        """Say of each contact whether its address waits for an editor."""
        return with_bounces(super().get_queryset(request))

    @admin.display(description=_("A letter came back"))
    def came_back(self, contact: Contact) -> date | None:
        """Return when; we do not send there until somebody has looked."""
        return getattr(contact, "came_back_on", None)


class ChannelInline(Section, TranslationStackedInline[Channel, Provider]):
    model = Channel
    form = ChannelForm


class ProductInline(Section, TranslationStackedInline[Product, Provider]):
    model = Product


class PriceInline(Section, TranslationTabularInline[Price, Provider]):
    model = Price
