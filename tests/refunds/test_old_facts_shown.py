"""Where the day of a check is shown, an old one says so: words, a sign and amber."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from providers.freshness import fresh_after
from providers.models import Provider
from refunds.models import Provision

LATER = datetime(2029, 12, 3, 11, tzinfo=UTC)
COURSE = {
    "channel": "web",
    "product": "course_one_time",
    "country": "SE",
    "paid_on": "2029-12-01",
    "certificate_earned": "no",
}
BY_LAW = {
    "channel": "web",
    "product": "plus_annual",
    "country": "SE",
    "charge": "first",
    "paid_on": "2029-12-01",
    "certificate_earned": "yes",
    "early_start_requested": "no",
}
STORE = {
    "channel": "app_store",
    "country": "SE",
    "product": "plus_annual",
    "charge": "first",
    "paid_on": "2026-11-20",
    "delivery_started_acknowledged": "no",
}


@pytest.fixture
def _three_years_later(packs, settings):
    settings.FRESHNESS_DAYS = 180
    with time_machine.travel(LATER):
        yield


def cards(client, answers, language="en"):
    """Return the cards of the answer page by their heading, as HTML."""
    with override(language):
        address = reverse("refunds:verdict", args=["coursera"])
    page = unescape(client.get(address, answers).content.decode())
    routes = page.partition('<div class="routes">')[2].partition("</section>")[0]
    found = {
        re.search("<h3>(.*?)</h3>", card).group(1): " ".join(card.split())
        for card in routes.split('<div class="route ')[1:]
    }
    assert found
    return found


@pytest.mark.usefixtures("_three_years_later")
@pytest.mark.parametrize(
    ("language", "answers", "title", "flag", "dated", "link"),
    [
        pytest.param(
            "en",
            COURSE,
            "Coursera’s own terms",
            "It depends: check the terms",
            "too long ago to rely on",
            "Check the terms",
            id="the terms, in English",
        ),
        pytest.param(
            "sv",
            COURSE,
            "Villkoren hos Coursera",
            "Det beror på: läs villkoren",
            "för gammalt att lita på",
            "Läs villkoren",
            id="the terms, in Swedish",
        ),
        pytest.param(
            "en",
            STORE,
            "The rules of Apple's App Store",
            "It depends: check the terms",
            "too long ago to rely on",
            "Check the terms",
            id="the store's terms, in English",
        ),
        pytest.param(
            "en",
            STORE,
            "Coursera’s own terms",
            "The store decides",
            "too long ago to rely on",
            "Check the terms",
            id="who took the money stands, its date is old all the same",
        ),
        pytest.param(
            "en",
            COURSE,
            "Right of withdrawal by law",
            "",
            "too long ago to rely on",
            "Check the law",
            id="the law, in English",
        ),
        pytest.param(
            "sv",
            COURSE,
            "Ångerrätt enligt lag",
            "",
            "för gammalt att lita på",
            "Läs lagen",
            id="the law, in Swedish",
        ),
    ],
)
def test_an_old_date_is_amber_and_leads_to_the_source(
    client, language, answers, title, flag, dated, link
):
    shown = cards(client, answers, language)
    assert title in shown, list(shown)
    card = shown[title]
    assert flag in card
    note = card.partition('<p class="checked">')[2].partition("</p>")[0]
    assert 'class="flag tone-maybe"><svg class="icon"' in note
    assert dated in note
    assert re.search(rf'<a href="https://[^"]+" rel="noreferrer">{link}</a>', note)


@pytest.mark.parametrize("answers", [COURSE, STORE], ids=["terms", "store"])
def test_a_fresh_date_is_no_warning(client, packs, answers):
    today = timezone.localdate().isoformat()
    shown = cards(client, answers | {"paid_on": today}).values()
    assert not any("too long ago" in card for card in shown)
    assert any('class="checked soft"' in card for card in shown)


def test_only_what_is_old_is_called_old(client, packs, settings):
    """The terms were read again, the law was not."""
    settings.FRESHNESS_DAYS = 180
    with time_machine.travel(LATER):
        Provider.objects.update(checked_on=LATER.date(), updated_at=LATER)
        shown = cards(client, COURSE)
        assert "too long ago" not in shown["Coursera’s own terms"]
        assert "too long ago" in shown["Right of withdrawal by law"]


def test_a_law_read_long_ago_promises_nothing(client, packs, settings):
    """Certain yesterday: today neither flag nor headline nor certainty say yes."""
    settings.FRESHNESS_DAYS = 180
    with time_machine.travel(LATER):
        Provider.objects.update(checked_on=LATER.date(), updated_at=LATER)
        with override("en"):
            address = reverse("refunds:verdict", args=["coursera"])
        page = unescape(client.get(address, BY_LAW).content.decode())
        law = cards(client, BY_LAW)["Right of withdrawal by law"]
    assert "It depends: check the law" in law
    assert "How sure" not in law
    assert "Yes, " not in law
    assert "It depends. By law you may be able to withdraw until" in page


# The list of companies in admin


@pytest.fixture
def three_ages(packs, settings):
    """Coursera is over the limit, Netflix on its last good day, the others fresh."""
    settings.FRESHNESS_DAYS = 180
    Provider.objects.update(checked_on=date(2026, 11, 24))
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC)):
        Provider.objects.filter(slug="coursera").update(checked_on=date(2026, 5, 27))
        Provider.objects.filter(slug="netflix").update(checked_on=date(2026, 5, 28))
        assert fresh_after() == date(2026, 5, 28)
        yield


@pytest.mark.usefixtures("three_ages")
@pytest.mark.parametrize(
    ("chosen", "has", "lacks"),
    [
        pytest.param("old", "coursera", "netflix", id="only those over the limit"),
        pytest.param("fresh", "netflix", "coursera", id="on the limit is fresh"),
    ],
)
def test_editors_filter_by_age(editor, chosen, has, lacks):
    address = reverse("admin:providers_provider_changelist")
    found = editor.get(address, {"checked": chosen}).context["cl"].queryset
    slugs = set(found.values_list("slug", flat=True))
    assert has in slugs
    assert lacks not in slugs


@pytest.mark.usefixtures("three_ages")
def test_editors_see_and_sort_by_the_days_since_the_check(editor):
    address = reverse("admin:providers_provider_changelist")
    listed = editor.get(address).context["cl"]
    column = 1 + listed.list_display.index("age") - 1
    oldest_first = editor.get(address, {"o": f"-{column}"})
    rows = oldest_first.context["cl"].result_list
    assert [row.slug for row in rows[:2]] == ["coursera", "netflix"]
    text = " ".join(unescape(oldest_first.content.decode()).split())
    assert 'icon-alert.svg" alt=""> 181 days, older than the limit' in text
    assert "180 days" in text
    assert text.count("older than the limit") == 1


@pytest.mark.usefixtures("_three_years_later")
def test_editors_see_old_acts(editor):
    assert Provision.objects.exists()
    for model in ("provision", "dataprovision"):
        page = editor.get(reverse(f"admin:refunds_{model}_changelist"))
        assert "older than the limit" in page.content.decode()
