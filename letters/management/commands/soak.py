"""Send letters while workers are killed, and fail if one is lost."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from letters.benchmarks.soak import soak


class Command(BaseCommand):
    help = (
        "Send letters to a mail server on loopback while workers are killed, with a"
        " database made for it: an SQLite file, or one beside that of DATABASE_URL."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--letters", type=int, default=500)
        parser.add_argument("--kills", type=int, default=50)
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--seed", type=int, default=1, help="other moments to kill")
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(
        self,
        *,
        letters: int,
        kills: int,
        workers: int,
        seed: int,
        json: bool,
        **_options: Any,
    ) -> None:
        report = soak(
            letters=letters,
            kills=kills,
            workers=workers,
            seed=seed,
            tell=self.stderr.write,
        )
        self.stdout.write(written(report.as_dict(), as_json=json))
        if not report.holds or report.kills < kills:
            sys.exit(1)


def written(figures: dict[str, object], *, as_json: bool) -> str:
    """Return figures for machines or for people."""
    if as_json:
        return json.dumps(figures, indent=2)
    return "\n".join(f"{name:14} {figure}" for name, figure in figures.items())
