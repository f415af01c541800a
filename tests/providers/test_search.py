"""The way in: start page, list and search, in both languages."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from providers.indexing import index_provider
from providers.models import Name, Provider
from providers.models.lookup import MOST
from providers.views import PAGE_SIZE

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def address(name, language="en", **query):
    with override(language):
        return reverse(f"providers:{name}", query=query)


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(text).replace("\xa0", " ").split())


def part_of(response, name):
    return response.content.decode().partition(f'id="{name}"')[2]


def found(client, query):
    """Return the names in the list of results."""
    response = client.get(address("list", q=query))
    assert response.status_code == 200
    return re.findall(r"<li><a href=[^>]*><b>(.*?)</b>", response.content.decode())


def provider(slug, name, category="other"):
    company = Provider.objects.create(
        slug=slug,
        name=name,
        category=category,
        website=f"https://{slug}.example",
        summary_sv="Ett företag.",
        summary_en="A company.",
        checked_on=date(2026, 11, 23),
    )
    index_provider(company)
    return company


@pytest.mark.parametrize(
    ("query", "names"),
    [
        pytest.param("coursera", ["Coursera"], id="name"),
        pytest.param("COURSER", ["Coursera"], id="beginning, in capitals"),
        pytest.param("coursera plus", ["Coursera"], id="a product people take it for"),
        pytest.param("coursera.org", ["Coursera"], id="domain on the receipt"),
        pytest.param("  google   play ", ["Google Play"], id="blanks"),
        pytest.param("play apple", [], id="words of two companies"),
        pytest.param("coursra", ["Coursera"], id="a slip of the finger"),
        pytest.param("nobody", [], id="not covered"),
        pytest.param("\x00coursera", ["Coursera"], id="NUL"),
        pytest.param("%", [], id="a wildcard is only a character"),
        pytest.param("_", [], id="another wildcard"),
        pytest.param("<script>", [], id="HTML"),
        pytest.param("x" * 10_000, [], id="10 kB"),
    ],
)
def test_search(client, packs, query, names):
    assert found(client, query) == names


def test_search_by_a_name_it_once_had(client, packs):
    company = provider("new-name", "New Name")
    Name.objects.create(provider=company, name="Old Name", kind="former_name")
    index_provider(company)
    assert found(client, "old name") == ["New Name"]


def test_each_company_stands_once(client, packs):
    """However many of its names and domains match."""
    company = provider("many", "Many")
    for number in range(5):
        Name.objects.create(provider=company, name=f"Many {number}", kind="alias")
        company.domains.create(name=f"many{number}.example")
    index_provider(company)
    assert found(client, "many") == ["Many"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_typed_is_kept_and_escaped(client, packs, language):
    html = client.get(address("list", language, q='"><b>x')).content.decode()
    assert 'value="&quot;&gt;&lt;b&gt;x"' in html
    assert '"><b>x' not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_company_we_do_not_cover_gets_an_honest_answer(client, packs, language):
    page = client.get(address("list", language, q="nobody"))
    assert page.status_code == 200
    assert re.search(rf"\b{Provider.objects.count()}\b", words(page))
    assert f'<a href="{address("list", language)}">' in part_of(page, "results")


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_alone_for_htmx(client, packs, language):
    """A fragment for the search field, the whole page for everyone else."""
    page = address("list", language, q="coursera")
    whole, part = client.get(page), client.get(page, headers={"hx-request": "true"})
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert "Coursera" in words(part)
    assert "HX-Request" in part["Vary"]


def test_many_companies_come_page_by_page(client, packs):
    for number in range(2 * PAGE_SIZE - Provider.objects.count()):
        provider(f"company-{number}", f"Company {number:03}")
    first = client.get(address("list"))
    assert first.content.decode().count('<li><a href="/en/cancel/') == PAGE_SIZE
    (onward,) = re.findall(r'rel="next" href="([^"]+)"', first.content.decode())
    second = client.get(unescape(onward))
    assert 'rel="prev"' in second.content.decode()
    assert 'rel="next"' not in second.content.decode()
    assert "Google Play" in words(second)


@pytest.mark.parametrize("number", ["0", "-1", "x", "999999", "\x00", ""])
def test_a_page_that_is_none(client, packs, number):
    assert client.get(address("list", page=number)).status_code == 200


def test_pages_keep_the_category(client, packs):
    for number in range(PAGE_SIZE + 1):
        provider(f"company-{number}", f"Company {number:03}")
    html = client.get(address("list", category="other")).content.decode()
    (onward,) = re.findall(r'rel="next" href="([^"]+)"', html)
    assert unescape(onward).endswith("?category=other&page=2")


def test_a_search_shows_the_nearest_and_says_that_there_are_more(client, packs):
    for number in range(MOST + 1):
        provider(f"company-{number}", f"Company {number:03}")
    assert len(found(client, "company")) == MOST
    page = client.get(address("list", q="company"))
    assert f"The {MOST} that come nearest." in words(page)


def test_a_category_shows_its_companies_alone(client, packs):
    provider("one", "One", category="other")
    names = listed_in(client, "marketplace")
    assert names == ["Apple App Store", "Google Play"]
    assert "One" in listed_in(client, "other")
    assert "Coursera" not in listed_in(client, "other")
    assert "Coursera" in listed_in(client, "nonsense"), "none of ours shows them all"


@pytest.mark.parametrize(
    ("query", "heading", "title"),
    [
        ({}, "All companies", "All companies"),
        ({"category": "streaming"}, "Streaming", "Streaming"),
        ({"category": "nonsense"}, "All companies", "All companies"),
        ({"q": "<b>"}, "All companies", "Companies like “&lt;b&gt;”"),
    ],
    ids=["all", "a category", "none of ours", "a search"],
)
def test_the_list_says_what_it_lists(client, packs, query, heading, title):
    html = client.get(address("list", **query)).content.decode()
    assert f"<h1>{heading}</h1>" in html
    assert re.search(r"<title>\s*(.*?) –", html)[1] == title


def test_who_searches_for_a_kind_of_company_is_led_to_its_category(client, packs):
    html = client.get(address("list", "sv", q="tidning")).content.decode()
    assert "?category=news" in html
    html = client.get(address("list", q="qwertzuiop")).content.decode()
    assert "?category=" not in html


def listed_in(client, category):
    page = client.get(address("list", category=category))
    assert page.status_code == 200
    return re.findall(r"<li><a href=[^>]*><b>(.*?)</b>", page.content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_leads_to_the_categories_that_have_companies(client, packs, language):
    Provider.objects.exclude(slug__in=["coursera", "app-store"]).delete()
    html = client.get(address("list", language)).content.decode()
    assert re.findall(r'href="[^"]*[?]category=(\w+)"', html) == [
        "learning",
        "marketplace",
    ]
    searched = client.get(address("list", language, q="coursera")).content.decode()
    assert "?category=" not in searched, "a search looks everywhere"


def test_more_companies_cost_no_more_queries(
    client, packs, django_assert_max_num_queries
):
    for number in range(PAGE_SIZE):
        provider(f"company-{number}", f"Company {number:03}")
    pages = {
        address("home"): 4,
        address("list"): 3,
        address("list", q="company"): 2,
        address("list", q="comapny"): 5,
    }
    for page, queries in pages.items():
        with django_assert_max_num_queries(queries):
            client.get(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_start_page_leads_on(client, packs, language):
    response = client.get(address("home", language))
    html = response.content.decode()
    with override(language):
        guides = [
            reverse("refunds:guide", args=[slug])
            for slug in Provider.objects.values_list("slug", flat=True)
        ]
    assert any(f'href="{guide}"' in html for guide in guides)
    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == 1
    assert "Set-Cookie" not in response


def test_an_empty_catalogue_is_a_page_too(client):
    Provider.objects.all().delete()
    for name in ("home", "list"):
        assert client.get(address(name)).status_code == 200


def test_the_site_speaks_the_language_of_the_browser(client, packs):
    for language in LANGUAGES:
        start = client.get("/", headers={"accept-language": language})
        assert start["Location"] == f"/{language}/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_does_not_exist_leads_home(client, packs, language):
    """An error page belongs to no language; its switch leads to the start page."""
    response = client.get(f"/{language}/nothing/here/")
    (other,) = set(LANGUAGES) - {language}
    assert response.status_code == 404
    assert f'href="/{other}/"' in response.content.decode()
