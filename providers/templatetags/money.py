"""Amounts in templates."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from providers.money import Amount, written_money

register = template.Library()


@register.filter
def money(price: Amount) -> str:
    """Return an amount in the language of the page."""
    return written_money(price, get_language() or "sv")
