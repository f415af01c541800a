"""Read the mailbox that letters come back to."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from letters.sending import mailbox
from letters.sending.bouncing import Learned, take_in

MOST = 500
"""Messages of one run; a flood is worked off by the next ones."""


class Command(BaseCommand):
    help = "Read reports of letters that came back from the mailbox in IMAP_URL."

    def handle(self, **_options: Any) -> None:
        if not settings.IMAP_URL:
            raise CommandError("IMAP_URL is not set: there is no mailbox to read.")
        counts: Counter[Learned] = Counter()
        try:
            with mailbox.opened(settings.IMAP_URL, settings.IMAP_DONE_FOLDER) as box:
                for number in box.unread()[:MOST]:
                    raw = box.read(number)
                    if raw is not None:
                        counts[take_in(raw)] += 1
                        box.mark(number)
        except mailbox.NoMailbox as error:
            raise CommandError(
                f"{error} Messages dealt with: {counts.total()}. The rest waits there."
            ) from error
        finally:
            self.stdout.write(f"Messages: {counts.total()}")
            for learned in Learned:
                if counts[learned]:
                    self.stdout.write(f"  {learned.value}: {counts[learned]}")
