"""Basic providers make way when somebody has researched the company."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from providers.importing.meeting import forward
from providers.importing.rows import edited, stored
from providers.models import Provider, Redirect
from providers.vocabulary import Tier


def rivals(slug: str, domains: Collection[str]) -> set[int]:
    """Return the basic providers that are the company of a pack: by slug or domain."""
    same = Q(slug=slug) | Q(domains__name__in=domains)
    basic = Provider.objects.filter(same, tier=Tier.BASIC.value)
    return set(basic.values_list("pk", flat=True))


def touched(rivals: Collection[int]) -> bool:
    """Has an editor changed one of them? Then a pack must not swallow it."""
    return bool(edited(stored(rivals)))


def make_way(slug: str, rivals: Collection[int]) -> None:
    """Turn one of them into the researched provider; the others lead on to it."""
    slugs = dict(Provider.objects.filter(pk__in=rivals).values_list("slug", "pk"))
    if not Provider.objects.filter(slug=slug).exists():
        first = min(slugs, key=lambda name: slugs[name])
        Provider.objects.filter(pk=slugs[first]).update(slug=slug)
    Provider.objects.filter(pk__in=rivals).exclude(slug=slug).delete()
    Redirect.objects.filter(old_slug=slug).delete()  # it is nobody's old one now
    for old_slug in slugs:
        forward(old_slug, slug)
