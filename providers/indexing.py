"""What a provider is found by, written down whenever its names are saved."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction

from providers.models import Provider, SearchTerm, Spelling
from providers.spelling import endings, squeezed, words

Weight = SearchTerm.Weight
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@transaction.atomic
def index_provider(provider: Provider) -> None:
    """Make the search terms equal to the names, domains and products as they are now.

    Whoever changes one of those calls this; packs and the admin do.
    """
    wanted = terms_of(provider)
    terms = SearchTerm.objects.filter(provider=provider)
    stored = dict(terms.values_list("text", "weight"))
    stale = [text for text in stored if stored[text] != wanted.get(text)]
    fresh = [text for text in wanted if stored.get(text) != wanted[text]]
    terms.filter(text__in=stale).delete()
    SearchTerm.objects.bulk_create(
        SearchTerm(provider=provider, text=text, weight=wanted[text]) for text in fresh
    )
    Spelling.objects.bulk_create(
        [Spelling(text=text) for text in fresh], ignore_conflicts=True
    )
    Spelling.objects.filter(text__in=stale).unused().delete()


def terms_of(provider: Provider) -> dict[str, int]:
    """Return each text with its weight; a text from several places has the smallest."""
    best: dict[str, int] = {}
    for text, weight in _texts(provider):
        if text:
            best[text] = min(weight, best.get(text, weight))
    return best


def _texts(provider: Provider) -> Iterator[tuple[str, int]]:
    names = [(provider.name, Weight.NAME)]
    names += [(other.name, Weight.OTHER_NAME) for other in provider.names.all()]
    for name, weight in names:
        yield from _with_endings(name, weight, Weight.WORD)
    for domain in provider.domains.all():
        yield from _with_endings(domain.name, Weight.DOMAIN, Weight.DOMAIN)
        # "dn" of dn.se: few people type the last part.
        yield squeezed(words(domain.name)[:-1]), Weight.DOMAIN
    for product in provider.products.all():
        for language in LANGUAGES:
            name = getattr(product, f"name_{language}") or ""
            yield from _with_endings(name, Weight.PRODUCT, Weight.PRODUCT_WORD)


def _with_endings(name: str, weight: int, inner: int) -> Iterator[tuple[str, int]]:
    parts = words(name)
    yield squeezed(parts), weight
    for ending in endings(parts):
        yield ending, inner
