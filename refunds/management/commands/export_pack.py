"""Write a provider's database state as a pack."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from providers.models import Provider
from refunds.exporting import to_toml
from refunds.packing import pack_of


class Command(BaseCommand):
    help = "Print a provider as a pack file (TOML)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")

    def handle(self, *, slug: str, **_options: Any) -> None:
        try:
            provider = Provider.objects.get(slug=slug)
        except Provider.DoesNotExist as error:
            raise CommandError(f"There is no provider {slug!r}.") from error
        self.stdout.write(to_toml(pack_of(provider)), ending="")
