"""The services of JustDeleteMe: added to companies we have, or on their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from providers.importing.meeting import (
    CURATED,
    EDITED,
    SEVERAL,
    TAKEN,
    UNLISTED,
    Catalogue,
    Report,
    Wish,
    forward,
    fulfil,
    in_chunks,
)
from providers.importing.rows import ADDED, Basic, columns_of, edited, half_of, stored
from providers.models import Provider
from providers.opendata.finding import Finding, slug_of


def import_sites(findings: Iterable[Finding], report: Report) -> None:
    """Add deletion pages to the company of the same domain, or make one of its own."""
    catalogue = Catalogue()
    joined: dict[int, list[Finding]] = defaultdict(list)
    seen: set[str] = set()
    for chunk in in_chunks(findings):
        wishes: list[Wish] = []
        for finding in chunk:
            if catalogue.researched(finding):
                report.remark(CURATED, finding.name)
                continue
            met = catalogue.meets(finding)
            seen.add(finding.key)
            if len(met) == 1:
                joined[met.pop()].append(finding)
                continue
            if met:
                report.remark(SEVERAL, finding.name)
            wish = _alone(finding, catalogue)
            if wish:
                wishes.append(wish)
            else:
                report.remark(TAKEN, finding.name)
        fulfil(wishes, report)
    _clear(catalogue, joined, seen, report)
    for pairs in in_chunks(joined.items()):
        fulfil([(key, _joining(some)) for key, some in pairs], report)
    report.done["added to a company of Datenanfragen.de"] += len(joined)


def _alone(finding: Finding, catalogue: Catalogue) -> Wish | None:
    """Return what makes it a company of its own; nothing if it gets no address."""
    key = catalogue.records.get(finding.key)
    if key is not None and key not in catalogue.registered:
        return key, _listing(finding, "")
    slugs = (finding.slug, slug_of(finding.domains[0]))
    slug = next((slug for slug in slugs if catalogue.free(slug)), None)
    if slug is None:
        return None
    catalogue.slugs[slug] = 0
    return None, _listing(finding, slug)


def _listing(finding: Finding, slug: str) -> Callable[[Basic | None], Basic]:
    half = half_of([finding], first=ADDED, called=finding.name)

    def make(before: Basic | None) -> Basic:
        # Its address stays, whatever else is free by now.
        kept = str(before.columns["slug"]) if before else slug
        new = Basic(columns_of(finding, kept))
        return new.with_half(half, added=True)

    return make


def _joining(findings: Sequence[Finding]) -> Callable[[Basic | None], Basic]:
    def make(before: Basic | None) -> Basic:
        if before is None:
            raise Provider.DoesNotExist
        called = str(before.columns["name"])
        half = half_of(findings, first=ADDED, called=called)
        return before.with_half(half, added=True)

    return make


def _clear(
    catalogue: Catalogue,
    joined: dict[int, list[Finding]],
    seen: set[str],
    report: Report,
) -> None:
    """Take back what stands where its record no longer leads."""
    leads = {one.key: key for key, some in joined.items() for one in some}
    stale: dict[int, int | None] = {}
    for record, key in catalogue.records.items():
        if key in catalogue.registered:
            if key not in joined:
                stale[key] = None
        elif record in leads:
            stale[key] = leads[record]
        elif record not in seen:
            report.remark(UNLISTED, record)
    kept = edited(stored([key for key, target in stale.items() if target]))
    slugs = dict(Provider.objects.filter(pk__in=stale).values_list("pk", "slug"))
    for key, target in stale.items():
        if target is None:
            fulfil([(key, _joining([]))], report)
        elif key in kept:
            report.remark(EDITED, slugs[key])
        else:
            Provider.objects.filter(pk=key).delete()
            forward(slugs[key], Provider.objects.get(pk=target).slug)
