"""Hosts and mailboxes: whose they are, and who reads them. No database, no Django."""

from __future__ import annotations

import re
from collections.abc import Iterable

NO_REPLY = re.compile(r"(?:no|do-?not)[-_.]?reply\b", re.IGNORECASE)


def is_under(host: str, domains: Iterable[str]) -> bool:
    """Does a host belong to one of these domains?"""
    return any(host == name or host.endswith(f".{name}") for name in domains)


def domain_of(mailbox: str) -> str:
    """Return the domain of an e-mail address, in small letters."""
    return mailbox.rpartition("@")[2].lower()


def is_read(mailbox: str) -> bool:
    """Does somebody read it, as far as its name says?"""
    return NO_REPLY.match(mailbox) is None
