"""Basic providers as rows: read and written by the hundred.

Two data sets may tell of one company. What JustDeleteMe adds stands from ``ADDED`` on
in the order of the parts, so that either can be imported again without the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from providers.datapack import PackedContact
from providers.indexing import index_providers
from providers.models import (
    Contact,
    Domain,
    Name,
    Part,
    Provider,
    Redirect,
    SearchTerm,
    Source,
)
from providers.opendata import datenanfragen
from providers.opendata.finding import Finding
from providers.storing import texts
from providers.vocabulary import Category, Tier

ADDED = 1000
"""The first position of what JustDeleteMe adds."""

COLUMNS = (
    "slug",
    "name",
    "category",
    "website",
    "summary_sv",
    "summary_en",
    "letter_identifiers",
    "checked_on",
)
PARTS: dict[type[Part], tuple[str, ...]] = {
    Name: ("position", "name", "kind"),
    Domain: ("position", "name"),
    Source: ("position", "key", "title", "url", "kind", "seen_on", "note"),
    Contact: (
        "position",
        "purpose",
        "lines",
        "country",
        "email",
        "url",
        "phone",
        "note_sv",
        "note_en",
        "source__key",
    ),
}
REGISTER = (
    "Företag i Datenanfragen.de:s öppna register.",
    "A company in the open register of Datenanfragen.de.",
)
LIST = (
    "Tjänst i JustDeleteMe:s öppna lista.",
    "A service on the open list of JustDeleteMe.",
)
BOTH = (
    "Företag i Datenanfragen.de:s öppna register och i JustDeleteMe:s lista.",
    "A company in the open register of Datenanfragen.de and on JustDeleteMe’s list.",
)

Row = dict[str, Any]
Rows = dict[type[Part], list[Row]]


@dataclass(slots=True)
class Basic:
    """A basic provider: its own columns, and its parts by kind."""

    columns: Row
    parts: Rows = field(default_factory=lambda: {model: [] for model in PARTS})

    @property
    def registered(self) -> bool:
        """Does Datenanfragen.de tell of it?"""
        return any(row["key"] == datenanfragen.KEY for row in self.parts[Source])

    @property
    def listed(self) -> bool:
        """Does JustDeleteMe tell of it?"""
        return any(row["position"] >= ADDED for row in self.parts[Source])

    def digest(self) -> str:
        """Return the SHA-256 of all of it."""
        rows = [sorted(self.columns.items())]
        rows += [sorted(row.items()) for kind in self.parts.values() for row in kind]
        return hashlib.sha256(repr(rows).encode()).hexdigest()

    def with_half(self, half: Rows, *, added: bool) -> Basic:
        """Return it with what one of the data sets says now."""
        parts = {}
        for model, rows in self.parts.items():
            kept = [row for row in rows if (row["position"] >= ADDED) is not added]
            both = [*kept, *half.get(model, [])]
            both.sort(key=lambda row: int(row["position"]))
            if model in (Name, Domain):
                # Both data sets may say it; once is enough.
                firsts = {row["name"]: row for row in reversed(both)}
                both = [row for row in both if firsts[row["name"]] is row]
            parts[model] = both
        new = Basic(dict(self.columns), parts)
        summary = (BOTH if new.listed else REGISTER) if new.registered else LIST
        new.columns["summary_sv"], new.columns["summary_en"] = summary
        seen = [row["seen_on"] for row in parts[Source]]
        new.columns["checked_on"] = min(seen, default=self.columns.get("checked_on"))
        return new


def columns_of(finding: Finding, slug: str) -> Row:
    """Return a provider's own columns, as the data set it is named after has them."""
    return {
        "slug": slug,
        "name": finding.name,
        "category": Category.OTHER.value,
        "website": finding.website,
        "letter_identifiers": [key.value for key in finding.identifiers],
    }


def half_of(findings: Sequence[Finding], *, first: int, called: str) -> Rows:
    """Return the parts that some records of one data set give one company."""
    kinds = {
        alias: Name.NameKind.ALIAS
        for one in findings
        for alias in (*([one.name] if one.name != called else []), *one.aliases)
    } | {name: Name.NameKind.FORMER for one in findings for name in one.former_names}
    domains = dict.fromkeys(name for one in findings for name in one.domains)
    sources = {
        one.key: {
            "key": one.key,
            "title": one.source.title,
            "url": one.source.url,
            "kind": one.source.kind.value,
            "seen_on": one.source.seen_on,
            "note": one.source.note or "",
        }
        for one in findings
    }
    contacts = [_contact(item) for one in findings for item in one.contacts]
    return {
        Name: _placed([{"name": n, "kind": k.value} for n, k in kinds.items()], first),
        Domain: _placed([{"name": name} for name in domains], first),
        Source: _placed(sources.values(), first),
        Contact: _placed(contacts, first),
    }


def _contact(contact: PackedContact) -> Row:
    return {
        "purpose": contact.purpose.value,
        "lines": "\n".join(contact.lines),
        "country": contact.country or "",
        "email": contact.email or "",
        "url": contact.url or "",
        "phone": contact.phone or "",
        **texts("note", contact.note),
        "source__key": contact.source,
    }


def _placed(rows: Iterable[Row], first: int) -> list[Row]:
    return [{"position": place, **row} for place, row in enumerate(rows, first)]


def stored(ids: Collection[int]) -> dict[int, Basic]:
    """Read providers as they are in the database; one query a kind of part."""
    found: dict[int, Basic] = {}
    for row in Provider.objects.filter(pk__in=ids).values("pk", *COLUMNS):
        found[row.pop("pk")] = Basic(row)
    for model, columns in PARTS.items():
        rows = model._default_manager.filter(provider_id__in=ids)
        for row in rows.order_by("position", "pk").values("provider_id", *columns):
            owner = found[row.pop("provider_id")]
            # A form saves an empty text as none.
            owner.parts[model].append(
                {k: "" if v is None else v for k, v in row.items()}
            )
    return found


def edited(basics: Mapping[int, Basic]) -> set[int]:
    """Return those that an editor has changed since they were imported."""
    digests = dict(
        Provider.objects.filter(pk__in=basics).values_list("pk", "loaded_digest")
    )
    found = {key for key, one in basics.items() if one.digest() != digests[key]}
    # Whatever else belongs to a provider, also in other apps, somebody has added.
    for relation in Provider._meta.related_objects:
        model, column = relation.related_model, relation.field.attname
        if not isinstance(model, str) and model not in (*PARTS, Redirect, SearchTerm):
            rows = model._default_manager.filter(**{f"{column}__in": list(basics)})
            found |= set(rows.values_list(column, flat=True))
    return found


def write(new: Sequence[Basic], changed: Mapping[int, Basic]) -> list[int]:
    """Make rows of new companies, and renew those of changed ones; return the new."""
    now = timezone.now()
    renewed = [
        Provider(pk=key, updated_at=now, loaded_digest=one.digest(), **one.columns)
        for key, one in changed.items()
    ]
    Provider.objects.bulk_update(
        renewed, [*COLUMNS, "updated_at", "loaded_digest"], batch_size=100
    )
    for model in (Contact, Name, Domain, Source):
        model._default_manager.filter(provider_id__in=changed).delete()
    made = Provider.objects.bulk_create(
        Provider(tier=Tier.BASIC.value, loaded_digest=one.digest(), **one.columns)
        for one in new
    )
    owners = [
        *zip(made, new, strict=True),
        *zip(renewed, changed.values(), strict=True),
    ]
    sources = Source.objects.bulk_create(
        Source(provider=owner, **row)
        for owner, one in owners
        for row in one.parts[Source]
    )
    keys = {(row.provider_id, row.key): row for row in sources}
    Name.objects.bulk_create(
        Name(provider=owner, **row) for owner, one in owners for row in one.parts[Name]
    )
    Domain.objects.bulk_create(
        Domain(provider=owner, **row)
        for owner, one in owners
        for row in one.parts[Domain]
    )
    Contact.objects.bulk_create(
        Contact(provider=owner, source=keys[owner.pk, key], **rest)
        for owner, one in owners
        for key, rest in map(_without_key, one.parts[Contact])
    )
    index_providers([owner for owner, _one in owners])
    return [owner.pk for owner in made]


def _without_key(row: Row) -> tuple[str, Row]:
    rest = dict(row)
    return rest.pop("source__key"), rest
