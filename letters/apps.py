"""Registration of the app."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from letters.checks import caching, sending


class LettersConfig(AppConfig):
    """Letters."""

    name = "letters"
    verbose_name = _("Letters")

    def ready(self) -> None:
        """Have ``manage.py check --deploy`` look at what sending needs."""
        register(sending, deploy=True)
        register(caching, deploy=True)
