"""Rows of rules and of law."""

from __future__ import annotations

from refunds.models.law import DataProvision, Provision
from refunds.models.rules import GoldenCase, RefundEvent, RefundRule

__all__ = ["DataProvision", "GoldenCase", "Provision", "RefundEvent", "RefundRule"]
