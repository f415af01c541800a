"""Open data about companies into the catalogue: all or nothing, any number of times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from providers.importing.companies import import_companies, import_obsolete
from providers.importing.meeting import Report, usable
from providers.importing.sites import import_sites
from providers.opendata import datenanfragen, justdeleteme
from providers.opendata.finding import Unusable
from refunds.authorities import import_authorities

SHOWN = 8
"""Names shown after each reason; ``--verbosity 2`` shows all."""

STEP = 500
"""Records between two signs of life."""

T = TypeVar("T")


class Command(BaseCommand):
    help = (
        "Import companies from Datenanfragen.de (a folder with companies/) or"
        " JustDeleteMe (its sites.json). What is researched is left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", choices=["datenanfragen", "jdm"])
        parser.add_argument("path", type=Path)
        parser.add_argument(
            "--as-of",
            type=date.fromisoformat,
            metavar="DAY",
            help="state of the data (default: day of the newest file)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="do it all, then take it back"
        )

    def handle(
        self,
        *,
        source: str,
        path: Path,
        as_of: date | None,
        dry_run: bool,
        verbosity: int,
        **_options: Any,
    ) -> None:
        report = Report()
        run = self._datenanfragen if source == "datenanfragen" else self._jdm
        try:
            as_of = as_of or newest(path)
            with transaction.atomic():
                run(path, as_of, report)
                transaction.set_rollback(dry_run)
        except (OSError, UnicodeDecodeError, Unusable) as error:
            raise CommandError(f"{path.name}: {error}") from error
        self._tell(report, as_of, all_names=verbosity > 1)
        if dry_run:
            self.stdout.write("Nothing was written (--dry-run).")

    def _datenanfragen(self, folder: Path, as_of: date, report: Report) -> None:
        companies = folder / "companies"
        if not companies.is_dir():
            raise Unusable("has no folder companies")
        read = partial(datenanfragen.company, as_of=as_of)
        records = self._counted(datenanfragen.records(companies))
        covered = import_companies(usable(records, read, report), report)
        gone = datenanfragen.records(folder / "obsolete-records")
        explain = partial(datenanfragen.obsolete, as_of=as_of)
        import_obsolete(usable(gone, explain, report), covered, report)
        found, skipped = datenanfragen.authorities(
            datenanfragen.records(folder / "supervisory-authorities")
        )
        for name, reason in skipped:
            report.remark(reason, name)
        import_authorities(found, as_of, report)

    def _jdm(self, file: Path, as_of: date, report: Report) -> None:
        read = partial(justdeleteme.site, as_of=as_of)
        records = self._counted(justdeleteme.records(file))
        import_sites(usable(records, read, report), report)

    def _counted(self, records: Iterable[T]) -> Iterator[T]:
        """Show at a terminal how far it has come."""
        seen = self.stderr.isatty()
        for number, record in enumerate(records, 1):
            if seen and number % STEP == 0:
                self.stderr.write(f"\r{number} records …", ending="")
            yield record
        if seen:
            self.stderr.write("")

    def _tell(self, report: Report, as_of: date, *, all_names: bool) -> None:
        self.stdout.write(f"State of the data: {as_of:%Y-%m-%d}")
        for what, number in report.done.items():
            self.stdout.write(f"{number:6} {what}")
        if report.remarks:
            self.stdout.write("Left out, or worth a look:")
        for reason, names in sorted(report.remarks.items()):
            shown = names if all_names else names[:SHOWN]
            more = ", …" if len(names) > len(shown) else ""
            self.stdout.write(f"{len(names):6} {reason}: {', '.join(shown)}{more}")


def newest(path: Path) -> date:
    """Return the day of a file, or of the newest file in a folder."""
    files = path.glob("companies/*.json") if path.is_dir() else [path]
    times = [file.stat().st_mtime for file in files]
    if not times:
        raise Unusable("holds no records")
    return datetime.fromtimestamp(max(times), UTC).date()
