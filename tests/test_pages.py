"""The pages around: there in both languages, linked, and true of the installation."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.conf import settings as site
from django.urls import reverse
from django.utils.translation import override

from cancelhub.pages import urlpatterns
from providers.models import Provider
from refunds.glossary import WORDS

pytestmark = pytest.mark.django_db
LANGUAGES = ["sv", "en"]
PAGES = {
    "about": ("/sv/om/", "/en/about/"),
    "privacy": ("/sv/integritet/", "/en/privacy/"),
    "method": ("/sv/sa-gors-beskeden/", "/en/how-verdicts-are-made/"),
    "accessibility": ("/sv/tillganglighet/", "/en/accessibility/"),
    "words": ("/sv/ord/", "/en/words/"),
}


def address(name, language="en", **more):
    with override(language):
        return reverse(name, **more)


@pytest.fixture
def read(client):
    """Return a function that reads a page as one line of text with its tags."""

    def read(name, language="en"):
        response = client.get(address(f"pages:{name}", language))
        assert response.status_code == 200
        return unescape(" ".join(response.content.decode().split()))

    return read


@pytest.fixture
def shortest_time(settings):
    """Other figures than the usual ones, so that no page has them by heart."""
    settings.RETENTION_DAYS = 77
    settings.FRESHNESS_DAYS = 88


def test_no_page_is_left_out_here():
    assert {pattern.name for pattern in urlpatterns} == set(PAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_each_language_has_its_page(read, client, name, language):
    path = PAGES[name][LANGUAGES.index(language)]
    assert address(f"pages:{name}", language) == path
    page = read(name, language)
    assert page.count("<h1>") == 1
    assert "noindex" not in page
    assert f'rel="canonical" href="http://testserver{path}"' in page
    assert f'href="{path}" aria-current="page"' in page
    foot = client.get(f"/{language}/").content.decode().partition("<footer")[2]
    assert f'<a href="{path}">' in foot


@pytest.mark.parametrize("name", PAGES)
def test_pages_around_ask_the_database_nothing(read, django_assert_num_queries, name):
    with django_assert_num_queries(0):
        read(name)


@pytest.mark.parametrize("name", ["about", "privacy"])
def test_who_runs_it_is_named_or_said_to_be_unnamed(read, settings, name):
    assert "not named themselves" in read(name)
    settings.OPERATOR, settings.CONTACT_EMAIL = "Ann & Bo", "ask@example.org"
    page = read(name)
    assert (
        "is run by Ann & Bo." in page or "controller of your data is Ann & Bo." in page
    )
    assert '<a href="mailto:ask@example.org">' in page
    assert "not named themselves" not in page


def test_figures_are_those_of_the_installation(read, shortest_time):
    assert "77 days after the last thing" in read("privacy")
    assert "88 days after they were checked" in read("method")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"EMAIL_BACKEND": "x.smtp.EmailBackend"}, "mail server through which this"),
        ({}, "This installation sends no mail"),
        ({"TSA_URL": "https://tsa.example"}, "An authority for time stamps gets"),
        ({"ESP": "mailgun"}, "mailgun, which carries our mail"),
    ],
    ids=["relay", "folder", "time stamps", "provider of mail"],
)
def test_privacy_names_those_who_get_a_letter(read, settings, change, said):
    assert (said in read("privacy")) == (not change)
    for key, value in change.items():
        setattr(settings, key, value)
    assert said in read("privacy")


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("a checksum of the network address", id="counted by network"),
        pytest.param("a checksum of the e-mail address", id="counted by address"),
        pytest.param("The tab remembers them too", id="answers in the tab"),
    ],
)
def test_privacy_names_what_is_kept_of_those_who_ask(read, said):
    assert said in read("privacy")


# Cookies


def walk(client, start):
    """Open every page that links lead to, one of each kind; return the kinds."""
    waiting, kinds = [start], set()
    while waiting:
        path = waiting.pop()
        response = client.get(path)
        match = response.resolver_match
        if match is None or match.view_name in kinds:
            continue
        kinds.add(match.view_name)
        links = re.findall(r'href="(/[^"#]+)', response.content.decode())
        waiting += [unescape(link) for link in links if link.startswith("/en/")]
    return kinds


def test_no_page_sets_a_cookie_that_privacy_does_not_name(client, packs, read):
    named = set(re.findall(r"<code>(\w+)</code>", read("privacy")))
    kinds = walk(client, "/en/") | walk(client, "/en/cancel/coursera/verdict/")
    assert kinds >= {"providers:home", "refunds:guide", "refunds:verdict"}
    client.get(address("letters:letter", args=["coursera"]))
    assert set(client.cookies) == {"csrftoken"}, "one, as the page says"
    client.get("/admin/", follow=True)
    assert set(client.cookies) <= named
    assert {site.CSRF_COOKIE_NAME, site.SESSION_COOKIE_NAME} <= named
    assert site.CSRF_COOKIE_AGE <= 366 * 24 * 3600, "a year at most, says the page"


@pytest.mark.parametrize(
    "name", ["providers:home", "providers:list", "providers:suggest", "pages:privacy"]
)
def test_pages_without_a_form_of_ours_set_no_cookie(client, packs, name):
    assert not client.get(address(name)).cookies


@pytest.mark.parametrize("name", ["refunds:guide", "refunds:verdict"])
def test_guides_and_answers_set_no_cookie(client, packs, name):
    assert not client.get(address(name, args=["coursera"])).cookies


# Words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.key)
def test_each_word_has_its_place_and_source(read, word, language):
    page = read("words", language)
    entry = page.partition(f'<div id="{word.key}">')[2].partition("</div>")[0]
    with override(language):
        assert f"<dt>{word.name}</dt>" in entry
        assert str(word.meaning) in entry
        assert word.source is None or word.source.url in entry


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["refunds:guide", "letters:letter"])
def test_words_of_law_are_explained_where_they_are_used(client, packs, name, language):
    page = client.get(address(name, language, args=["coursera"])).content.decode()
    part = page.partition('<details class="words')[2].partition("</details>")[0]
    with override(language):
        assert str(WORDS[0].name) in part
    assert f'href="{PAGES["words"][LANGUAGES.index(language)]}"' in part


def test_an_answer_leads_to_its_limits(client, packs):
    assert Provider.objects.filter(slug="coursera").exists()
    page = client.get("/en/cancel/coursera/").content.decode()
    assert page.count("not legal advice") == 1
    assert 'href="/en/how-verdicts-are-made/#limits"' in page
