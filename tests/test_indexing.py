"""What search engines are told: where a page is, in which languages, what it says."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from providers.models import Provider

pytestmark = pytest.mark.django_db
HOST = "http://testserver"
LANGUAGES = ["sv", "en"]
GUIDES = {"sv": "/sv/saga-upp/coursera/", "en": "/en/cancel/coursera/"}
PAGES = {
    "start page": {"sv": "/sv/", "en": "/en/"},
    "catalogue": {"sv": "/sv/foretag/", "en": "/en/providers/"},
    "guide": GUIDES,
    "rules": {
        "sv": "/sv/saga-upp/coursera/regler/",
        "en": "/en/cancel/coursera/rules/",
    },
}


@pytest.fixture
def read(client, packs):
    """Return a function that reads a page."""
    return lambda address: client.get(address).content.decode()


def links(html, rel):
    return re.findall(
        rf'<link rel="{rel}"(?: hreflang="([\w-]+)")? href="([^"]+)">', html
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("query", ["", "?country=NO&q=x&page=2"])
def test_a_page_says_where_it_is_without_its_query(read, name, language, query):
    html = read(PAGES[name][language] + query)
    assert links(html, "canonical") == [("", HOST + PAGES[name][language])]
    assert links(html, "alternate") == [
        ("sv", HOST + PAGES[name]["sv"]),
        ("en", HOST + PAGES[name]["en"]),
        ("x-default", HOST + PAGES[name]["sv"]),
    ]
    assert "noindex" not in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["refunds:verdict", "letters:letter"])
@pytest.mark.parametrize("query", ["", "?channel=web&country=SE"])
def test_answers_and_letters_are_not_indexed(read, name, language, query):
    with override(language):
        html = read(reverse(name, args=["coursera"]) + query)
    assert '<meta name="robots" content="noindex">' in html
    assert links(html, "canonical") == []
    assert "og:" not in html


def test_a_page_that_is_not_there_is_nowhere(read):
    assert links(read("/en/nowhere/"), "canonical") == []


@pytest.mark.parametrize(
    ("language", "title", "locale"),
    [
        ("sv", "Säg upp Coursera eller begär pengarna tillbaka", "sv_SE"),
        ("en", "Cancel Coursera or get your money back", "en_GB"),
    ],
)
def test_what_is_shared_looks_right(read, language, title, locale):
    html = read(GUIDES[language])
    shown = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', html))
    assert shown["title"] == title
    assert shown["locale"] == locale
    assert shown["url"] == HOST + GUIDES[language]
    assert shown["site_name"] == "CancelHub"
    assert f'<meta name="description" content="{shown["description"]}">' in html
    assert "image" not in shown


def linked_data(html):
    written = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1]
    assert not re.search("[<>&]", written)
    return {item["@type"]: item for item in json.loads(written)["@graph"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_machines_read_what_people_read(read, language):
    html = read(GUIDES[language])
    data = linked_data(html)
    page, way = data["WebPage"], data["BreadcrumbList"]["itemListElement"]
    provider = Provider.objects.get(slug="coursera")
    assert page["url"] == HOST + GUIDES[language]
    assert page["inLanguage"] == language
    assert page["dateModified"] == provider.checked_on.isoformat()
    assert page["name"] in html
    assert page["about"]["name"] == "Coursera"
    assert page["about"]["url"] == "https://www.coursera.org"
    assert [item["item"] for item in way] == [
        HOST + PAGES["catalogue"][language],
        HOST + GUIDES[language],
    ]


def test_no_name_gets_out_of_the_script(read, coursera):
    coursera.name = "</script><script>alert(1)</script>&"
    coursera.save()
    html = read(GUIDES["en"])
    assert "<script>alert" not in html
    assert linked_data(html)["WebPage"]["about"]["name"] == coursera.name


# The sitemap


def addresses(xml):
    return re.findall("<loc>(.*?)</loc>", xml)


def test_robots_are_shown_the_sitemap(read):
    text = read("/robots.txt")
    assert f"Sitemap: {HOST}/sitemap.xml" in text
    assert re.findall("Disallow: (.*)", text) == ["/admin/"]


def test_the_sitemap_leads_to_every_guide_in_each_language(read):
    found = [
        page
        for part in addresses(read("/sitemap.xml"))
        for page in addresses(read(part))
    ]
    assert len(found) == len(set(found)) == 2 * (Provider.objects.count() + 8)
    pages = [*GUIDES.values(), "/sv/integritet/", "/en/privacy/", "/sv/kallor/"]
    assert {HOST + path for path in pages} <= set(found)


def test_the_sitemap_names_languages_and_days(read, coursera):
    saved = datetime(2026, 11, 20, 12, tzinfo=UTC)
    Provider.objects.filter(pk=coursera.pk).update(updated_at=saved)
    xml = read("/sitemap-guides.xml")
    entry = xml.partition(f"<loc>{HOST}{GUIDES['en']}</loc>")[2].partition("</url>")[0]
    assert "<lastmod>2026-11-20</lastmod>" in entry
    assert re.findall(r'hreflang="([\w-]+)" href="([^"]+)"', entry) == [
        ("sv", HOST + GUIDES["sv"]),
        ("en", HOST + GUIDES["en"]),
        ("x-default", HOST + GUIDES["sv"]),
    ]


def test_ten_thousand_providers_are_told_in_parts(
    client, packs, django_assert_num_queries
):
    Provider.objects.bulk_create(
        Provider(
            slug=f"p{number}",
            name=f"P {number}",
            category="other",
            website="https://p.example",
            checked_on="2026-11-23",
        )
        for number in range(10_000)
    )
    with django_assert_num_queries(2):
        parts = addresses(client.get("/sitemap.xml").content.decode())
    assert len(parts) == 12, "the pages, and 20,108 addresses by 2,000"
    with django_assert_num_queries(1):
        last = client.get(parts[-1]).content.decode()
    assert addresses(last)[-1] == f"{HOST}/en/cancel/p9999/"
    assert client.get("/sitemap-guides.xml?p=99").status_code == 404
