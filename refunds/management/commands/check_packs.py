"""Check pack files as far as a machine can. Needs no database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from providers.clashes import claims_of, clashes
from providers.freshness import fresh_after
from providers.links import judged, links_of
from providers.visiting import nothing_heard, visit
from refunds.checking import problems, warnings
from refunds.packfiles import PackFile, read_packs


class Command(BaseCommand):
    help = (
        "Check packs: shape, sources, official domains, words, overlapping rules, gaps,"
        " golden cases, freshness, names two companies claim; with --links, whether the"
        " links still answer. Exits 1 on errors; warnings do not fail, and neither do"
        " links where there is no network, or where a site shuts out machines."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, help="pack files or folders (default: all)"
        )
        parser.add_argument(
            "--links",
            action="store_true",
            help="visit each link as well; takes minutes (--verbosity 2 tells of all)",
        )

    def handle(
        self, *, paths: list[Path], links: bool, verbosity: int, **_options: Any
    ) -> None:
        files, errors = read_packs(paths or [settings.PACKS_DIR])
        others = _catalogue_without(files)
        known = {file.pack.slug: file.pack for file in [*others, *files]}
        slugs = set(known)
        for file in files:
            errors += [f"{file.name}: {item}" for item in problems(file.pack, slugs)]
            for warning in warnings(
                file.pack,
                today=timezone.localdate(),
                fresh_after=fresh_after(),
                stores=known,
            ):
                self.stdout.write(f"{file.name}: warning: {warning}")
        claims = [
            claim
            for file in [*others, *files]
            for claim in claims_of(file.pack, file.name)
        ]
        errors += map(str, clashes(claims, {file.pack.slug for file in files}))
        if links:
            errors += self._bad_links(files, tell_all=verbosity > 1)
        for error in errors:
            self.stderr.write(error)
        if errors:
            raise CommandError(f"{len(errors)} error(s) in {len(files)} pack(s).")
        self.stdout.write(f"{len(files)} pack(s) checked, no errors.")

    def _bad_links(self, files: list[PackFile], *, tell_all: bool) -> list[str]:
        """Visit the links of the packs once each; return those that are wrong."""
        found = [(file, link) for file in files for link in links_of(file.pack)]
        replies = visit(link.url for _file, link in found)
        if nothing_heard(replies):
            self.stdout.write(
                "warning: no host could be reached, so no link was checked."
                " Is there a network?"
            )
            return []
        errors, fine = [], 0
        for file, link in found:
            told = judged(link, replies[link.url], file.pack.domains)
            fine += told.is_fine
            if told.is_error:
                errors.append(f"{file.name}: {link.place}: {link.url}: {told.said}")
            elif tell_all or not told.is_fine:
                mark = "" if told.is_fine else "warning: "
                self.stdout.write(
                    f"{file.name}: {mark}{link.place}: {link.url}: {told.said}"
                )
        self.stdout.write(
            f"{len(replies)} link(s) in {len(found)} place(s): {fine} fine,"
            f" {len(errors)} wrong, {len(found) - fine - len(errors)} to look at."
        )
        return errors


def _catalogue_without(files: list[PackFile]) -> list[PackFile]:
    """Return the shipped packs that are not among these; their faults are not ours."""
    given = {file.pack.slug for file in files}
    shipped, _faults = read_packs([settings.PACKS_DIR])
    return [file for file in shipped if file.pack.slug not in given]
