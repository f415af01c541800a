"""Registration of the app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    """Letters."""

    name = "letters"
    verbose_name = _("Letters")

    def ready(self) -> None:
        """Have ``manage.py check --deploy`` look at what sending needs."""
        from letters import checks  # noqa: F401, PLC0415  (it reads the settings)
