"""The editors' pages for rules and law."""

from __future__ import annotations

from refunds.admin import law, rules

__all__ = ["law", "rules"]
