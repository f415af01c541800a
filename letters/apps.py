"""Registration of the app."""

from __future__ import annotations

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Letters."""

    name = "letters"
    verbose_name = "Letters"
