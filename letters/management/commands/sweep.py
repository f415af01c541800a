"""Put right what killed workers left behind: once, or every few seconds."""

from __future__ import annotations

import logging
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from letters.sending import sweeping

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Queue lost letters again, erase what is too old, and prune the queue."
        " Harmless beside running workers and other sweeps."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every", type=float, metavar="SECONDS", help="go on until stopped"
        )

    def handle(self, *, every: float | None, **_options: Any) -> None:
        if every is None:
            self.tell(sweeping.sweep())
            return
        stop_requests: list[int] = []
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, _frame: stop_requests.append(number))
        while not stop_requests:
            due = time.monotonic() + every
            close_old_connections()
            try:
                self.tell(sweeping.sweep())
            except (DatabaseError, OSError):
                # A restart of the database, or a file that may not be erased.
                logger.exception("The sweep is tried again in %g seconds.", every)
            while not stop_requests and time.monotonic() < due:
                time.sleep(min(0.2, every))

    def tell(self, done: dict[str, int]) -> None:
        """Say what was needed, and nothing if nothing was."""
        words = ", ".join(f"{name} {times}" for name, times in done.items() if times)
        if words:
            self.stdout.write(f"sweep: {words}")
