"""Check pack files, or the database's providers, as far as a machine can."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from providers.freshness import fresh_after
from refunds.checking import problems, warnings
from refunds.management.commands.load_packs import read_packs


class Command(BaseCommand):
    help = (
        "Check packs: shape, sources, official domains, words, rules that never apply, "
        "gaps, golden cases, freshness. Exits 1 on errors; warnings do not fail."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path)

    def handle(self, *, paths: list[Path], **_options: Any) -> None:
        packs = read_packs(paths or [settings.PACKS_DIR])
        slugs = {file.stem for file in settings.PACKS_DIR.glob("*.toml")}
        slugs |= {pack.slug for pack in packs}
        errors = 0
        for pack in packs:
            for problem in problems(pack, slugs):
                errors += 1
                self.stderr.write(f"{pack.slug}: {problem}")
            for warning in warnings(
                pack, today=timezone.localdate(), fresh_after=fresh_after()
            ):
                self.stdout.write(f"{pack.slug}: warning: {warning}")
        if errors:
            raise CommandError(f"{errors} error(s) in {len(packs)} pack(s).")
        self.stdout.write(f"{len(packs)} pack(s) checked, no errors.")
