"""Registration of the app."""

from __future__ import annotations

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """The catalogue."""

    name = "providers"
    verbose_name = "Providers"
