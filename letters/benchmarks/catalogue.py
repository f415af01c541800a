"""Is a large catalogue as fast as a small one? Invented providers, taken back again.

Each has names, a domain, products, a note and ten rules, as a pack has. The companies
people search for in the measurement are invented, too, but the same in each size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import count, islice

from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from letters.benchmarks.timing import timed
from providers.indexing import terms_of
from providers.models import (
    Domain,
    Name,
    Note,
    Product,
    Provider,
    SearchTerm,
    Source,
    Spelling,
)
from providers.models.lookup import MOST
from providers.vocabulary import Category
from refunds.models import RefundRule

SIZES = [50, 1_000, 10_000]
RULES = 10
TIMES = 40
BATCH = 500
SEARCHES = {
    "name": "netlandia",
    "beginning": "netland",
    "letter": "n",
    "typo": "netladnia",
    "words": "plus netlandia",
    "product": "family",
    "nobody": "qwertzuiop",
}
STARTS = [
    "b",
    "ch",
    "d",
    "f",
    "fl",
    "g",
    "h",
    "k",
    "l",
    "m",
    "n",
    "pl",
    "r",
    "st",
    "tr",
]
VOWELS = ["a", "e", "i", "o", "u", "y", "ea", "ai"]
ENDS = ["", "", "l", "n", "r", "s", "t", "x"]
SECOND = ["Club", "Fitness", "Learning", "Media", "Mobil", "News", "Play", "Plus", "TV"]
PRODUCTS = {"Familj, per månad": "Family, monthly", "Premium": "Premium, annual"}
CATEGORIES = [category for category in Category if category != Category.MARKETPLACE]
DAY = date(2026, 1, 1)


def measure_catalogue(
    client: Client, sizes: Sequence[int], answers: Mapping[str, str]
) -> dict[str, dict[str, dict[str, float]]]:
    """Return milliseconds and queries of searches and pages, by number of providers.

    "ratio" compares with the first size.
    """
    calls = _calls(client, answers)
    figures: dict[str, dict[str, dict[str, float]]] = {name: {} for name in calls}
    for size in sizes:
        with transaction.atomic():
            _fill_up(size)
            for name, call in calls.items():
                with CaptureQueriesContext(connection) as queries:
                    call()
                    asked = len(queries)  # a request empties the log
                figures[name][str(size)] = {
                    "ms": round(timed(call, TIMES) / 1000, 2),
                    "queries": asked,
                }
            transaction.set_rollback(True)
    for by_size in figures.values():
        first = next(iter(by_size.values()), {})
        for figure in by_size.values():
            figure["ratio"] = round(figure["ms"] / first["ms"], 2)
    return figures


def _calls(
    client: Client, answers: Mapping[str, str]
) -> dict[str, Callable[[], object]]:
    def page(name: str, *args: str, **query: str) -> Callable[[], object]:
        address = reverse(name, args=args, query=query)
        return lambda: client.get(address, secure=True)

    def search(query: str) -> Callable[[], object]:
        return lambda: list(Provider.objects.search(query))

    return {
        **{f"search {kind}": search(query) for kind, query in SEARCHES.items()},
        **{
            f"page of search {kind}": page("providers:list", q=query)
            for kind, query in SEARCHES.items()
        },
        "home": page("providers:home"),
        "list": page("providers:list"),
        "category": page("providers:list", category="streaming"),
        "guide": page("refunds:guide", "coursera"),
        "verdict": page("refunds:verdict", "coursera", **answers),
    }


def _fill_up(size: int) -> None:
    """Invent so many providers beside those of the packs."""
    names = islice(_names(), size)
    _save(Provider(**_row(number, name)) for number, name in enumerate(names))
    invented = Provider.objects.filter(slug__startswith="invented-")
    _save(Source(provider=one, **SOURCE) for one in invented)
    sources = dict(Source.objects.filter(key="invented").values_list("provider", "pk"))
    _save(
        Name(provider=one, name=one.name.partition(" ")[0], kind="alias")
        for one in invented
    )
    _save(
        Domain(provider=one, name=f"{one.name.partition(' ')[0].lower()}.example")
        for one in invented
    )
    _save(
        Product(
            provider=one,
            key=f"p{place}",
            name_sv=f"{one.name} {swedish}",
            name_en=f"{one.name} {english}" if place else english,
            kind="subscription",
            supply="digital_service",
            source_id=sources[one.pk],
        )
        for one in invented
        for place, (swedish, english) in enumerate(PRODUCTS.items())
    )
    _save(
        Note(
            provider=one,
            topic="changes",
            since=DAY - timedelta(days=one.pk % 700),
            text_sv="Ändrat.",
            text_en="Changed.",
            source_id=sources[one.pk],
        )
        for one in invented
    )
    _save(
        RefundRule(
            provider=one,
            key=f"rule-{number}",
            position=number,
            outcome="none",
            valid_from=DAY - timedelta(days=(one.pk + number) % 900),
            explanation_sv="Ingen återbetalning.",
            explanation_en="No refund.",
            source_id=sources[one.pk],
        )
        for one in invented
        for number in range(RULES)
    )
    _index(invented)


SOURCE = {
    "key": "invented",
    "title": "Invented",
    "url": "https://invented.example",
    "kind": "primary",
}


def _row(number: int, name: str) -> dict[str, object]:
    return {
        "slug": f"invented-{number}",
        "name": name,
        "category": CATEGORIES[number % len(CATEGORIES)].value,
        "website": "https://invented.example",
        "summary_sv": f"{name} säljer abonnemang.",
        "summary_en": f"{name} sells subscriptions.",
        "checked_on": DAY,
    }


def _names() -> Iterator[str]:
    """Invent names, the same ones each time; enough of the first are found."""
    yield "Netlandia Plus"
    for number in count():
        # Knuth's multiplicative hash: neighbours get names that differ.
        rest, word = number * 2_654_435_761 % 2**32, ""
        for _ in range(2 + number % 2):
            for sounds in (STARTS, VOWELS, ENDS):
                rest, place = divmod(rest, len(sounds))
                word += sounds[place]
        name = ("Net" * (number < MOST) + word).title()
        yield f"{name} {SECOND[rest % len(SECOND)]}" if number % 4 < 2 else name


def _index(invented: models.QuerySet[Provider]) -> None:
    """Write the search terms of many at once."""
    whole = invented.prefetch_related("names", "domains", "products")
    rows = [(one, terms_of(one)) for one in whole]
    _save(
        SearchTerm(provider=one, text=text, weight=weight)
        for one, terms in rows
        for text, weight in terms.items()
    )
    texts = dict.fromkeys(text for _, terms in rows for text in terms)
    known = set(Spelling.objects.values_list("text", flat=True))
    _save(Spelling(text=text) for text in texts if text not in known)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as its own housekeeping soon would


def _save(rows: Iterator[models.Model]) -> None:
    """Create rows of one kind in batches."""
    while batch := list(islice(rows, BATCH)):
        type(batch[0])._default_manager.bulk_create(batch)
