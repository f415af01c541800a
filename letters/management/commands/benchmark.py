"""Measure what DESIGN 10 asks for, and print it as JSON.

Figures that depend on the machine come with the ratio to a bare counterpart measured in
the same run. Pages are called in this process, without a network: the server's own cost
would be the same for both sides and only flatter the ratio.
"""

from __future__ import annotations

import json
import resource
from collections.abc import Callable
from datetime import date
from statistics import median
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse

from letters.benchmarks.catalogue import SIZES, measure_catalogue
from letters.benchmarks.dispatch import measure_dispatch
from letters.benchmarks.timing import timed
from letters.draft import draft_letter
from letters.forms import SenderForm
from letters.paper import to_html
from letters.pdf import render_pdf
from letters.wording import say
from refunds import catalogue
from refunds.asking import ask
from refunds.engine.assess import assess
from refunds.engine.facts import Purchase
from refunds.rulebook import purchase_of

SUBJECTS = ["assess", "pages", "catalogue", "letter", "dispatch"]
SLUG = "coursera"
ANSWERS = {
    "channel": "web",
    "product": "plus_annual",
    "country": "SE",
    "charge": "first",
    "paid_on": "2026-11-20",
    "certificate_earned": "no",
}
PERSON = {
    "name": "Åsa Öberg",
    "account_email": "asa@example.org",
    "letter_language": "sv",
    "erasure": "together",
    **{f"part_{part}": "on" for part in ("terminate", "refund", "charges", "confirm")},
    **{f"part_{part}": "on" for part in ("erase", "recipients", "marketing", "answer")},
}


def peak_memory() -> int:
    """Return the largest resident size of this process so far, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


class Command(BaseCommand):
    help = "Measure assess, pages, letters and their dispatch; prints JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "subjects",
            nargs="*",
            metavar="SUBJECT",
            help=f"all of: {' '.join(SUBJECTS)}",
        )
        parser.add_argument(
            "--letters", type=int, default=200, help="letters to render for the memory"
        )

        parser.add_argument(
            "--sizes",
            type=int,
            nargs="*",
            default=SIZES,
            help="numbers of providers to search among; none leaves it out",
        )
        parser.add_argument(
            "--dispatches", type=int, default=300, help="letters to send"
        )
        parser.add_argument(
            "--workers",
            type=int,
            nargs="*",
            default=[1, 2],
            help="numbers of workers to send them by; several need PostgreSQL",
        )

        parser.add_argument(
            "--latency",
            type=float,
            default=0,
            help="seconds that the mail server takes for each letter",
        )

    def handle(self, *, subjects: list[str], **options: Any) -> None:
        chosen = subjects or SUBJECTS
        if unknown := set(chosen) - set(SUBJECTS):
            raise CommandError(f"no such subject: {', '.join(sorted(unknown))}")
        if connection.settings_dict["NAME"] == ":memory:" and chosen != ["dispatch"]:
            call_command("migrate", verbosity=0)
            call_command("load_packs", stdout=self.stderr)
        client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
        measures: dict[str, Callable[[], object]] = {
            "assess": measure_assess,
            "pages": lambda: measure_pages(client),
            "catalogue": lambda: measure_catalogue(client, options["sizes"], ANSWERS),
            "letter": lambda: measure_letter(client, options["letters"]),
            # Last: it leaves the database of this process for others.
            "dispatch": lambda: measure_dispatch(
                options["dispatches"], options["workers"], options["latency"]
            ),
        }
        figures = {name: measures[name]() for name in SUBJECTS if name in chosen}
        self.stdout.write(json.dumps(figures, indent=2))


def measure_assess() -> dict[str, float]:
    """Time the engine over the golden cases, and with no answer at all."""
    entry = catalogue.find(SLUG)
    cases = [(purchase_of(case.purchase), case.today) for case in entry.pack.cases]

    def assess_one(purchase: Purchase, today: date) -> float:
        return timed(lambda: assess(purchase, entry.rules, entry.law, today), 50)

    times = [assess_one(purchase, today) for purchase, today in cases]
    return {
        "cases": len(cases),
        "median_us": round(median(times), 1),
        "slowest_us": max(times),
        "nothing_answered_us": assess_one(Purchase(), cases[0][1]),
    }


def measure_pages(client: Client) -> dict[str, dict[str, float]]:
    """Time the two pages that people come for."""
    return {
        "guide": measure_page(client, reverse("refunds:guide", args=[SLUG])),
        "verdict": measure_page(
            client, reverse("refunds:verdict", args=[SLUG], query=ANSWERS)
        ),
    }


def measure_page(client: Client, address: str) -> dict[str, float]:
    """Time a warm page and a bare one of the same size; count its queries."""

    def get(where: str) -> Callable[[], Any]:
        return lambda: client.get(where, secure=True)

    page = get(address)()
    with CaptureQueriesContext(connection) as queries:
        get(address)()
        asked = len(queries)  # the next request empties the log
    ours = timed(get(address), 100)
    with override_settings(ROOT_URLCONF=bare_site(len(page.content))):
        bare = timed(get("/bare/"), 300)
    return {
        "bytes": len(page.content),
        "queries": asked,
        "us": ours,
        "bare_us": bare,
        "requests_ratio": round(bare / ours, 3),
    }


def bare_site(size: int) -> Any:
    """Return a site of one page that is nothing but text of a size."""

    class Site:
        @staticmethod
        def page(request: HttpRequest) -> HttpResponse:
            del request
            return HttpResponse(b"x" * size)

        urlpatterns = [path("bare/", page)]

    return Site


def measure_letter(client: Client, letters: int) -> dict[str, float]:
    """Time form to PDF against rendering alone; watch the memory over many letters."""
    address = reverse("letters:letter", args=[SLUG], query=ANSWERS)
    body = PERSON | {"out": "pdf"}

    def post() -> Any:
        return client.post(address, body, secure=True)

    response = post()
    if response["Content-Type"] != "application/pdf":
        raise RuntimeError(response.content.decode())
    html = html_of_letter()
    alone = timed(lambda: render_pdf(html), 30)
    whole = timed(post, 30)
    before = peak_memory()
    for _ in range(letters):
        post()
    return {
        "pdf_bytes": len(response.content),
        "post_ms": round(whole / 1000, 1),
        "weasyprint_ms": round(alone / 1000, 1),
        "ratio": round(whole / alone, 3),
        "letters": letters,
        "memory_growth": round(peak_memory() / before - 1, 4),
    }


def html_of_letter() -> str:
    """Return the very HTML that the letter of the benchmark is rendered from."""
    asked = ask(SLUG, ANSWERS)
    form = SenderForm(PERSON, asked=asked)
    draft = draft_letter(form.matter(), form.sender(), form.options(), say)
    return to_html(draft, draft.documents[0])
