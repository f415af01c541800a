"""Load provider packs into the database: all of them, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from providers.datapack import PackError
from refunds.datapack import Pack
from refunds.packing import EditedInAdmin, load


class Command(BaseCommand):
    help = "Load provider packs. A pack with errors changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, help="pack files or folders (default: all)"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="do it all, then take it back"
        )
        parser.add_argument(
            "--force",
            action="append",
            default=[],
            metavar="SLUG",
            help="overwrite what editors changed in this provider",
        )

    def handle(
        self, *, paths: list[Path], dry_run: bool, force: list[str], **_options: Any
    ) -> None:
        packs = read_packs(paths or [settings.PACKS_DIR])
        conflicts = []
        with transaction.atomic():
            for pack in packs:
                try:
                    result = load(pack, force=pack.slug in force)
                except EditedInAdmin:
                    conflicts.append(pack.slug)
                    continue
                self.stdout.write(f"{pack.slug}: {result}")
            transaction.set_rollback(dry_run)
        for slug in conflicts:
            self.stderr.write(
                f"{slug}: changed by an editor since it was loaded, left as it is. Look"
                f" at it with 'export_pack {slug}', overwrite it with '--force {slug}'."
            )
        if dry_run:
            self.stdout.write("Nothing was written (--dry-run).")
        if conflicts:
            raise CommandError(
                f"{len(conflicts)} provider(s) not loaded.", returncode=3
            )


def read_packs(paths: list[Path]) -> list[Pack]:
    """Read pack files and folders of them; report the problems of all at once."""
    files = [
        file
        for path in paths
        for file in (sorted(path.glob("*.toml")) if path.is_dir() else [path])
    ]
    packs, problems = [], []
    for file in files:
        try:
            packs.append(Pack.read(file))
        except PackError as error:
            problems.append(str(error))
        except OSError as error:
            problems.append(f"{file.name}: {error.strerror}")
    if problems:
        raise CommandError("\n".join(problems))
    return packs
