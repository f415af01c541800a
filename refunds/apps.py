"""Registration of the app."""

from __future__ import annotations

from django.apps import AppConfig


class RefundsConfig(AppConfig):
    """Rules and verdicts."""

    name = "refunds"
    verbose_name = "Refund rules"
