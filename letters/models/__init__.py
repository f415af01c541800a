"""What people asked us to send, for as long as they or the retention limit let us."""

from __future__ import annotations

from letters.models.cases import Access, Case, Event
from letters.models.dispatches import Dispatch

__all__ = ["Access", "Case", "Dispatch", "Event"]
