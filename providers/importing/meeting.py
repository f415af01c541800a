"""Which record is whose, and what an import did with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from django.utils import timezone

from providers.importing.rows import ADDED, Basic, edited, stored, write
from providers.models import Domain, Provider, Redirect, Source
from providers.opendata import datenanfragen, justdeleteme
from providers.opendata.finding import Finding, Unusable
from providers.vocabulary import RESERVED_SLUGS, Tier

CHUNK = 400
CURATED = "researched already, left as it is"
TAKEN = "another company has its address here"
EDITED = "changed by an editor, left as it is"
UNLISTED = "no longer in the data, left as it is"
SEVERAL = "has domains of several companies, so it stands alone"

T = TypeVar("T")


@dataclass(slots=True)
class Report:
    """What an import did, and what it left out and why."""

    done: Counter[str] = field(default_factory=Counter)
    remarks: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def remark(self, reason: str, name: str) -> None:
        """Note that something of a record was left out."""
        self.remarks[reason].append(name)


def usable(
    records: Iterable[tuple[str, dict[str, Any] | Unusable]],
    read: Callable[[dict[str, Any]], T],
    report: Report,
) -> Iterator[T]:
    """Return what can be made of records, one after the other; report the rest."""
    for name, record in records:
        try:
            if isinstance(record, Unusable):
                raise record
            found = read(record)
        except Unusable as problem:
            report.remark(str(problem), name)
            continue
        for remark in getattr(found, "left_out", ()):
            report.remark(remark, name)
        yield found


class Catalogue:
    """Who has which address and domain, as far as an import must know."""

    def __init__(self) -> None:
        self.slugs = dict(Provider.objects.values_list("slug", "pk"))
        rows = Provider.objects.values_list("pk", "slug", "tier")
        self.curated = {key: slug for key, slug, tier in rows if tier == Tier.CURATED}
        sources = Source.objects.filter(provider__tier=Tier.BASIC.value)
        self.registered = set(
            sources.filter(key=datenanfragen.KEY).values_list("provider", flat=True)
        )
        self.records = dict(
            sources.filter(key__startswith=justdeleteme.PREFIX).values_list(
                "key", "provider"
            )
        )
        self.domains: dict[str, set[int]] = defaultdict(set)
        """Of the researched and the registered; each has one from its own record."""
        self.listed: dict[str, set[int]] = defaultdict(set)
        """Of those that JustDeleteMe alone tells of."""
        for name, key, place in Domain.objects.values_list(
            "name", "provider", "position"
        ):
            if key in self.curated or (key in self.registered and place < ADDED):
                self.domains[name].add(key)
            elif key not in self.registered:
                self.listed[name].add(key)

    def researched(self, finding: Finding) -> str | None:
        """Return the slug of a researched provider with a domain of the record."""
        found = (key for name in finding.domains for key in self.domains.get(name, ()))
        return next((self.curated[key] for key in found if key in self.curated), None)

    def meets(self, finding: Finding) -> set[int]:
        """Return the registered companies with a domain of the record."""
        return {key for name in finding.domains for key in self.domains.get(name, ())}

    def free(self, slug: str) -> bool:
        """May a new company have this address?"""
        return bool(slug) and slug not in self.slugs and slug not in RESERVED_SLUGS


def in_chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """Return items by the hundred, so that memory does not grow with them."""
    source = iter(items)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


Wish = tuple[int | None, Callable[[Basic | None], Basic]]
"""A provider's key if there is one, and what to make of it."""


def fulfil(wishes: Sequence[Wish], report: Report) -> None:
    """Write what differs."""
    known = stored([key for key, _make in wishes if key is not None])
    kept = edited(known)
    new, changed = [], {}
    for key, make in wishes:
        before = known.get(key) if key is not None else None
        if key is None or before is None:
            new.append(make(None))
        elif key in kept:
            report.remark(EDITED, str(before.columns["slug"]))
        elif (after := make(before)).digest() != before.digest():
            changed[key] = after
    write(new, changed)
    for key, after in changed.items():
        forward(str(known[key].columns["slug"]), str(after.columns["slug"]))
    same = len(known) - len(changed) - len(kept)
    report.done.update(created=len(new), updated=len(changed), unchanged=same)


def forward(old_slug: str, slug: str) -> None:
    """Lead an address on to the company that now has its contents."""
    if old_slug == slug:
        return
    Redirect.objects.update_or_create(
        old_slug=old_slug,
        defaults={
            "provider": Provider.objects.get(slug=slug),
            "reason_sv": "Företaget finns nu under den här adressen.",
            "reason_en": "The company is now at this address.",
            "since": timezone.localdate(),
        },
    )
