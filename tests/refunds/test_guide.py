"""The guide: what stands on it, for whom, in both languages and for every provider."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.utils import timezone

from providers.models import Provider
from refunds.guide import SECTIONS
from tests.refunds.guidepages import address, section, words

pytestmark = pytest.mark.django_db
LANGUAGES = ["sv", "en"]


# Whole pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_provider_has_a_guide_that_holds_together(look, language):
    """Nothing empty, no reference to nowhere, one id each, on all guides."""
    for slug in Provider.objects.values_list("slug", flat=True):
        html = look(slug, language)
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), slug
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids), slug
        for shown in re.findall(r"<section.*?</section>", html, re.DOTALL):
            assert len(words(shown)) > len(words(re.search(r"<h2.*?</h2>", shown)[0]))
        assert not re.search(r"<(ul|ol|tbody|dl)[^>]*>\s*</", html), slug
        assert html.count('class="btn"') >= 1, "a way out"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_provider_of_whom_little_is_known_has_a_guide(look, language):
    """No products, rules or channels: what is empty is left out, the law stays."""
    bare = Provider.objects.create(
        slug="bare",
        name="Bare",
        category="other",
        website="https://bare.example",
        summary_sv="Säljer något.",
        summary_en="Sells something.",
        checked_on=timezone.localdate(),
    )
    bare.domains.create(name="bare.example")
    bare.sources.create(
        key="site", title="Site", kind="primary", url="https://bare.example/terms"
    )
    html = look("bare", language)
    shown = re.findall(r'<section aria-labelledby="(\w+)"', html)
    assert shown == ["ask", "about", "rights", "sources"]
    assert 'class="btn" href="https://bare.example"' in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_contents_name_the_sections_that_are_there(look, language):
    html = look("telia", language)
    contents = re.search(r'<nav class="contents".*?</nav>', html, re.DOTALL)[0]
    listed = re.findall(r'href="#(\w+)"', contents)
    assert listed == [item.key for item in SECTIONS if section(html, item.key)]
    assert "prices" not in listed, "Telia has no prices with a source"
    assert {"rules", "rights", "sources"} <= set(listed)


@pytest.mark.parametrize("name", ["guide", "rules", "verdict"])
def test_browsers_get_it_compressed(client, packs, name):
    plain = client.get(address(name=name))
    for _ in range(2):  # made, then remembered
        packed = client.get(address(name=name), headers={"accept-encoding": "br, gzip"})
        assert packed["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in packed["Vary"]
        assert gzip.decompress(packed.content) == plain.content
        assert len(packed.content) < len(plain.content) / 2.5
    assert "Content-Encoding" not in client.get(address(name=name)).headers


@pytest.mark.parametrize("name", ["guide", "rules"])
def test_a_warm_page_asks_at_most_twice(
    client, packs, name, django_assert_max_num_queries
):
    client.get(address(name=name), {"country": "NO"})
    cache.clear()  # only the facts stay, not the page
    with django_assert_max_num_queries(2):
        client.get(address(name=name), {"country": "NO"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_tells_the_official_way_out_first(look, language):
    html = look(language=language)
    assert html.count("<h1") == 1
    official = html.index("https://www.coursera.support/s/article/learner-000001189")
    assert official < html.index('class="question"')


# The country


@pytest.mark.parametrize(
    ("query", "english", "swedish"),
    [
        (
            {},
            "We take it that you live in Sweden.",
            "Vi utgår från att du bor i Sverige.",
        ),
        ({"country": "SE"}, "You live in Sweden.", "Du bor i Sverige."),
        ({"country": "NO"}, "You live in Norway.", "Du bor i Norge."),
        ({"country": "XX"}, "We take it that you live in Sweden.", "Vi utgår från att"),
        ({"country": ""}, "We take it that you live in Sweden.", "Vi utgår från att"),
        ({"country": "<b>"}, "We take it that you live in Sweden.", "Vi utgår från"),
        ({"country": "se\0"}, "We take it that you live in Sweden.", "Vi utgår från"),
    ],
    ids=["none", "default chosen", "another", "no country", "empty", "tags", "null"],
)
def test_the_country_is_said_and_default_only_assumed(look, query, english, swedish):
    assert english in words(look(language="en", **query))
    assert swedish in words(look(language="sv", **query))


def test_the_country_goes_along(look):
    html = look(country="NO")
    assert '<input type="hidden" name="country" value="NO">' in html
    assert set(re.findall(r"country=(\w\w)", html)) == {"NO"}
    assert 'href="/sv/saga-upp/coursera/?country=NO"' in html, "in the other language"


def test_the_guide_names_the_company_of_ones_country(look):
    assert "live in Sweden: Coursera Europe B.V." in words(look())
    indian = words(look(country="IN"))
    assert "live in India: Coursera India Private Limited" in indian
    odd = words(look(country="<b>"))
    assert "live in Sweden: Coursera Europe B.V." in odd


def test_pages_of_two_countries_are_not_mixed_up(look):
    seen = [look(country=country) for country in ("SE", "NO", "SE", "NO")]
    assert seen[0] == seen[2] != seen[1] == seen[3]


def test_the_list_of_countries_comes_when_it_is_asked_for(look):
    def offered(**query):
        return re.findall(r'<option value="(\w+)"', look(**query))

    assert offered() == []
    choose = unescape(re.search(r'href="([^"]*choose[^"]*)"', look(country="NO"))[1])
    assert choose.endswith("?country=NO&choose=country")
    codes = offered(country="NO", choose="country")
    known = codes[: codes.index("JP")]
    assert {"SE", "NO", "IN", "US", "GB"} <= set(known), "where answers differ, first"
    assert len(known) < 200 < len(codes) == len(set(codes))
    html = look(country="NO", choose="country")
    assert re.findall(r'value="(\w+)" selected', html) == ["NO"]


# What to have at hand, and how old the facts are


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_to_have_can_be_ticked_and_stands_there_once(look, language):
    html = section(look(language=language), "checklist")
    assert html.count('type="checkbox"') == html.count("<label>") >= 6
    assert "name=" not in html, "nothing that a form could send"
    assert "<form" not in html
    mail = {"sv": "e-postadress", "en": "e-mail address"}[language]
    assert words(html).lower().count(mail) == 1


def test_what_a_letter_names_is_listed_where_no_note_says_it(look):
    Provider.objects.filter(slug="telia").update(
        letter_identifiers=["phone_number", "user_id"], updated_at=timezone.now()
    )
    text = words(section(look("telia"), "checklist"))
    assert "Your user ID." in text
    assert text.count("phone number") == 1


def test_old_facts_are_marked(look, settings):
    notice = "We last checked these facts on"
    assert notice not in look()
    settings.FRESHNESS_DAYS = 0
    Provider.objects.filter(slug="coursera").update(
        checked_on=timezone.localdate() - timedelta(days=1), updated_at=timezone.now()
    )
    assert notice in look()
    assert "Vi kontrollerade uppgifterna senast" in look(language="sv")


@pytest.mark.parametrize(
    ("slug", "label", "url"),
    [
        ("coursera", "Cancel directly with Coursera", "https://www.coursera.support"),
        ("telia", "Contact Telia", "https://www.telia.se/kontakt"),
        ("audible", "To Audible’s website", "https://www.audible"),
    ],
    ids=["its page", "no page, but a contact", "neither"],
)
def test_there_is_always_a_way_out_first(look, slug, label, url):
    html = look(slug)
    button = re.search(r'<a class="btn" href="([^"]+)">(.*?)</a>', html)
    assert button[1].startswith(url)
    assert button[2] == label
    assert html.index(label) < html.index('id="ask"') < html.index('id="about"')


def test_contacts_by_purpose(look):
    assert "Your personal data" in section(look(), "contacts")


def test_prices_of_the_own_country_with_their_day(look):
    india = words(section(look(country="IN"), "prices"))
    assert re.search(r"13,999 a year 23 November 2026 \[\d+\]", india), india
    assert "US$" in words(section(look(country="US"), "prices"))
    assert "US$" not in india
    assert 'id="prices"' not in look(country="SE"), "none with a source"
