"""Registration of the app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RefundsConfig(AppConfig):
    """Rules and verdicts."""

    name = "refunds"
    verbose_name = _("Refund rules")
