"""Whom a search finds first, however it is typed."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from providers.indexing import index_provider
from providers.models import Domain, Name, Product, Provider, SearchTerm, Spelling
from providers.spelling import grams, slips, words

pytestmark = pytest.mark.django_db

COMPANIES = {
    "HBO Max": {"aliases": ["HBO", "Max"], "domains": ["hbomax.com"]},
    "Dagens Nyheter": {"aliases": ["DN"], "domains": ["dn.se"]},
    "DNA Fitness": {"domains": ["dnafitness.fi"]},
    "Storytel": {"domains": ["storytel.com"]},
    "Apple TV+": {"aliases": ["Apple TV Plus"], "domains": ["apple.com"]},
    "TV4 Play": {"aliases": ["TV4"], "domains": ["tv4play.se"]},
    "Disney+": {"domains": ["disneyplus.com"]},
    "ExpressVPN": {"domains": ["expressvpn.com"]},
    "BookBeat": {"domains": ["bookbeat.se"]},
    "Nordic Wellness": {"domains": ["nordicwellness.se"]},
    "Spotify Premium": {"aliases": ["Spotify"], "domains": ["spotify.com"]},
    "Adobe Creative Cloud": {"products": ["Photoshop", "Creative Cloud, yearly"]},
    "Viaplay": {"former": ["Viasat On Demand"], "domains": ["viaplay.se"]},
    "YouTube Premium": {"domains": ["youtube.com", "google.com"]},
    "Duolingo": {"aliases": ["Super Duolingo", "Duolingo Max"]},
    "Åhléns Kött & Bröd": {"domains": ["ahlensmat.se"]},
    "Tele2": {"domains": ["tele2.se"]},
    "Premiumklubben": {},
}


def company(name, aliases=(), former=(), domains=(), products=(), tier="curated"):
    slug = "-".join(words(name))
    one = Provider.objects.create(
        slug=slug,
        name=name,
        tier=tier,
        category="other",
        website=f"https://{slug}.example",
        summary_sv="Ett företag.",
        summary_en="A company.",
        checked_on=date(2026, 11, 23),
    )
    source = one.sources.create(key="tos", title="Terms", url=one.website)
    for kind, others in {"alias": aliases, "former_name": former}.items():
        for other in others:
            Name.objects.create(provider=one, name=other, kind=kind)
    for domain in domains:
        Domain.objects.create(provider=one, name=domain)
    for number, product in enumerate(products):
        Product.objects.create(
            provider=one,
            key=f"p{number}",
            name_sv=product,
            name_en=product,
            source=source,
        )
    index_provider(one)
    return one


@pytest.fixture
def market(packs):
    """A market of its own, beside Coursera and two stores."""
    shipped = ("coursera", "app-store", "google-play")
    Provider.objects.exclude(slug__in=shipped).delete()
    Spelling.objects.all().unused().delete()
    for name, parts in COMPANIES.items():
        company(name, **parts)


def names(query):
    return [provider.name for provider in Provider.objects.search(query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("hbo", "HBO Max"),
        ("max", "HBO Max"),
        ("dn", "Dagens Nyheter"),
        ("DN.se", "Dagens Nyheter"),
        ("apple tv", "Apple TV+"),
        ("appletv", "Apple TV+"),
        ("APPLE TV+", "Apple TV+"),
        ("apple", "Apple TV+"),
        ("app store", "Apple App Store"),
        ("tv4", "TV4 Play"),
        ("disney", "Disney+"),
        ("disney+", "Disney+"),
        ("book beat", "BookBeat"),
        ("viasat", "Viaplay"),
        ("on demand", "Viaplay"),
        ("photoshop", "Adobe Creative Cloud"),
        ("google", "Google Play"),
        ("premium", "Spotify Premium"),
        ("åhléns", "Åhléns Kött & Bröd"),
        ("ahlens kott", "Åhléns Kött & Bröd"),
        ("åhléns kött och bröd", "Åhléns Kött & Bröd"),
        ("https://www.coursera.org/", "Coursera"),
        ("max hbo", "HBO Max"),
        ("cloud adobe", "Adobe Creative Cloud"),
        ("PAYPAL *SPOTIFY P1A2B3", "Spotify Premium"),
        ("spotify ab stockholm", "Spotify Premium"),
        ("coursra", "Coursera"),
        ("coursr", "Coursera"),
        ("storytell", "Storytel"),
        ("dinsey", "Disney+"),
        ("viaply", "Viaplay"),
        ("doulingo", "Duolingo"),
        ("nordik welness", "Nordic Wellness"),
        ("photoshp", "Adobe Creative Cloud"),
        ("youtub premuim", "YouTube Premium"),
        ("gogle play", "Google Play"),
        ("tv4 paly", "TV4 Play"),
        ("telee2", "Tele2"),
        ("welness", "Nordic Wellness"),
        ("coursra.org", "Coursera"),
    ],
)
def test_who_comes_first(market, query, first):
    assert names(query)[:1] == [first]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        pytest.param("s", "Storytel", id="a letter that very many begin with"),
        pytest.param("spot", "Spotify Premium", id="a beginning that others have too"),
        pytest.param("spotibox", "Spotibox 10", id="only those with contacts"),
        pytest.param("spotibox 39", "Spotibox 39", id="one of them, by its name"),
        pytest.param("spotibxo", "Spotibox 7", id="one of them, with a slip"),
    ],
)
def test_contacts_only_hide_nobody_we_know_more_of(market, query, first):
    for number in range(7, 40):
        company(f"Spotibox {number}", domains=[f"sb{number}.se"], tier="basic")
    assert names(query)[:1] == [first]


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("expressen", id="a newspaper, not a VPN"),
        pytest.param("klarna", id="nobody here"),
        pytest.param("dx", id="too short for a guess"),
        pytest.param("apple nordic", id="words of two companies"),
        pytest.param("+ - %", id="no letters"),
        pytest.param("'; DROP TABLE providers_provider; --", id="SQL"),
        pytest.param('"a" NEAR "b" *', id="the words of a search engine"),
        pytest.param("́", id="a mark alone"),
        pytest.param("漢字", id="another script"),
        pytest.param("x" * 10_000, id="10 kB"),
        pytest.param("ab cd " * 50, id="many words"),
    ],
)
def test_nobody_is_better_than_somebody_else(market, query):
    assert names(query) == []


def test_a_search_stays_a_queryset(market):
    found = Provider.objects.search("premium")
    assert found.count() == len(found) > 1
    assert found.filter(name__startswith="Y").get().name == "YouTube Premium"
    assert names("   ") == [one.name for one in Provider.objects.listed()]


def test_it_follows_the_names(market):
    hbo = Provider.objects.get(name="HBO Max")
    hbo.names.all().delete()
    Name.objects.create(provider=hbo, name="Kabelkungen", kind="alias")
    Product.objects.create(
        provider=hbo,
        key="new",
        name_sv="Guldpaket",
        name_en="Gold package",
        source=hbo.sources.get(),
    )
    index_provider(hbo)
    for query in (
        "kabelkungen",
        "kabelkungne",
        "guldpaket",
        "gold package",
        "gldpaket",
    ):
        assert names(query) == ["HBO Max"]
    assert not Spelling.objects.filter(text="hbo").exists()
    hbo.delete()
    assert names("kabelkungne") == []


def test_nothing_is_written_twice(market, django_assert_max_num_queries):
    hbo = Provider.objects.get(name="HBO Max")
    before = list(SearchTerm.objects.filter(provider=hbo).values_list("pk", flat=True))
    with django_assert_max_num_queries(8):
        index_provider(hbo)
    after = list(SearchTerm.objects.filter(provider=hbo).values_list("pk", flat=True))
    assert before == after
    with pytest.raises(IntegrityError), transaction.atomic():
        SearchTerm.objects.create(provider=hbo, text="hbo", weight=0)


def test_loading_fills_what_is_missing(packs):
    company("Kabelkungen")
    SearchTerm.objects.all().delete()
    Spelling.objects.all().delete()
    assert names("coursra") == []
    call_command("load_packs", stdout=StringIO())
    assert names("coursra") == ["Coursera"]
    assert names("kabelkugnen") == ["Kabelkungen"], "an editor's company"


def test_an_editor_who_adds_a_company_can_find_it(admin_client, packs):
    form = {
        "slug": "kabelkungen",
        "name": "Kabelkungen",
        "tier": "curated",
        "category": "streaming",
        "website": "https://kabelkungen.example",
        "summary_sv": "Ett företag.",
        "summary_en": "A company.",
        "letter_identifiers": "[]",
        "checked_on": "2026-11-23",
        "names-0-name": "Guldkanalen",
        "names-0-kind": "alias",
        "names-0-position": "0",
    }
    address = reverse("admin:providers_provider_add")
    page = admin_client.get(address).context["inline_admin_formsets"]
    for inline in page:
        prefix = inline.formset.prefix
        form |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    form["names-TOTAL_FORMS"] = "1"
    assert admin_client.post(address, form).status_code == 302
    assert names("kabelkugnen") == names("guldkanalen") == ["Kabelkungen"]


@pytest.mark.parametrize(
    ("typed", "text", "count"),
    [
        pytest.param("netflix", "netflix", 0, id="none"),
        pytest.param("netlfix", "netflix", 1, id="changed places"),
        pytest.param("netfflix", "netflix", 1, id="one too many"),
        pytest.param("neflix", "netflix", 1, id="one missing"),
        pytest.param("metflix", "netflix", 1, id="a wrong one"),
        pytest.param("netflox", "netflixfamily", 1, id="not done typing"),
        pytest.param("netfix", "netflixfamily", 1, id="six letters are enough"),
        pytest.param("netfi", "nettoflix", None, id="too little to guess from"),
        pytest.param("nteflxi", "netflix", None, id="two in a short word"),
        pytest.param("sats", "sas", 1, id="four letters"),
        pytest.param("sat", "sas", None, id="three letters"),
        pytest.param("netflix", "", None, id="no text"),
        pytest.param("youtubpremuim", "youtubepremium", 2, id="two in a long one"),
    ],
)
def test_slips(typed, text, count):
    assert slips(typed, text) == count


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Åhléns & Søn", ["ahlens", "son"]),
        ("Disney+", ["disney"]),
        ("Straße_7", ["strasse", "7"]),
        ("McDonald's", ["mcdonald", "s"]),
        ("ﬁlm", ["film"]),
    ],
)
def test_words(text, parts):
    assert words(text) == parts


def test_grams_mark_the_ends():
    assert grams("dn") == [" dn", "dn "]
    assert grams("") == []
