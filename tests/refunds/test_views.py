"""Guide and verdict as a visitor meets them, in both languages."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import override

from refunds.models import RefundRule

pytestmark = pytest.mark.django_db
LANGUAGES = ["sv", "en"]
WEB = {"channel": "web", "country": "SE"}
COURSE = WEB | {"product": "course_one_time"}


def address(name, language="en", slug="coursera"):
    with override(language):
        return reverse(f"refunds:{name}", args=[slug])


@pytest.fixture
def ask(client, packs):
    """Return a function that puts answers to the verdict page."""

    def ask(answers, language="en", **headers):
        return client.get(address("verdict", language), answers, headers=headers)

    return ask


def words(response):
    """Return a page's text as a person reads it."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(text).replace("\xa0", " ").split())


def asked_for(response):
    """Return the questions of a page: the names of its visible inputs."""
    html = response.content.decode()
    return set(
        re.findall(r'<(?:input type="(?:radio|text)"|select) name="(\w+)"', html)
    )


def test_addresses_are_of_their_language():
    assert address("verdict", "en") == "/en/cancel/coursera/verdict/"
    assert address("verdict", "sv") == "/sv/saga-upp/coursera/besked/"
    with override("en"):
        swedish = translate_url("/en/cancel/coursera/verdict/?channel=web", "sv")
    assert swedish == "/sv/saga-upp/coursera/besked/?channel=web"


def test_one_question_leads_to_the_next_until_the_answer(ask):
    today = timezone.localdate()
    assert asked_for(ask({})) >= {"channel", "country"}
    assert asked_for(ask(WEB)) >= {"product"}
    assert asked_for(ask(COURSE)) == {"paid_on", "certificate_earned"}
    answers = COURSE | {"paid_on": today.isoformat()}
    assert asked_for(ask(answers)) == {"certificate_earned"}
    response = ask(answers | {"certificate_earned": "no"})
    assert asked_for(response) == set()
    assert "You can get the full amount back if you ask by" in words(response)


def test_the_law_is_asked_about_when_the_terms_give_nothing(ask):
    paid = timezone.localdate() - timedelta(days=10)
    answers = COURSE | {"paid_on": paid.isoformat()}
    response = ask(answers)
    assert asked_for(response) == {
        "early_start_requested",
        "fully_performed",
        "withdrawal_information_given",
        "loss_acknowledged",
    }
    text = words(response)
    assert "Did you expressly ask to start at once?" in text
    assert "For example a box at checkout" in text
    answers |= {"early_start_requested": "no"}
    response = ask(answers)
    assert asked_for(response) == set()
    assert "and get the full amount back." in words(response)


def test_a_last_day_at_the_weekend_moves_and_both_are_said(ask):
    today = timezone.localdate()
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)
    answers = COURSE | {"paid_on": saturday.isoformat(), "certificate_earned": "yes"}
    text = words(ask(answers | {"early_start_requested": "no"}))
    assert "Last day by law" in text
    assert "(after the weekend or holiday)" in text


def test_why_the_period_is_longer_is_said_once(ask):
    paid = timezone.localdate() - timedelta(days=30)
    answers = WEB | {
        "product": "plus_annual",
        "country": "SE",
        "charge": "first",
        "paid_on": paid.isoformat(),
        "certificate_earned": "no",
        "withdrawal_information_given": "no",
    }
    text = words(ask(answers))
    assert text.count("Nobody told you of the right") == 1
    assert "You were not told about the right of withdrawal." not in text


def test_what_may_be_kept_is_worked_out_on_the_page(ask):
    paid = timezone.localdate() - timedelta(days=7)
    answers = {
        "channel": "web",
        "product": "plus_annual",
        "country": "SE",
        "charge": "first",
        "paid_on": paid.isoformat(),
        "certificate_earned": "yes",
        "early_start_requested": "yes",
        "withdrawal_information_given": "yes",
    }
    assert "What did you pay?" in words(ask(answers))
    text = words(ask(answers | {"amount": "3990 kr"})).replace("\xa0", " ")
    assert "about SEK 77" in text or "about SEK 76" in text  # a leap year
    assert "What did you pay?" not in text


def test_where_the_law_gives_nothing_the_page_says_why(ask):
    paid = timezone.localdate() - timedelta(days=3)
    answers = {
        "channel": "web",
        "product": "plus_monthly",
        "charge": "first",
        "paid_on": paid.isoformat(),
    }
    india = words(ask(answers | {"country": "IN"}))
    assert "India has no statutory 14-day right of withdrawal." in india
    assert "We do not know the law on withdrawal in Brazil" in words(
        ask(answers | {"country": "BR"})
    )


def test_the_country_is_asked_for_even_where_it_decides_nothing(ask):
    response = ask({"channel": "other_platform"})
    assert asked_for(response) == {"country"}
    assert 'value="SE" selected' in response.content.decode()


def test_what_nobody_knows_is_not_asked_twice(ask):
    response = ask(COURSE | {"paid_on": "unknown", "certificate_earned": "unknown"})
    assert asked_for(response) == set()
    text = words(response)
    assert "It depends on an answer we do not have." in text
    assert "On which day did you pay? Have you earned a certificate?" in text


def test_products_sold_elsewhere_are_not_offered(ask):
    assert "plus_prepaid_1m" not in ask(WEB).content.decode()
    assert "plus_prepaid_1m" in ask(WEB | {"country": "IN"}).content.decode()


def test_an_answer_is_changed_by_its_chip(ask):
    html = ask(COURSE | {"paid_on": "2026-03-02"}).content.decode()
    assert "?channel=web&amp;country=SE&amp;paid_on=2026-03-02" in html


def test_unknown_keys_are_ignored(ask):
    odd = ask(WEB | {"utm_source": "x", "colour": "red"})
    assert asked_for(odd) == asked_for(ask(WEB))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("answers", "field"),
    [
        pytest.param({"paid_on": "2999-01-01"}, "paid_on", id="payment in the future"),
        pytest.param({"paid_on": "soon"}, "paid_on", id="not a day"),
        pytest.param({"starts_on": "1999-12-31"}, "starts_on", id="launch before 2000"),
        pytest.param({"product": "nope"}, "product", id="unknown product"),
        pytest.param({"channel": "nope"}, "channel", id="unknown channel"),
        pytest.param({"country": "QQ"}, "country", id="unknown country"),
        pytest.param({"charge": "third"}, "charge", id="unknown charge"),
        pytest.param(
            {"paid_on": "2026-03-02", "certificate_earned": "2026-03-01"},
            "certificate_earned",
            id="certificate before payment",
        ),
        pytest.param(
            {"paid_on": "2026-03-02", "signed_up_on": "2026-03-03"},
            "signed_up_on",
            id="sign-up after payment",
        ),
    ],
)
def test_a_wrong_answer_is_explained_beside_its_field(ask, language, answers, field):
    response = ask(COURSE | answers, language)
    html = response.content.decode()
    assert response.status_code == 200
    assert f'id="id_{field}_error"' in html
    described = re.findall(r'aria-describedby="([^"]*)"', html)
    assert any(f"id_{field}_error" in text.split() for text in described)
    kept = COURSE.keys() - answers.keys()
    assert all(f'name="{key}" value="{COURSE[key]}"' in html for key in kept)


def test_machines_get_json(ask):
    response = ask(COURSE, accept="application/json")
    missing = response.json()["missing"]
    assert missing[0] == "paid_on"
    assert {"certificate_earned", "early_start_requested"} <= {*missing}
    wrong = ask({"product": "nope"}, accept="application/json")
    assert wrong.status_code == 400
    assert list(wrong.json()["errors"]) == ["product"]


def test_htmx_gets_the_fragment_and_pushes_the_plain_address(ask):
    response = ask(COURSE | {"paid_on": "", "x": "y"}, hx_request="true")
    assert response["HX-Push-Url"] == (
        "/en/cancel/coursera/verdict/?channel=web&product=course_one_time&country=SE"
    )
    page = response.content.decode()
    assert re.match(r'\s*<title>[^<]+</title>\s*<div id="journey"', page)
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("name", ["guide", "verdict", "preview"])
def test_a_company_we_do_not_know(admin_client, name):
    assert admin_client.get(address(name, slug="nobody")).status_code == 404


def test_no_cookie_is_set(client, packs):
    assert not client.get(address("guide")).cookies
    assert not client.get(address("verdict"), COURSE).cookies


HOSTILE = [
    pytest.param("x" * 10_000, id="10 kB"),
    pytest.param("\x00", id="NUL"),
    pytest.param("👩‍🎓 שלום", id="emoji and right to left"),
    pytest.param("<script>alert(1)</script>", id="HTML"),
    pytest.param("{{ settings.SECRET_KEY }}{% include 'x' %}", id="template"),
    pytest.param("9999-12-31", id="end of the calendar"),
    pytest.param("a\r\nSet-Cookie: a=b", id="line breaks"),
]


@pytest.mark.parametrize("value", HOSTILE)
def test_anything_may_stand_in_an_answer(ask, value):
    for key in (*COURSE, "charge", "paid_on", "starts_on", "certificate_earned", "odd"):
        response = ask(COURSE | {key: value})
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("name", ["guide", "verdict"])
def test_a_warm_page_asks_the_database_at_most_twice(
    client, packs, name, django_assert_max_num_queries
):
    client.get(address(name), COURSE)
    cache.clear()
    with django_assert_max_num_queries(2):
        client.get(address(name), COURSE)
    with django_assert_max_num_queries(2):
        client.get(address(name), COURSE)


def test_a_changed_rule_shows_at_once(ask):
    paid = timezone.localdate() - timedelta(days=8)
    answers = COURSE | {"paid_on": paid.isoformat(), "certificate_earned": "no"}
    answers |= {"country": "IN"}  # whose law gives nothing more
    assert "Probably not" in words(ask(answers))
    for rule in RefundRule.objects.filter(products__key="course_one_time"):
        rule.window_days = 10
        rule.save()
    assert "You can get the full amount back" in words(ask(answers))


def test_old_facts_make_the_answer_uncertain_and_keep_the_date(ask, settings):
    today = timezone.localdate()
    answers = COURSE | {"paid_on": today.isoformat(), "certificate_earned": "no"}
    settings.FRESHNESS_DAYS = -10_000
    text = words(ask(answers))
    assert "It depends. The terms may have changed since we read them." in text
    assert "We last checked on 23 November 2026." in text
    assert "The last day is" in text
