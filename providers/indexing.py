"""What a provider is found by, written down whenever its names are saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db import transaction

from providers.models import Provider, SearchTerm, Spelling
from providers.spelling import endings, squeezed, words
from providers.vocabulary import Tier

Weight = SearchTerm.Weight
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def index_provider(provider: Provider) -> None:
    """Make the search terms equal to the names, domains and products as they are now.

    Whoever changes one of those, or the tier, calls this; packs and the admin do.
    """
    index_providers([provider])


@transaction.atomic
def index_providers(providers: Sequence[Provider]) -> None:
    """Do so for many at once, in a few queries."""
    read = Provider.objects.prefetch_related("names", "domains", "products")
    named = read.filter(pk__in=[provider.pk for provider in providers])
    wanted = {
        (provider.pk, text): weight
        for provider in named
        for text, weight in terms_of(provider).items()
    }
    terms = SearchTerm.objects.filter(provider__in=providers)
    rows = list(terms.values_list("pk", "provider", "text", "weight"))
    stored = {(provider, text): weight for _, provider, text, weight in rows}
    stale = {
        pk: text
        for pk, provider, text, weight in rows
        if wanted.get((provider, text)) != weight
    }
    fresh = {at: weight for at, weight in wanted.items() if stored.get(at) != weight}
    terms.filter(pk__in=stale).delete()
    SearchTerm.objects.bulk_create(
        SearchTerm(provider_id=provider, text=text, weight=weight)
        for (provider, text), weight in fresh.items()
    )
    Spelling.objects.bulk_create(
        [Spelling(text=text) for text in {text for _, text in fresh}],
        ignore_conflicts=True,
    )
    Spelling.objects.filter(text__in=stale.values()).unused().delete()


def terms_of(provider: Provider) -> dict[str, int]:
    """Return each text with its weight; a text from several places has the smallest."""
    later = Weight.BASIC_NAME if provider.tier == Tier.BASIC else Weight.NAME
    best: dict[str, int] = {}
    for text, weight in _texts(provider):
        if text:
            best[text] = min(later + weight, best.get(text, later + weight))
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
