"""Load provider packs, and the law beside them, into the database: all or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from providers.datapack import PackError
from providers.indexing import index_provider
from providers.models import Provider
from refunds.datapack import Pack
from refunds.packing import EditedInAdmin, load
from refunds.statutes import load_law

LAW = "law"
"""Stands for the acts in ``--force``; no provider may be called so."""


class Command(BaseCommand):
    help = (
        "Load provider packs and, without PATH, the law as well."
        " A file with errors changes nothing."
    )

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
        conflicts: list[str] = []
        with transaction.atomic():
            for pack in packs:
                try:
                    result = load(pack, force=pack.slug in force)
                except EditedInAdmin:
                    conflicts.append(pack.slug)
                    continue
                self.stdout.write(f"{pack.slug}: {result}")
            for provider in Provider.objects.filter(terms=None):
                index_provider(provider)  # from before there was a search
            if not paths:
                conflicts += self._load_law(force=LAW in force)
            transaction.set_rollback(dry_run)
        for slug in conflicts:
            self.stderr.write(
                f"{slug}: changed by an editor since it was loaded, left as it is."
                f" Overwrite it with '--force {slug.partition('/')[0]}'."
            )
        if dry_run:
            self.stdout.write("Nothing was written (--dry-run).")
        if conflicts:
            raise CommandError(
                f"{len(conflicts)} provider(s) or act(s) not loaded.", returncode=3
            )

    def _load_law(self, *, force: bool) -> list[str]:
        """Load the acts as well; return those an editor has changed."""
        try:
            changed, kept = load_law(force=force)
        except PackError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{LAW}: {changed} act(s) changed")
        return [f"{LAW}/{key}" for key in kept]


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
