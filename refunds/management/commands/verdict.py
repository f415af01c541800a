"""The verdict of DESIGN 4 on the command line, read-only."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone, translation

from providers.models import Provider
from providers.packfields import check_currency
from refunds import catalogue
from refunds.engine.assess import assess
from refunds.engine.facts import Law, Money
from refunds.forms import PurchaseForm
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
)
LEGAL_FACTS = (
    "early_start_requested",
    "withdrawal_information_given",
    "loss_acknowledged",
    "fully_performed",
    "charge_disclosed",
    "content_started",
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
        parser.add_argument("--amount", help='what was paid, such as "3990 SEK"')
        parser.add_argument("--period-days", type=int, dest="period_days")
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
        known = {event.key for event in entry.pack.events}
        problems += [
            f"--event: {slug} has no event {name!r}" for name in events.keys() - known
        ]
        problems += _bad_facts(facts)
        paid = _money(options["amount"], problems)
        if options["period_days"] is not None and options["period_days"] < 1:
            problems.append("--period-days: must be 1 or more")
        answers = {key: options[key] for key in ANSWERS if options[key]}
        with translation.override("en"):
            form = PurchaseForm(
                answers | {key: events[key] for key in events.keys() & known},
                pack=entry.pack,
                today=today,
            )
            for field, errors in form.errors.items():
                problems += [f"{field}: {error}" for error in errors]
        if problems:
            raise CommandError("\n".join(problems))
        purchase = form.to_purchase(
            facts={
                key: value == "yes"
                for key, value in facts.items()
                if value != "unknown"
            },
            paid=paid,
            period_days=options["period_days"],
        )
        result = verdict_json(assess(purchase, entry.rules, Law(), today))
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


def _bad_facts(facts: dict[str, str]) -> list[str]:
    return [
        f"--fact: there is no fact {name!r}"
        for name in facts
        if name not in LEGAL_FACTS
    ] + [
        f"--fact {name}: {value!r} is not yes, no or unknown"
        for name, value in facts.items()
        if value not in ("yes", "no", "unknown")
    ]


def _money(text: str | None, problems: list[str]) -> Money | None:
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,8}(?:\.\d{1,2})?) ([A-Z]{3})", text.strip())
    if found is None:
        problems.append(f'--amount: {text!r} is not an amount such as "3990 SEK"')
        return None
    try:
        return Money(Decimal(found[1]), check_currency(found[2]))
    except ValueError as error:
        problems.append(f"--amount: {error}")
        return None
