"""The verdict of DESIGN 4 on the command line, read-only."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone, translation

from providers.models import Provider
from refunds import catalogue
from refunds.engine.assess import assess
from refunds.forms import PurchaseForm, store_of
from refunds.legalquestions import LEGAL_QUESTIONS
from refunds.verdict_json import verdict_json

ANSWERS = (
    "product",
    "channel",
    "country",
    "charge",
    "paid_on",
    "signed_up_on",
    "starts_on",
    "trial_ends_on",
    "amount",
    "period_days",
)


class Command(BaseCommand):
    help = "Print the verdict on a purchase. Exits 1 with one line per wrong answer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        for key in ANSWERS:
            parser.add_argument(f"--{key.replace('_', '-')}", dest=key)
        parser.add_argument(
            "--event", action="append", default=[], metavar="NAME=DAY|yes|no"
        )
        parser.add_argument(
            "--fact", action="append", default=[], metavar="NAME=yes|no|unknown"
        )
        parser.add_argument("--today", help="answer as on this day (default: today)")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *, slug: str, **options: Any) -> None:
        try:
            entry = catalogue.find(slug)
        except Provider.DoesNotExist as error:
            raise CommandError(f"There is no provider {slug!r}.") from error
        problems: list[str] = []
        today = _day(options["today"], problems)
        events = _pairs(options["event"], "--event", problems)
        facts = _pairs(options["fact"], "--fact", problems)
        store = store_of(entry.pack, options["channel"], entry.stores)
        known = {event.key for event in entry.pack.events}
        known |= {event.key for event in store.events} if store else set()
        problems += [
            f"--event: {slug} has no event {name!r}" for name in events.keys() - known
        ]
        problems += [
            f"--fact: there is no fact {name!r}"
            for name in facts.keys() - LEGAL_QUESTIONS.keys()
        ]
        answers = {key: options[key] for key in ANSWERS if options[key]}
        answers |= {key: facts[key] for key in facts.keys() & LEGAL_QUESTIONS.keys()}
        with translation.override("en"):
            form = PurchaseForm(
                answers | {key: events[key] for key in events.keys() & known},
                pack=entry.pack,
                today=today,
                stores=entry.stores,
            )
            for field, errors in form.errors.items():
                problems += [f"{field}: {error}" for error in errors]
        if problems:
            raise CommandError("\n".join(problems))
        purchase = form.to_purchase()
        result = verdict_json(assess(purchase, entry.rules, entry.law, today))
        indent = None if options["json"] else 2
        self.stdout.write(
            json.dumps(result, cls=DjangoJSONEncoder, ensure_ascii=False, indent=indent)
        )


def _day(text: str | None, problems: list[str]) -> date:
    if text is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(f"--today: {text!r} is not a day such as 2026-03-02")
        return timezone.localdate()


def _pairs(items: list[str], option: str, problems: list[str]) -> dict[str, str]:
    pairs = {}
    for item in items:
        name, equals, value = item.partition("=")
        if equals and name and value:
            pairs[name] = value
        else:
            problems.append(f"{option}: {item!r} is not NAME=VALUE")
    return pairs
