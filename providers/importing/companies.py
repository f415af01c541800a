"""The companies of Datenanfragen.de, and those it no longer lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from providers.importing.meeting import (
    CURATED,
    EDITED,
    TAKEN,
    UNLISTED,
    Catalogue,
    Report,
    Wish,
    fulfil,
    in_chunks,
)
from providers.importing.rows import ADDED, Basic, columns_of, edited, half_of, stored
from providers.models import Name, Provider, Redirect
from providers.opendata.finding import Finding, Gone
from providers.vocabulary import RESERVED_SLUGS, Tier


def import_companies(findings: Iterable[Finding], report: Report) -> dict[str, str]:
    """Make basic providers of companies.

    Returns the slugs of researched providers by those of the records they stand in for.
    """
    catalogue = Catalogue()
    covered: dict[str, str] = {}
    missing = set(catalogue.registered)
    for chunk in in_chunks(findings):
        wishes: list[Wish] = []
        for finding in chunk:
            researched = catalogue.researched(finding)
            if researched:
                covered[finding.slug] = researched
                report.remark(CURATED, finding.slug)
                continue
            key = _whose(finding, catalogue)
            if finding.slug in RESERVED_SLUGS or (
                key is None and finding.slug in catalogue.slugs
            ):
                report.remark(TAKEN, finding.slug)
                continue
            missing.discard(key or 0)
            wishes.append((key, _registering(finding)))
            catalogue.slugs.setdefault(finding.slug, key or 0)
        fulfil(wishes, report)
    for slug in Provider.objects.filter(pk__in=missing).values_list("slug", flat=True):
        report.remark(UNLISTED, slug)
    return covered


def _whose(finding: Finding, catalogue: Catalogue) -> int | None:
    """Return the basic provider that a record tells of, if there is one."""
    key = catalogue.slugs.get(finding.slug)
    if key in catalogue.registered:
        return key
    met = {one for name in finding.domains for one in catalogue.listed.get(name, ())}
    met -= catalogue.registered
    if (key and key not in met) or (not key and len(met) != 1):
        return None
    key = key or met.pop()
    catalogue.registered.add(key)
    return key


def _registering(finding: Finding) -> Callable[[Basic | None], Basic]:
    half = half_of([finding], first=0, called=finding.name)

    def make(before: Basic | None) -> Basic:
        new = Basic(columns_of(finding, finding.slug))
        if before is not None:
            new.parts = dict(before.parts)
            called = before.columns["name"]
            if not before.registered and called != finding.name:
                alias = {"position": ADDED, "name": called, "kind": "alias"}
                new.parts[Name] = [alias]
        return new.with_half(half, added=False)

    return make


def import_obsolete(
    gone: Iterable[Gone], covered: dict[str, str], report: Report
) -> None:
    """Turn companies that are no longer listed into redirects, with the reason.

    A redirect that stands already is an editor's or from an earlier import: it is kept.
    """
    for one in gone:
        old = Provider.objects.filter(slug=one.slug).first()
        if old is not None:
            if old.tier == Tier.CURATED:
                report.remark(CURATED, one.slug)
                continue
            known = stored([old.pk])
            if not known[old.pk].registered:
                report.remark(TAKEN, one.slug)
                continue
            if edited(known):
                report.remark(EDITED, one.slug)
                continue
            old.delete()
        wanted = covered.get(one.goes_to, one.goes_to)
        target = Provider.objects.filter(slug=wanted).first()
        if one.goes_to and target is None:
            report.remark("leads to a company that is not here", one.slug)
        _redirect, created = Redirect.objects.get_or_create(
            old_slug=one.slug,
            defaults={
                "provider": target,
                "reason_sv": one.reason_sv,
                "reason_en": one.reason_en,
                "since": one.since,
                "source": one.source,
            },
        )
        report.done["redirects made" if created else "redirects kept"] += 1
