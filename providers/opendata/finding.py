"""What one record of a data set tells about one company."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from providers.addresses import is_read, is_under
from providers.datapack import PackedContact, PackedSource
from providers.packfields import check_email, check_url
from providers.vocabulary import Identifier

DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
LONGEST_SLUG = 60
LONGEST_NAME = 120


class Unusable(Exception):
    """Nothing can be made of a record; says why."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A company as one record has it. ``key`` names the record among its sources."""

    slug: str
    name: str
    key: str
    source: PackedSource
    domains: tuple[str, ...]
    contacts: tuple[PackedContact, ...]
    website: str = ""
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """A company that a data set no longer lists, and the one to go to instead."""

    slug: str
    goes_to: str
    reason_sv: str
    reason_en: str
    since: date
    source: str


@dataclass(frozen=True, slots=True)
class Authority:
    """Who hears complaints about personal data in a country."""

    country: str
    name_sv: str
    name_en: str
    url: str


def domain_of(address: str) -> str | None:
    """Return the domain of a web address, or of a bare host, as people know it."""
    host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    host = host.removeprefix("www.")
    return host if DOMAIN.fullmatch(host) and len(host) <= LONGEST_NAME else None


def https_address(address: str) -> str | None:
    """Return an address that may become a link, or nothing."""
    try:
        return check_url(address.strip()) if len(address) <= 500 else None
    except ValueError:
        return None


def official_link(address: str, domains: Iterable[str]) -> str | None:
    """Return a link if it is the company's own: elsewhere it may be anybody's."""
    link = https_address(address)
    host = urlsplit(link).hostname if link else None
    return link if host and is_under(host, domains) else None


def mail_address(text: str) -> str | None:
    """Return an e-mail address, or nothing."""
    address = text.strip()
    plain = address.isascii() and address.isprintable() and len(address) <= 254
    if not plain or not is_read(address):
        return None
    try:
        host = check_email(address).rpartition("@")[2]
    except ValueError:
        return None
    return address if DOMAIN.fullmatch(host.lower()) else None


def short_slug(slug: str) -> str:
    """Cut a slug between its words where it is too long for an address of ours."""
    if len(slug) <= LONGEST_SLUG:
        return slug
    return slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]


def slug_of(name: str) -> str:
    """Return an address for a name; empty where no letter of it can stand in one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return short_slug(re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-"))


def one_line(text: str) -> str:
    """Return a text without line breaks, invisible characters and double blanks."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def names(texts: Iterable[str]) -> tuple[str, ...]:
    """Return names that fit, each once."""
    lines = (one_line(text) for text in texts)
    return tuple(dict.fromkeys(x for x in lines if x and len(x) <= LONGEST_NAME))
