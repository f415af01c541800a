"""Whose rules changed last, on the start page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from providers.models import Note, Provider
from refunds.changes import SHOWN, recently_changed
from refunds.models import RefundRule

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def two(packs):
    """Two providers whose rules have no day yet."""
    RefundRule.objects.update(valid_from=None, valid_to=None)
    Note.objects.update(since=None)
    return Provider.objects.get(slug="coursera"), Provider.objects.get(slug="app-store")


def rule(provider, day):
    source = provider.sources.first()
    key = f"r{RefundRule.objects.count()}"
    RefundRule.objects.create(
        provider=provider, key=key, outcome="none", valid_from=day, source=source
    )


def note(provider, day, topic="changes"):
    Note.objects.create(
        provider=provider,
        topic=topic,
        since=day,
        text_sv="Ändrat.",
        text_en="Changed.",
        source=provider.sources.first(),
    )


def shown(today=TODAY):
    return [(change.provider.slug, change.day) for change in recently_changed(today)]


def days_ago(number):
    return TODAY - timedelta(days=number)


def test_rules_and_notes_count_and_a_provider_stands_once(two):
    coursera, store = two
    assert shown() == []
    rule(coursera, days_ago(90))
    rule(coursera, days_ago(20))
    note(store, days_ago(10))
    note(coursera, days_ago(5), topic="overview")
    assert shown() == [("app-store", days_ago(10)), ("coursera", days_ago(20))]


def test_what_is_still_to_come_is_no_change_yet(two):
    coursera, store = two
    rule(coursera, TODAY)
    rule(store, days_ago(-1))
    note(store, days_ago(-1))
    assert shown() == [("coursera", TODAY)]
    assert ("app-store", days_ago(-1)) in shown(days_ago(-1))


def test_one_with_many_changes_does_not_hide_the_others(two):
    coursera, store = two
    for number in range(20):
        rule(coursera, days_ago(number))
    rule(store, days_ago(30))
    assert shown() == [("coursera", TODAY), ("app-store", days_ago(30))]


def test_few_are_shown(two):
    coursera, _ = two
    for number in range(SHOWN + 3):
        coursera.pk, coursera._state.adding = None, True
        coursera.slug = f"copy-{number}"
        coursera.save()
        coursera.sources.create(key="tos", title="Terms", url="https://a.example")
        rule(coursera, days_ago(number))
    assert [slug for slug, _ in shown()] == [f"copy-{place}" for place in range(SHOWN)]


@pytest.mark.parametrize(
    ("language", "heading"),
    [("sv", "Regler som nyligen har ändrats"), ("en", "Recently changed rules")],
)
def test_the_start_page_shows_them(client, two, language, heading):
    with translation.override(language):
        address = reverse("providers:home")
        guide = reverse("refunds:guide", args=["coursera"])
    assert heading not in client.get(address).content.decode()
    rule(two[0], timezone.localdate())
    section = client.get(address).content.decode().partition(heading)[2]
    assert f'<li><a href="{guide}">Coursera</a>: ' in section
