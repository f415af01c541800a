"""The records of JustDeleteMe (MIT): where accounts are deleted, and how hard it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from providers.addresses import is_under
from providers.datapack import Localized, PackedContact, PackedSource
from providers.opendata.datenanfragen import ELSEWHERE, together
from providers.opendata.finding import (
    LONGEST_NAME,
    Finding,
    Unusable,
    domain_of,
    mail_address,
    official_link,
    one_line,
    slug_of,
)
from providers.vocabulary import Purpose, SourceKind

PREFIX = "jdm-"
"""Begins the key of this source at a company; the record's own name follows."""

HOW_HARD = {
    "easy": Localized(
        sv="Enligt JustDeleteMe är det enkelt.",
        en="According to JustDeleteMe, it is easy.",
    ),
    "medium": Localized(
        sv="Enligt JustDeleteMe krävs några fler steg.",
        en="According to JustDeleteMe, it takes some more steps.",
    ),
    "hard": Localized(
        sv="Enligt JustDeleteMe måste du kontakta företaget.",
        en="According to JustDeleteMe, you have to contact the company for it.",
    ),
    "limited": Localized(
        sv="Enligt JustDeleteMe kan inte alla göra det. Det kan bero på var du bor.",
        en="According to JustDeleteMe, not everybody can. It may depend on where you"
        " live.",
    ),
    "impossible": Localized(
        sv="Enligt JustDeleteMe går kontot inte att radera på egen hand. Du kan ändå ha"
        " rätt att begära radering.",
        en="According to JustDeleteMe, the account cannot be deleted. You may still"
        " have the right to ask for erasure.",
    ),
}
NAMED_FOR_DELETION = Localized(
    sv="Adressen som JustDeleteMe anger för den som vill radera sitt konto.",
    en="The address that JustDeleteMe names for deleting an account.",
)


def records(path: Path) -> Iterator[tuple[str, dict[str, Any] | Unusable]]:
    """Read the list one record at a time: its name and what it holds.

    Raises:
        Unusable: the file is no list of records.
    """
    text, decoder = path.read_text(encoding="utf-8"), json.JSONDecoder()
    place = _skip(text, 0, "[")
    while text[place : place + 1] != "]":
        try:
            data, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            raise Unusable("not a JSON list of records") from error
        if isinstance(data, dict) and isinstance(data.get("name"), str):
            yield data["name"], data
        else:
            yield repr(data)[:40], Unusable("no name that fits")
        place = _skip(text, place, ",")


def _skip(text: str, place: int, mark: str) -> int:
    """Go past blanks and, where it stands there, a mark."""
    while text[place : place + 1].isspace() or text[place : place + 1] == mark:
        place += 1
    return place


def site(data: dict[str, Any], as_of: date) -> Finding:
    """Return what we take from a record.

    Raises:
        Unusable: it has no name or domain, or nothing we could show.
    """
    name = one_line(data["name"])
    if not name or len(name) > LONGEST_NAME:
        raise Unusable("no name that fits")
    named = data.get("domains")
    listed = [x for x in named if isinstance(x, str)] if isinstance(named, list) else []
    domains = tuple(dict.fromkeys(filter(None, map(domain_of, map(str.lower, listed)))))
    if not domains:
        raise Unusable("no domain we could use")
    slug = slug_of(name) or slug_of(domains[0])
    key = f"{PREFIX}{slug}"[:60]
    contacts, left_out = _contacts(data, domains, key)
    if not contacts:
        raise Unusable("deletion page outside the company's domains, or not https")
    return Finding(
        slug=slug,
        name=name,
        key=key,
        source=PackedSource(
            title="JustDeleteMe",
            url="https://justdeleteme.xyz/",
            kind=SourceKind.SECONDARY,
            seen_on=as_of,
        ),
        domains=domains,
        contacts=contacts,
        left_out=tuple(left_out),
    )


def _contacts(
    data: dict[str, Any], domains: tuple[str, ...], key: str
) -> tuple[tuple[PackedContact, ...], list[str]]:
    contacts, left_out = [], []
    link = official_link(str(data.get("url", "")), domains)
    if link:
        contacts.append(
            PackedContact(
                purpose=Purpose.DELETION,
                url=link,
                note=HOW_HARD.get(str(data.get("difficulty"))),
                source=key,
            )
        )
    email = mail_address(str(data.get("email") or ""))
    if email:
        remarks = [NAMED_FOR_DELETION]
        if not is_under(email.rpartition("@")[2].lower(), domains):
            remarks.append(ELSEWHERE)
            left_out.append("e-mail outside the official domain (kept, marked)")
        contacts.append(
            PackedContact(
                purpose=Purpose.PRIVACY, email=email, note=together(remarks), source=key
            )
        )
    if contacts and not link:
        left_out.append("deletion page outside the company's domains, or not https")
    return tuple(contacts), left_out
