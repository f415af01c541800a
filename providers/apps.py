"""Registration of the app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProvidersConfig(AppConfig):
    """The catalogue."""

    name = "providers"
    verbose_name = _("Providers")
