"""Amounts in templates."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from providers.money import Amount, rounded_money, written_money

register = template.Library()


@register.filter
def money(price: Amount) -> str:
    """Return an amount in the language of the page."""
    return written_money(price, get_language() or "sv")


@register.filter
def estimate(price: Amount) -> str:
    """Return an estimated amount, to the nearest whole unit."""
    return rounded_money(price, get_language() or "sv")
