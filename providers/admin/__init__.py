"""The catalogue for editors."""

from __future__ import annotations

from providers.admin.catalogue import (
    OF_PROVIDER,
    NoteAdmin,
    PartAdmin,
    PartT,
    ProviderAdmin,
    days_since,
)
from providers.admin.changes import TellsChanges
from providers.admin.forms import CatalogueForm
from providers.admin.inlines import SHORT_TEXT, ChannelInline, ProductInline
from providers.admin.rereading import READ_AS
from providers.admin.visitors import RedirectAdmin, SuggestionAdmin

__all__ = [
    "OF_PROVIDER",
    "READ_AS",
    "SHORT_TEXT",
    "CatalogueForm",
    "ChannelInline",
    "NoteAdmin",
    "PartAdmin",
    "PartT",
    "ProductInline",
    "ProviderAdmin",
    "RedirectAdmin",
    "SuggestionAdmin",
    "TellsChanges",
    "days_since",
]
