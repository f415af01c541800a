"""A place to try sending in: a database of its own, letters, workers, a mail server.

Nothing here touches the installation's data or mail: all processes get their addresses
from the environment of the room.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from multiprocessing.context import SpawnProcess
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from letters.benchmarks.postoffice import HOST, Taken, open_office, taken
from letters.benchmarks.processes import FRESH, begin, kill, run_command
from letters.clauses import offered
from letters.draft import draft_letter
from letters.letter import Document, LetterDraft, Options, Sender
from letters.matter import Matter
from letters.models import Case
from letters.paper import to_pdf
from letters.sending import dispatching
from letters.sending.opening import freeze
from letters.wording import say
from refunds.datapack import Pack
from refunds.engine.assess import assess
from refunds.engine.facts import Charge, Purchase
from refunds.rulebook import rulebook
from refunds.statutes import law_in_files

RECIPIENT = "letters@company.example"
SECONDS = 120
"""So long without any progress, and we give up."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A real letter on paper, rendered once: what is tried here is sending."""

    draft: LetterDraft
    document: Document
    pdf: bytes


def sample() -> Sample:
    """Return a letter in two languages about a course, from the shipped files."""
    today = date(2026, 11, 23)
    pack = Pack.read(settings.PACKS_DIR / "coursera.toml")
    law = law_in_files()
    purchase = Purchase(
        product="plus_annual",
        channel="web",
        country="SE",
        charge=Charge.FIRST,
        paid_on=today,
    )
    rules = rulebook(pack, fresh_after=today)
    matter = Matter(pack, purchase, assess(purchase, rules, law, today), law)
    options = Options(
        languages=frozenset({"sv", "en"}),
        parts=frozenset(part for part, on in offered(matter).items() if on),
        dated=today,
    )
    sender = Sender(name="Åsa Öberg", account_email="asa@person.example")
    draft = draft_letter(matter, sender, options, say)
    document = draft.documents[0]
    nobody = replace(document.recipient, email=RECIPIENT)
    return Sample(draft, replace(document, recipient=nobody), to_pdf(draft, document))


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """Use a fresh database in this process; give its address for others."""
    given = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        name = str(folder / "mailroom.sqlite3")
        address = f"sqlite:///{name}"
    else:
        name = f"mailroom_{secrets.token_hex(4)}"
        address = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
    _use(name)
    try:
        call_command("migrate", verbosity=0)
        yield address
    finally:
        _use(given)
        if connection.vendor != "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _use(name: str) -> None:
    connection.settings_dict["NAME"] = name
    connection.close()


@dataclass
class Mailroom:
    """What is there, and what can be done in it."""

    folder: Path
    environment: dict[str, str]
    letter: Sample = field(default_factory=sample)
    started: int = 0

    @property
    def log(self) -> list[Taken]:
        """What the mail server has taken so far."""
        return taken(self.folder / "log")

    @property
    def letters_taken(self) -> list[Taken]:
        """The same without the notices to senders."""
        return [one for one in self.log if "+" in one.sender]

    def start(self, command: str) -> tuple[SpawnProcess, Path]:
        """Start a Django command; what it says goes into a file."""
        self.started += 1
        said = self.folder / f"said-{self.started}"
        said.touch()
        started = begin(run_command, command, said, environment=self.environment)
        return started, said

    def start_worker(self) -> tuple[SpawnProcess, Path]:
        """Start a worker that never waits long for more."""
        return self.start("db_worker --no-reload --no-startup-delay --interval 0.05")

    def queue_letters(self, number: int) -> None:
        """Let letters of proved senders go, all at the same moment."""
        now = timezone.now()
        with transaction.atomic():
            for count in range(number):
                case = Case.objects.create(
                    provider="coursera",
                    company="Coursera",
                    reference=self.letter.draft.reference,
                    language="sv",
                    sender_name="Åsa Öberg",
                    sender_email=f"asa{count}@person.example",
                    proved_at=now,
                )
                letter = self.letter
                dispatch = freeze(case, letter.draft, letter.document, letter.pdf)
                dispatching.queue(dispatch, now)

    def wait_for(self, what: Callable[[], bool], step: float = 0.1) -> bool:
        """Wait until something is so; ``False`` if nothing moves for long."""
        seen, since = len(self.log), time.monotonic()
        while not what():
            if len(self.log) > seen:
                seen, since = len(self.log), time.monotonic()
            if time.monotonic() - since > SECONDS:
                return False
            time.sleep(step)
        return True


@contextmanager
def mailroom(*, lease: int, latency: float = 0) -> Iterator[Mailroom]:
    """Open a room; what was started in it ends with it.

    ``latency`` is how many seconds the mail server thinks about each message.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="mailroom-")))
        address = stack.enter_context(own_database(folder))
        environment = {
            "SECRET_KEY": settings.SECRET_KEY,
            "DATABASE_URL": address,
            "SEAL_CERTIFICATE": str(folder / "seal.p12"),
            "SEAL_PASSWORD": "",
            "TSA_URL": "",
            "DISPATCH_LEASE_SECONDS": str(lease),
        }
        told, ports = FRESH.Pipe(duplex=False)
        log = folder / "log"
        stack.callback(
            kill, begin(open_office, log, latency, ports, environment=environment)
        )
        mail, names = told.recv()
        environment["EMAIL_URL"] = f"smtp://{HOST}:{mail}"
        environment["DNS_SERVERS"] = f"{HOST}:{names}"
        yield Mailroom(folder, environment)
