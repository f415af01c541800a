"""Load provider packs, and the law beside them, into the database: all or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from providers.clashes import claims_of, clashes
from providers.datapack import PackError
from providers.importing.meeting import in_chunks
from providers.indexing import index_providers
from providers.models import Provider
from refunds.checking import problems
from refunds.packfiles import PackFile, read_packs
from refunds.packing import EditedInAdmin, Loaded, load
from refunds.statutes import load_law

LAW = "law"
"""Stands for the acts in ``--force``; no provider may be called so."""


class Command(BaseCommand):
    help = (
        "Load provider packs and, without PATH, the law as well."
        " One file with errors, as check_packs finds them, and nothing is changed."
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
        files, wrong = read_packs(paths or [settings.PACKS_DIR])
        if wrong:
            raise CommandError("\n".join(wrong))
        results: dict[str, Loaded] = {}
        conflicts: list[str] = []
        with transaction.atomic():
            for file in files:
                try:
                    forced = file.pack.slug in force
                    results[file.pack.slug] = load(file.pack, force=forced)
                except EditedInAdmin:
                    conflicts.append(file.pack.slug)
            if wrong := problems_of_load(files, results):
                raise CommandError("\n".join(wrong))
            # From before there was a search, or after a change of what is found.
            for chunk in in_chunks(Provider.objects.filter(terms=None)):
                index_providers(chunk)
            for slug, result in results.items():
                self.stdout.write(f"{slug}: {result}")
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


def problems_of_load(files: list[PackFile], results: dict[str, Loaded]) -> list[str]:
    """Return what is wrong with the packs that changed something.

    A pack that the database already has is not judged again: an editor may since have
    given another company the same name, and that is for the editor to settle.
    """
    changed = {slug for slug in results if results[slug] is not Loaded.UNCHANGED}
    slugs = {*Provider.objects.values_list("slug", flat=True)}
    found = [
        f"{file.name}: {problem}"
        for file in files
        if file.pack.slug in changed
        for problem in problems(file.pack, slugs)
    ]
    claims = [*Provider.objects.exclude(slug__in=results).claims()]
    for file in files:
        if file.pack.slug in results:
            claims += claims_of(file.pack, file.name)
    return [*found, *map(str, clashes(claims, changed))]
