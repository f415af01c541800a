"""Check pack files as far as a machine can. Needs no database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from providers.clashes import claims_of, clashes
from providers.freshness import fresh_after
from refunds.checking import problems, warnings
from refunds.packfiles import PackFile, read_packs


class Command(BaseCommand):
    help = (
        "Check packs: shape, sources, official domains, words, overlapping rules, gaps,"
        " golden cases, freshness, names two companies claim. Exits 1 on errors;"
        " warnings do not fail."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, help="pack files or folders (default: all)"
        )

    def handle(self, *, paths: list[Path], **_options: Any) -> None:
        files, errors = read_packs(paths or [settings.PACKS_DIR])
        others = _catalogue_without(files)
        slugs = {file.pack.slug for file in [*others, *files]}
        for file in files:
            errors += [f"{file.name}: {item}" for item in problems(file.pack, slugs)]
            for warning in warnings(
                file.pack, today=timezone.localdate(), fresh_after=fresh_after()
            ):
                self.stdout.write(f"{file.name}: warning: {warning}")
        claims = [
            claim
            for file in [*others, *files]
            for claim in claims_of(file.pack, file.name)
        ]
        errors += map(str, clashes(claims, {file.pack.slug for file in files}))
        for error in errors:
            self.stderr.write(error)
        if errors:
            raise CommandError(f"{len(errors)} error(s) in {len(files)} pack(s).")
        self.stdout.write(f"{len(files)} pack(s) checked, no errors.")


def _catalogue_without(files: list[PackFile]) -> list[PackFile]:
    """Return the shipped packs that are not among these; their faults are not ours."""
    given = {file.pack.slug for file in files}
    shipped, _faults = read_packs([settings.PACKS_DIR])
    return [file for file in shipped if file.pack.slug not in given]
