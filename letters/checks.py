"""What an installation that mails letters for people must be told first.

``manage.py check --deploy`` says what is missing. Without a mail server letters become
files on the machine of whoever tries the site: then nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

from letters.sending.transport import sends_mail


def sending(**_of_what: Any) -> list[checks.CheckMessage]:
    """Return a warning for each setting without which letters should not leave."""
    return list(_missing()) if sends_mail() else []


def caching(**_of_what: Any) -> list[checks.CheckMessage]:
    """Return a warning where the cache cannot even be asked: each page would fail."""
    named = {cache["BACKEND"].rpartition(".")[2] for cache in settings.CACHES.values()}
    if "RedisCache" not in named or find_spec("redis"):
        return []
    return [
        checks.Warning(
            "The cache needs a package that is not installed: redis.",
            hint="Run `pip install .[redis]`, or name another cache in CACHE_URL.",
            id="letters.W004",
        )
    ]


def _missing() -> Iterator[checks.CheckMessage]:
    if not (settings.OPERATOR and settings.CONTACT_EMAIL):
        yield checks.Warning(
            "Letters are sent, and people are not told by whom.",
            hint="Set OPERATOR and CONTACT_EMAIL: art. 13(1)(a) GDPR asks for both.",
            id="letters.W001",
        )
    if settings.MAIL_FROM.endswith(".invalid"):
        yield checks.Warning(
            "Letters leave from an address that cannot exist.",
            hint="Set MAIL_FROM to an address of a domain that is yours.",
            id="letters.W002",
        )
    if urlsplit(settings.SITE_URL).hostname in {"127.0.0.1", "localhost", "::1"}:
        yield checks.Warning(
            "The links in mails lead to this machine.",
            hint="Set SITE_URL to the address of the site.",
            id="letters.W003",
        )
