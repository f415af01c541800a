"""How a provider stands in an address."""

from __future__ import annotations

from django.urls.converters import SlugConverter
from django.utils.translation import get_language

from providers.vocabulary import UNLISTED, UNLISTED_IN


class ProviderConverter(SlugConverter):
    """A provider's slug, the same in each language; only ``UNLISTED`` is translated."""

    def to_python(self, value: str) -> str:
        """Return the slug that code knows."""
        return UNLISTED if value in UNLISTED_IN.values() else value

    def to_url(self, value: str) -> str:
        """Return the slug that people see."""
        return UNLISTED_IN[get_language() or "en"] if value == UNLISTED else value
