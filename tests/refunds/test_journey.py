"""From question to answer by the page's own links and forms, without JavaScript."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from refunds import catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
EVERY_KEY = (
    "channel",
    "product",
    "country",
    "charge",
    "paid_on",
    "trial_ends_on",
    "signed_up_on",
    "starts_on",
    "certificate_earned",
    "content_accessed",
    "page",
    "q",
    "csrfmiddlewaretoken",
    "format",
)


class Page(HTMLParser):
    """What a person can do on a page: its questions, links and headline."""

    def __init__(self, response):
        super().__init__()
        self.hidden, self.asked, self.links, self.switch = {}, [], [], {}
        self.headline, self.reading = "", False
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        if tag == "input" and known.get("type") == "hidden":
            self.hidden[known["name"]] = known["value"]
        elif tag == "select" or known.get("type") in ("radio", "text"):
            if known["name"] not in self.asked:
                self.asked.append(known["name"])
        elif tag == "a" and "hreflang" in known:
            self.switch[known["hreflang"]] = known["href"]
        elif tag == "a":
            self.links.append(known["href"])
        elif tag == "h1":
            self.reading = True

    def handle_endtag(self, tag):
        if tag == "h1":
            self.reading = False

    def handle_data(self, data):
        if self.reading:
            self.headline += data.strip()


def verdict(language="en", slug="coursera"):
    with override(language):
        return reverse("refunds:verdict", args=[slug])


def answers_in(link):
    return dict(parse_qsl(urlsplit(link).query))


TODAY = timezone.localdate().isoformat()
JOURNEYS = [
    pytest.param(
        "coursera",
        {"channel": "web", "product": "course_one_time", "paid_on": TODAY},
        id="a course, paid today",
    ),
    pytest.param(
        "coursera",
        {"channel": "web", "product": "plus_monthly", "paid_on": "no"},
        id="a free trial",
    ),
    pytest.param(
        "coursera",
        {"channel": "web", "product": "course_preenroll", "starts_on": "2027-01-15"},
        id="a course that has not begun",
    ),
    pytest.param("coursera", {"channel": "app_store"}, id="bought through Apple"),
    pytest.param("app-store", {"product": "subscription"}, id="the store itself"),
    pytest.param("google-play", {}, id="nothing known at all"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("slug", "knows"), JOURNEYS)
def test_each_question_is_asked_once_and_the_last_leads_to_the_answer(
    client, packs, language, slug, knows
):
    """Answer one question a time, "I don't know" where nothing better is known."""
    given, asked = {}, []
    page = Page(client.get(verdict(language, slug)))
    while page.asked:
        key = page.asked[0]
        assert key not in asked, "asked a second time"
        asked.append(key)
        value = "SE" if key == "country" else knows.get(key, "unknown")
        given = page.hidden | {key: value}
        page = Page(client.get(verdict(language, slug), given))
    pages = ("/verdict/", "/besked/")
    final = [
        answers_in(link)
        for link in page.links
        if link.partition("?")[0].endswith(pages)
    ]
    assert page.headline
    assert len(asked) <= 10
    given.pop("asked", None)
    assert len(final) == len(given), "every answer can be taken back"


COURSE = {
    "channel": "web",
    "product": "course_one_time",
    "country": "SE",
    "paid_on": TODAY,
    "certificate_earned": "no",
}


def test_every_answer_can_be_taken_back_and_given_again(client, packs):
    """The state is the address: the back button needs no memory but the browser's."""
    whole = Page(client.get(verdict(), COURSE))
    chips = [link for link in whole.links if link.startswith(f"{verdict()}?")]
    taken = [COURSE.keys() - answers_in(link).keys() for link in chips]
    assert taken == [{key} for key in COURSE]
    for link, key in zip(chips, COURSE, strict=True):
        without = Page(client.get(link))
        assert key in without.asked
        again = Page(client.get(verdict(), without.hidden | {key: COURSE[key]}))
        assert again.headline == whole.headline


def test_the_same_address_is_the_same_page(client, packs):
    first = client.get(verdict(), COURSE)
    client.get(verdict(), COURSE | {"channel": "app_store"})
    assert client.get(verdict(), COURSE).content == first.content


def test_the_order_of_the_answers_does_not_matter(client, packs):
    backwards = dict(reversed(COURSE.items()))
    pages = [Page(client.get(verdict(), answers)) for answers in (COURSE, backwards)]
    assert pages[0].links == pages[1].links


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["guide", "verdict"])
def test_the_language_switch_keeps_page_and_answers(client, packs, language, name):
    with override(language):
        here = reverse(f"refunds:{name}", args=["coursera"], query=COURSE)
    (other,) = set(LANGUAGES) - {language}
    with override(other):
        there = reverse(f"refunds:{name}", args=["coursera"], query=COURSE)
    page = Page(client.get(here))
    assert page.switch == {other: there}
    response = client.get(there)
    assert response["Content-Language"] == other
    assert Page(response).switch == {language: here}


def test_an_unanswered_form_asks_again_and_says_so_once(client, packs):
    """The first form sent as it stands: of many open questions the first complains."""
    first = Page(client.get(verdict()))
    response = client.get(verdict(), first.hidden | dict.fromkeys(first.asked, ""))
    assert response.content.decode().count("Choose or write an answer first.") == 1
    assert Page(response).asked == first.asked


HOSTILE = [
    pytest.param("x" * 10_000, id="10 kB"),
    pytest.param("\x00", id="NUL"),
    pytest.param("\U0001f393\u202e\u05e9\u05dc", id="emoji and right to left"),
    pytest.param('"><script>alert(1)</script>', id="HTML"),
    pytest.param("{{ request }}{% debug %}%(x)s{0}", id="template syntax"),
    pytest.param("0001-01-01", id="first day of the calendar"),
    pytest.param("9999-12-31", id="last day of the calendar"),
    pytest.param("2026-02-30", id="a day that is none"),
    pytest.param("٢٠٢٦-٠٣-٠٢", id="digits of another script"),
    pytest.param("2026-W10-1", id="a day by its week"),
    pytest.param("no\r\nSet-Cookie: a=b", id="line breaks"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", HOSTILE)
def test_any_value_in_any_key(client, packs, language, value):
    """Pages stay pages, fragments fragments, and machines hear what is wrong."""
    for key in EVERY_KEY:
        for headers in ({}, {"hx-request": "true"}):
            answers = COURSE | {key: value}
            response = client.get(verdict(language), answers, headers=headers)
            assert response.status_code == 200, key
            assert b"<script>alert" not in response.content
            assert "Set-Cookie" not in response
        accept = {"accept": "application/json"}
        machine = client.get(verdict(language), COURSE | {key: value}, headers=accept)
        assert machine.status_code in (200, 400), key
        assert machine.json().keys() >= (
            {"errors"} if machine.status_code == 400 else {"routes"}
        )
    with override(language):
        guide = reverse("refunds:guide", args=["coursera"])
    response = client.get(guide, dict.fromkeys(EVERY_KEY, value))
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_what_was_typed_is_shown_escaped(client, packs):
    html = client.get(verdict(), {"product": "<b>{{ x }}"}).content.decode()
    assert "“&lt;b&gt;{{ x }}” is not one of the answers." in html
    assert "<b>{{" not in html


def test_keys_and_values_without_end(client, packs):
    many = {f"key{number}": "x" for number in range(2_000)}
    assert client.get(verdict(), COURSE | many).status_code == 200
    twice = client.get(f"{verdict()}?channel=nope&channel=web")
    assert "product" in Page(twice).asked
    assert client.get(f"{verdict()}?%FF=%FF&channel=%E5").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("name", ["guide", "verdict"])
def test_nothing_is_changed_here(client, packs, method, name):
    address = reverse(f"refunds:{name}", args=["coursera"])
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("name", ["guide", "verdict"])
def test_the_head_of_a_page(client, packs, name):
    address = reverse(f"refunds:{name}", args=["coursera"])
    response = client.head(address)
    assert response.status_code == 200
    assert response["Content-Type"] == client.get(address)["Content-Type"]


@pytest.mark.parametrize("slug", ["nobody", "Coursera", "coursera-", "x" * 300])
@pytest.mark.parametrize("headers", [{}, {"accept": "application/json"}])
def test_nobody_of_that_name(client, packs, slug, headers):
    assert client.get(verdict(slug=slug), headers=headers).status_code == 404


def test_pages_of_one_provider_do_not_mix_with_anothers(client, packs):
    """Finished pages are remembered: by address, language, and who asks how."""
    for _warm in range(2):
        for slug in ("coursera", "app-store"):
            name = catalogue.find(slug).pack.name
            for language in LANGUAGES:
                page = client.get(verdict(language, slug), {"country": "SE"})
                assert name in Page(page).headline
                assert page["Content-Language"] == language
            accept = {"accept": "application/json"}
            data = client.get(verdict(slug=slug), {"country": "SE"}, headers=accept)
            assert data.json()["provider"] == slug
            part = client.get(
                verdict(slug=slug), {"country": "SE"}, headers={"hx-request": "true"}
            )
            assert "<html" not in part.content.decode()
