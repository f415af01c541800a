"""A day may be typed as it is said; what stays in addresses is the date."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.translation import override

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
COURSE = {"channel": "web", "country": "SE", "product": "course_one_time"}


@pytest.fixture(autouse=True)
def tuesday(time_machine):
    time_machine.move_to(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=False)


@pytest.fixture
def ask(client, packs):
    """Return a function that puts answers to the verdict page."""

    def ask(answers, language="en", **headers):
        with override(language):
            address = reverse("refunds:verdict", args=["coursera"])
        return client.get(address, COURSE | answers, headers=headers)

    return ask


def query(address):
    return {key: last for key, [*_, last] in parse_qs(urlsplit(address).query).items()}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    ("key", "text", "day"),
    [
        ("paid_on", "igår", "2026-11-23"),
        ("paid_on", "yesterday", "2026-11-23"),
        ("paid_on", "3 mars", "2026-03-03"),
        ("paid_on", "25/11", "2025-11-25"),
        ("paid_on", "i måndags", "2026-11-23"),
        ("paid_on", "20260303", "2026-03-03"),
        ("signed_up_on", "December 31", "2025-12-31"),
        ("trial_ends_on", "31 december", "2026-12-31"),
        ("trial_ends_on", "på fredag", "2026-11-27"),
        ("starts_on", "1 september", "2026-09-01"),
        ("starts_on", "3 March", "2027-03-03"),
    ],
)
def test_the_address_that_stays_has_the_date(ask, client, language, key, text, day):
    response = ask({key: text, "utm": "x"}, language)
    assert response.status_code == 302
    assert query(response["Location"]) == COURSE | {key: day, "utm": "x"}
    assert client.get(response["Location"]).status_code == 200


def test_a_date_in_the_address_leads_nowhere_else(ask):
    assert ask({"paid_on": "2026-11-23"}).status_code == 200
    assert ask({"paid_on": "unknown"}).status_code == 200
    assert ask({"paid_on": "no"}).status_code == 200
    assert ask({"paid_on": ""}).status_code == 200


@pytest.mark.parametrize(
    ("language", "chip"),
    [("sv", "måndag 23\u00a0november\u00a02026"), ("en", "Monday 23\u00a0November")],
)
def test_what_was_understood_is_shown_with_its_weekday(ask, client, language, chip):
    html = client.get(ask({"paid_on": "igår"}, language)["Location"]).content.decode()
    assert f"</span> {chip}" in html
    assert "ig%C3%A5r" not in html


def test_htmx_gets_the_answer_at_once_and_pushes_the_date(ask):
    response = ask({"paid_on": "igår"}, hx_request="true")
    assert response.status_code == 200
    assert query(response["HX-Push-Url"])["paid_on"] == "2026-11-23"
    html = response.content.decode()
    assert 'name="paid_on" value="2026-11-23"' in html
    assert "ig%C3%A5r" not in html


def test_a_button_is_heard_over_the_field(ask):
    response = ask({"paid_on": ["soon", "today"]})
    assert query(response["Location"])["paid_on"] == "2026-11-24"
    html = ask({}).content.decode()
    assert 'name="paid_on" value="today"' in html
    assert 'name="paid_on" value="yesterday"' in html


def test_other_answers_keep_their_errors(ask, client):
    response = client.get(ask({"paid_on": "igår", "charge": "third"})["Location"])
    assert 'id="id_charge_error"' in response.content.decode()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("30 February", "There is no such day.", id="no such day"),
        pytest.param("12/25/2026", "The day comes first, then the", id="American"),
        pytest.param("Friday 3 March", "That date is Tuesday 3", id="wrong weekday"),
        pytest.param("a month ago", "We cannot tell which day", id="no single day"),
        pytest.param("<b>", "Write it with its month", id="nonsense"),
        pytest.param("3 mars 1999", "before the year 2000", id="too early"),
    ],
)
def test_what_is_refused_says_why_and_stays_in_the_field(ask, text, message):
    response = ask({"paid_on": text})
    assert response.status_code == 200
    html = unescape(response.content.decode())
    assert message in html
    assert f'<input type="text" name="paid_on" value="{text}"' in html
    assert 'aria-describedby="id_paid_on_helptext id_paid_on_error"' in html


def test_a_day_that_cannot_be_true_is_told_as_its_date(ask, client):
    html = client.get(ask({"paid_on": "i morgon"})["Location"]).content.decode()
    assert 'value="2026-11-25"' in html
    assert "That day has not come yet." in html


@pytest.mark.parametrize("text", ["igår", "yesterday", "3/3", "3 March 2026"])
def test_tools_give_dates(ask, text):
    response = ask({"paid_on": text}, accept="application/json")
    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["paid_on"]
    with pytest.raises(CommandError, match="paid_on: Write the day as year-month-day"):
        call_command("verdict", "coursera", "--paid-on", text)


def test_the_letter_ends_the_contract_on_the_day_that_was_meant(client, packs):
    with override("en"):
        letter = reverse("letters:letter", args=["coursera"])
    address = f"{letter}?channel=web&country=SE&product=plus_monthly"
    form = {
        "name": "Åsa Öberg",
        "account_email": "asa@example.org",
        "letter_language": "en",
        "part_terminate": "on",
        "erasure": "no",
    }
    page = client.post(address, form | {"effective_on": "31 december"})
    assert "no later than 31\u00a0December\u00a02026" in page.content.decode()
    page = client.post(address, form | {"effective_on": "i går"})
    assert "That day has passed." in page.content.decode()
