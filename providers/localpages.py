"""Addresses of pages that have one for each language."""

from __future__ import annotations

CHANNEL_PAGES = ("cancel_url", "cancel_url_en", "refund_url", "refund_url_en")


def page_of(part: object, field: str, language: str) -> str:
    """Return an address in a channel, contact or recipient, for readers of a language.

    Most sites choose the language themselves and have one address.
    """
    return getattr(part, f"{field}_{language}", None) or getattr(part, field) or ""
