"""Facts grow old: three years on, nothing is certain, and every page still works."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import pairwise

import pytest
import time_machine
from django.conf import settings as site
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from providers.freshness import fresh_after
from providers.models import Provider
from refunds.catalogue import find
from refunds.checking import try_cases
from refunds.datapack import Pack

LATER = datetime(2029, 12, 3, 11, tzinfo=UTC)
COURSE = {
    "channel": "web",
    "product": "course_one_time",
    "country": "SE",
    "paid_on": "2029-12-01",
    "certificate_earned": "no",
}
CASES = [
    pytest.param(COURSE, "2029-12-08", id="the terms gave the money"),
    pytest.param(
        COURSE | {"certificate_earned": "yes"}, "2029-12-08", id="they did not"
    ),
    pytest.param(
        {"channel": "web", "product": "guided_project", "country": "SE"},
        None,
        id="they never did",
    ),
]


@pytest.fixture
def _three_years_later(packs, settings):
    settings.FRESHNESS_DAYS = 180
    with time_machine.travel(LATER):
        yield


def policy(slug, *args):
    out = StringIO()
    call_command("verdict", slug, *args, "--json", stdout=out)
    return json.loads(out.getvalue())["routes"][0]


@pytest.mark.usefixtures("_three_years_later")
@pytest.mark.parametrize(("answers", "deadline"), CASES)
def test_an_old_answer_is_no_longer_certain_and_keeps_its_date(
    client, answers, deadline
):
    page = reverse("refunds:verdict", args=["coursera"])
    data = client.get(page, answers, headers={"accept": "application/json"}).json()
    route = data["routes"][0]
    assert (route["outcome"], route["status"]) == ("conditional", "stale")
    assert route["deadline"] == deadline
    last = route["findings"][-1]
    assert (last["check"], last["holds"]) == ("fresh", False)


@pytest.mark.usefixtures("_three_years_later")
def test_a_simulated_day_makes_old_facts_no_fresher():
    """``--today`` moves the purchase, not the day somebody read the terms."""
    route = policy(
        "coursera",
        "--today=2026-12-03",
        "--paid-on=2026-12-01",
        "--product=course_one_time",
        "--channel=web",
        "--event=certificate_earned=no",
    )
    assert (route["status"], route["deadline"]) == ("stale", "2026-12-08")


@pytest.mark.usefixtures("_three_years_later")
@pytest.mark.parametrize("slug", ["coursera", "app-store", "google-play"])
@pytest.mark.parametrize("name", ["refunds:guide", "refunds:verdict", "letters:letter"])
def test_pages_work_with_old_facts(client, slug, name):
    response = client.get(reverse(name, args=[slug]), {"country": "SE"})
    assert response.status_code == 200


@pytest.mark.usefixtures("_three_years_later")
def test_who_charged_is_not_a_matter_of_terms():
    """The store decides, however old our copy of the provider's terms is."""
    route = policy("coursera", "--channel=app_store", "--country=SE")
    assert route["outcome"] == "via_marketplace"


@pytest.mark.usefixtures("_three_years_later")
def test_editors_are_told():
    out = StringIO()
    call_command("check_packs", stdout=out)
    for slug in ("app-store", "coursera", "google-play"):
        assert f"{slug}.toml: warning: checked_on: " in out.getvalue()


@pytest.mark.usefixtures("_three_years_later")
@pytest.mark.parametrize(
    "path", sorted(site.PACKS_DIR.glob("*.toml")), ids=lambda path: path.stem
)
def test_golden_cases_do_not_grow_old(path):
    assert [
        tried.case.key for tried in try_cases(Pack.read(path)) if not tried.passed
    ] == []


def test_the_limit_is_a_day(coursera, settings):
    """On the last fresh day the answer is certain, on the next it is not."""
    settings.FRESHNESS_DAYS = 180
    first = timezone.localdate() - timedelta(days=180)
    assert fresh_after() == first
    stale = []
    for checked_on in (first, first - timedelta(days=1)):
        coursera.checked_on = checked_on
        coursera.save()
        stale.append(find("coursera").rules.stale)
    assert stale == [False, True]


def test_checking_the_facts_again_makes_them_fresh(packs, settings):
    settings.FRESHNESS_DAYS = 180
    with time_machine.travel(LATER):
        assert find("coursera").rules.stale
        provider = Provider.objects.get(slug="coursera")
        provider.checked_on = LATER.date()
        provider.save()
        assert not find("coursera").rules.stale


def test_waiting_never_makes_an_answer_more_certain(packs, settings):
    settings.FRESHNESS_DAYS = 180
    stale = []
    for days in (0, 179, 400, 1_100):
        checked_on = Provider.objects.get(slug="coursera").checked_on
        noon = datetime(
            checked_on.year, checked_on.month, checked_on.day, 12, tzinfo=UTC
        )
        with time_machine.travel(noon + timedelta(days=days)):
            stale.append(find("coursera").rules.stale)
    assert all(earlier <= later for earlier, later in pairwise(stale))
    assert (stale[0], stale[-1]) == (False, True)
