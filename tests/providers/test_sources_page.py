"""What the facts rest on: figures from rows, and the notices that licences ask for."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from django.conf import settings as site
from django.urls import reverse
from django.utils.translation import override

from providers.attribution import COLLECTIONS
from providers.models import Provider, Source

pytestmark = pytest.mark.django_db
NOTICE = (site.PACKS_DIR / "NOTICE.txt").read_text(encoding="utf-8")


def address(language):
    with override(language):
        return reverse("providers:sources")


def text(client, language="en"):
    page = client.get(address(language))
    assert page.status_code == 200
    return unescape(" ".join(page.content.decode().split())).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("language", "path", "heading"),
    [
        ("en", "/en/sources/", "<h1>Sources and attributions</h1>"),
        ("sv", "/sv/kallor/", "<h1>Källor och erkännanden</h1>"),
    ],
)
def test_each_language_has_its_address(client, packs, language, path, heading):
    assert address(language) == path
    assert heading in text(client, language)


def test_the_figures_come_from_rows_in_one_query(
    client, packs, django_assert_num_queries
):
    Provider.objects.filter(slug="netflix").update(checked_on=date(2026, 5, 2))
    Provider.objects.filter(slug="spotify").update(checked_on=date(2027, 1, 3))
    with django_assert_num_queries(1):
        shown = text(client)
    companies, sources = Provider.objects.count(), Source.objects.count()
    assert f"about {companies} companies rests on {sources} sources." in shown
    assert "oldest check was on 2 May 2026, the newest on 3 January 2027." in shown


def test_one_day_for_all_is_said_once(client, packs):
    Provider.objects.update(checked_on=date(2026, 5, 2))
    assert "All were checked on 2 May 2026." in text(client)


def test_without_a_company_nothing_is_counted(client):
    Provider.objects.all().delete()
    assert "What we say about" not in text(client)


@pytest.mark.parametrize("item", COLLECTIONS, ids=lambda item: item.key)
def test_each_collection_is_named_with_licence_and_notice(client, packs, item):
    with override("en"):
        shown = text(client)
    numbers = Provider.objects.rest_on(COLLECTIONS)
    assert numbers[item.key] > 0, "Nothing rests on it: do not claim to use it."
    part = shown.partition(f">{item.name}</a></h3>")[2].partition("<h3>")[0]
    assert f"{numbers[item.key]} sources." in part
    assert f'href="{item.licence_url}"' in part
    assert item.licence in part
    assert item.notice in part
    assert item.name in NOTICE
    assert item.licence_url in NOTICE or "The MIT License (MIT)" in NOTICE
    assert " ".join(item.notice.split()[:5]) in " ".join(NOTICE.split())


@pytest.mark.parametrize(
    ("url", "licence"),
    [
        ("https://github.com/datenanfragen/", "CC0"),
        ("https://github.com/jdm-contrib/", "MIT"),
        ("https://www.cancelatlas.com/", "CC BY-SA 4.0"),
    ],
)
def test_each_source_from_a_collection_says_so(packs, url, licence):
    """The licence stands where the fact is used, in the source's own note."""
    silent = Source.objects.filter(url__startswith=url).exclude(note__contains=licence)
    assert [f"{row.provider.slug}: {row.key}" for row in silent] == []


def test_the_notice_of_open_terms_archive_is_whole():
    words = " ".join(NOTICE.split())
    assert "Contains information from Open Terms Archive" in words
    assert "made available under the ODC Attribution License" in words


@pytest.mark.parametrize("name", ["providers:home", "providers:list"])
def test_every_page_links_to_it(client, packs, name):
    with override("en"):
        page = client.get(reverse(name)).content.decode()
    assert '<a href="/en/sources/"' in page.partition('<footer class="foot">')[2]
