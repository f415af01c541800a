"""After the letter: which days are named, by which law, and the calendar file."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

import pytest
import time_machine
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import override
from icalendar import Calendar

from letters.words import NBSP
from providers.vocabulary import UNLISTED
from tests.letters.letterpage import Page

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

BOUGHT = {
    "channel": "web",
    "country": "SE",
    "product": "course_one_time",
    "paid_on": "2026-11-20",
    "certificate_earned": "no",
}
MONEY, DATA, BOARD = (
    "The money should be back",
    "Answer about your personal data",
    "ARN",
)
ANSWER = "No answer yet? Write once more"
WISHED = "Your letter asks for an answer by this day"
TRIAL_ENDS = "The free trial ends"
TRIAL = {"product": "plus_annual", "paid_on": "no", "trial_ends_on": "2026-11-28"}


@pytest.fixture(autouse=True)
def _today(packs):
    with time_machine.travel("2026-11-24 12:00+01:00", tick=False):
        yield


def address(name="after", language="en", slug="coursera", **answers):
    with override(language):
        return reverse(f"letters:{name}", args=[slug], query=answers)


def days_of(client, **answers):
    """Return what the page says to expect of a letter about all, by its title."""
    response = client.get(address(**BOUGHT | {"about": "both"} | answers))
    assert response.status_code == 200
    return {one.title: one.day for one in response.context["expected"]}


def day_of(days, title):
    return next((day for name, day in days.items() if title in name), None)


@pytest.mark.parametrize(
    ("sent_on", "title", "day"),
    [
        pytest.param("2026-11-24", MONEY, date(2026, 12, 8), id="14 days"),
        pytest.param("2026-11-21", MONEY, date(2026, 12, 7), id="a Saturday moves on"),
        pytest.param("2026-11-20", MONEY, date(2026, 12, 4), id="a Friday does not"),
        pytest.param("i går", MONEY, date(2026, 12, 7), id="as people say it"),
        pytest.param("2026-11-23", DATA, date(2026, 12, 23), id="a month"),
        pytest.param("2026-11-24", DATA, date(2026, 12, 28), id="Christmas moves on"),
        pytest.param("2026-11-24", BOARD, date(2027, 11, 24), id="a year to ARN"),
    ],
)
def test_days_by_law(client, sent_on, title, day):
    assert day_of(days_of(client, sent_on=sent_on), title) == day


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        pytest.param("2026-11-24", date(2026, 12, 8), id="today"),
        pytest.param("2026-11-25", date(2026, 12, 8), id="to come: counts as today"),
        pytest.param("2024-11-24", date(2026, 12, 8), id="years ago: as today"),
        pytest.param("när det gick", date(2026, 12, 8), id="no day"),
        pytest.param("2026-11-19", date(2026, 12, 8), id="before it was paid for"),
        pytest.param("", date(2026, 12, 8), id="empty"),
    ],
)
def test_a_day_that_makes_no_sense_counts_as_today(client, told, counted):
    assert day_of(days_of(client, sent_on=told), MONEY) == counted


@pytest.mark.parametrize(
    ("answers", "named", "not_named"),
    [
        pytest.param({"country": "IN"}, [ANSWER], [MONEY, DATA, BOARD], id="India"),
        pytest.param({"country": "DE"}, [MONEY, DATA], [BOARD], id="Germany: no ARN"),
        pytest.param(
            {"paid_on": "2026-09-01", "withdrawal_information_given": "yes"},
            [ANSWER, DATA, BOARD],
            [MONEY],
            id="too late to withdraw: no law sets a day",
        ),
        pytest.param(
            TRIAL,
            [TRIAL_ENDS, WISHED, DATA],
            [ANSWER, BOARD],
            id="nothing charged: no money to wait for",
        ),
        pytest.param(
            TRIAL | {"trial_ends_on": "unknown"},
            [WISHED],
            [TRIAL_ENDS],
            id="nothing charged until nobody knows when",
        ),
        pytest.param(
            TRIAL | {"sent_on": "2026-11-24", "trial_ends_on": "2026-11-23"},
            [WISHED],
            [TRIAL_ENDS],
            id="a trial that was over",
        ),
    ],
)
def test_only_days_that_matter_are_named(client, answers, named, not_named):
    days = days_of(client, **answers)
    assert [title for title in named if day_of(days, title) is None] == []
    assert [title for title in not_named if day_of(days, title)] == []


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    ("app", "name"), [("letters", "after_calendar"), ("refunds", "calendar")]
)
def test_the_calendar_has_whole_days_and_no_person(client, language, app, name):
    with override(language):
        where = reverse(f"{app}:{name}", args=["coursera"], query=BOUGHT)
    response = client.get(where)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    entries = Calendar.from_ical(response.content).walk("VEVENT")
    assert len(entries) >= 2
    for entry in entries:
        assert not hasattr(entry.decoded("dtstart"), "hour")
        assert str(entry["summary"]).startswith("Coursera: ")
    assert b"ATTENDEE" not in response.content
    assert b"ORGANIZER" not in response.content
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))


def test_the_same_days_replace_themselves_in_a_calendar(client):
    where = address("after_calendar", **BOUGHT)
    assert client.get(where).content == client.get(where).content


def test_a_company_that_is_not_listed(client):
    page = client.get(
        address(slug=UNLISTED, company="Gymmet", country="SE", paid_on="2026-11-23")
    )
    assert page.status_code == 200
    assert "Gymmet" in page.content.decode()


def test_it_is_no_page_for_search_engines(client):
    assert 'content="noindex"' in client.get(address(**BOUGHT)).content.decode()


# As it was on the day the letter went


@pytest.mark.parametrize(
    ("looked_at", "sent_on"),
    [
        pytest.param("2026-11-24", "2026-11-24", id="at once"),
        pytest.param("2026-12-10", "2026-11-24", id="when the period is over"),
        pytest.param("2027-02-01", "2026-11-24", id="months later"),
    ],
)
def test_in_time_is_in_time_however_long_ago(client, looked_at, sent_on):
    told = {"early_start_requested": "yes", "withdrawal_information_given": "yes"}
    with time_machine.travel(f"{looked_at} 12:00+01:00", tick=False):
        days = days_of(client, sent_on=sent_on, **told)
    assert day_of(days, MONEY) == date(2026, 12, 8)
    assert day_of(days, ANSWER) is None


@pytest.mark.parametrize(
    ("about", "named"),
    [
        pytest.param("money", [MONEY, BOARD], id="no word of data"),
        pytest.param("data", [DATA], id="the second of two"),
        pytest.param("both", [MONEY, DATA, BOARD], id="all in one letter"),
        pytest.param("first", [MONEY, BOARD], id="the first of two"),
        pytest.param("", [MONEY, BOARD], id="not told: as most letters begin"),
    ],
)
def test_a_letter_about_one_thing_leads_to_that(client, about, named):
    days = days_of(client, sent_on="2026-11-24", about=about)
    assert [one for one in (MONEY, DATA, BOARD) if day_of(days, one)] == named
    page = client.get(address(**BOUGHT, about=about, sent_on="2026-11-24"))
    assert f"about={about}&amp;sent_on=2026-11-24" in page.content.decode() or not about


def test_nonsense_is_said_to_be_nonsense(client):
    page = client.get(address(**BOUGHT, sent_on="när det gick")).content.decode()
    assert 'aria-invalid="true"' in page


RENEWED = {"charge": "renewal", "signed_up_on": "2026-11-17"}


@pytest.mark.parametrize(
    ("answers", "sent_on", "error"),
    [
        pytest.param(
            {"paid_on": "unknown", **RENEWED},
            "2026-03-03",
            "The letter cannot have gone before you signed up, on 17 November 2026.",
            id="before the contract",
        ),
        pytest.param(
            RENEWED,
            "2026-11-18",
            "The letter cannot have gone before you paid, on 20 November 2026.",
            id="before the payment",
        ),
        pytest.param(
            {"certificate_earned": "2026-11-23"},
            "2026-11-21",
            None,
            id="before something else that was told",
        ),
    ],
)
def test_no_day_of_the_letter_loses_a_fact(client, answers, sent_on, error):
    told = BOUGHT | answers
    page = client.get(address(**told, sent_on=sent_on))
    errors = page.context["form"].errors.get("sent_on", [])
    assert [text.replace(NBSP, " ") for text in errors] == ([error] if error else [])
    read = Page(page)
    assert read.fields == told | {"sent_on": sent_on}
    links = [urlsplit(link) for link in read.links]
    queries = {link.path: QueryDict(link.query).dict() for link in links}
    with override("en"):
        verdict = reverse("refunds:verdict", args=["coursera"])
    for path in (address("letter"), address("after_calendar"), verdict):
        assert told.items() <= queries[path].items(), path


IN_STORE = {"country": "IE", "charge": "first", "paid_on": "2026-11-20"}


@pytest.mark.parametrize(
    ("channel", "answers", "last"),
    [
        pytest.param("app_store", {}, date(2026, 12, 4), id="Apple, 14 days"),
        pytest.param("google_play", {}, date(2026, 12, 4), id="Google, 14 days"),
        pytest.param("app_store", {"paid_on": "no"}, None, id="nothing charged"),
        pytest.param("web", {}, None, id="no store"),
    ],
)
def test_a_store_is_asked_by_its_own_last_day(client, channel, answers, last):
    told = IN_STORE | {"channel": channel} | answers
    page = client.get(address(slug="duolingo", **told))
    days = {one.title: one.day for one in page.context["expected"]}
    verdict = page.context["asked"].verdict
    assert day_of(days, "Last day to ask") == last
    assert last in (None, verdict.deadline)
    in_store = channel != "web"
    assert day_of(days, WISHED) == (date(2026, 12, 8) if in_store else None)
    assert not in_store or day_of(days, MONEY) is None, "the letter asks for none"


AGAIN = "If they charge you again"
AFTER_THE_END = "If they charge you for time after the contract has ended"
ALL_THE_SAME = "If they have charged you all the same"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        pytest.param({}, AGAIN, id="paid"),
        pytest.param(TRIAL, ALL_THE_SAME, id="a trial, on the day it ends"),
        pytest.param(
            TRIAL | {"trial_ends_on": "2026-11-23"}, AFTER_THE_END, id="trial over"
        ),
        pytest.param(
            TRIAL | {"trial_ends_on": "unknown"}, AFTER_THE_END, id="nobody knows when"
        ),
    ],
)
def test_which_charge_would_be_wrong(client, answers, said):
    page = client.get(address(**BOUGHT | answers)).content.decode()
    every = (AGAIN, AFTER_THE_END, ALL_THE_SAME)
    assert [words for words in every if words in page] == [said]
