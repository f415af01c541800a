"""Texts that exist once a language."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from providers.countries import country_in_text, country_name
from providers.datapack import Localized, LocalizedLines
from providers.localpages import page_of

register = template.Library()


@register.filter
def localized(text: Localized | LocalizedLines | None) -> str | tuple[str, ...]:
    """Return a pack's text, or its lines, in the language of the page."""
    return text.in_language(get_language() or "en") if text else ""


@register.filter
def page(part: object, field: str) -> str:
    """Return an address of a pack for readers of the language of the page."""
    return page_of(part, field, get_language() or "en") if part else ""


@register.filter
def country(code: str) -> str:
    """Return a country's name in the language of the page."""
    return country_name(code, get_language() or "en")


@register.filter
def in_text(code: str) -> str:
    """Return a country's name as it stands in a sentence of the page's language."""
    return country_in_text(code, get_language() or "en")


@register.filter
def item(mapping: dict[str, object], key: str) -> object:
    """Return what a mapping holds for a key."""
    return mapping[key]
