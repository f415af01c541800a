"""Pages of companies known from open data alone, and of those that are gone."""

from __future__ import annotations

import math
from datetime import date
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import override

from providers.models import Provider, Redirect
from providers.views import PAGE_SIZE

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent.parent / "providers/data"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
BASIC = ["alder-audio", "birke-verlag", "cedar-chat"]
PERSON = {
    "name": "Åsa Öberg",
    "account_email": "asa@example.org",
    "letter_language": "both",
    "erasure": "together",
    "part_erase": "on",
}


@pytest.fixture(autouse=True)
def _imported(packs):
    for source, path in (("datenanfragen", "datenanfragen"), ("jdm", "sites.json")):
        call_command("import_open_data", source, str(DATA / path), stdout=StringIO())


def address(name, slug, language="en", **query):
    with override(language):
        return reverse(name, args=[slug], query=query)


def page(client, *args, **query):
    response = client.get(address(*args, **query))
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", BASIC)
def test_the_guide_says_that_no_rules_were_checked(client, slug, language):
    html = page(client, "refunds:guide", slug, language)
    told = {"sv": "Vi har bara företagets kontakter", "en": "We have only the contacts"}
    assert told[language] in html
    assert "None" not in html


def test_the_guide_shows_the_page_to_delete_an_account_on(client):
    html = page(client, "refunds:guide", "alder-audio")
    assert html.count("https://app.alder-audio.example/delete") == 1
    assert "it is easy" in html


@pytest.mark.parametrize("slug", BASIC)
@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({}, id="nothing answered"),
        pytest.param({"country": "SE"}, id="a country"),
        pytest.param(
            {"country": "SE", "channel": "web", "paid_on": "2026-11-20"},
            id="a payment",
        ),
        pytest.param({"country": "US", "paid_on": "no"}, id="nothing charged"),
        pytest.param({"product": "none", "channel": "none"}, id="what it has not"),
    ],
)
def test_the_verdict_rests_on_the_law(client, slug, answers):
    for language in LANGUAGES:
        page(client, "refunds:verdict", slug, language, **answers)
    accept = {"accept": "application/json"}
    response = client.get(address("refunds:verdict", slug, **answers), headers=accept)
    wrong = "product" in answers
    assert response.status_code == (400 if wrong else 200)
    if not wrong:
        routes = {one["basis"]: one for one in response.json()["routes"]}
        # Without an answer, it may have been bought through a store.
        expected = (
            ("unknown",) if "channel" in answers else ("conditional", "no_charge")
        )
        assert routes["provider_policy"]["outcome"] in expected
        assert "statutory_withdrawal" in routes


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("slug", "mailbox"),
    [
        ("alder-audio", "privacy@alder-audio.example"),
        ("birke-verlag", "birke@agent.example"),
        ("cedar-chat", "help@cedar.example"),
    ],
)
def test_the_erasure_letter_goes_to_the_privacy_contact(
    client, slug, mailbox, language
):
    where = address("letters:letter", slug, language, country="SE")
    first = client.get(where)
    assert mailbox in first.content.decode(), "nothing else is asked from the start"
    shown = client.post(where, PERSON)
    assert shown.status_code == 200
    assert mailbox in shown.content.decode()
    for kind, start in (("pdf", b"%PDF"), ("eml", b"From"), ("txt", b"")):
        made = client.post(where, PERSON | {"out": kind})
        assert made.status_code == 200, kind
        assert start in made.content


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["refunds:guide", "refunds:verdict", "letters:letter"])
def test_an_old_address_leads_to_the_new_guide_with_the_reason(client, name, language):
    moved = client.get(address(name, "elm-radio", language))
    guide = address("refunds:guide", "alder-audio", language)
    assert moved.status_code == 301
    assert moved["Location"] == f"{guide}?from=elm-radio"
    reason = {"sv": "Elm Radio har gått samman", "en": "Elm Radio has merged"}
    assert reason[language] in client.get(moved["Location"]).content.decode()
    assert reason[language] not in client.get(guide).content.decode()


def test_a_changed_reason_shows_at_once(client, settings):
    settings.DEBUG = False
    where = address("refunds:guide", "alder-audio", **{"from": "elm-radio"})
    assert "has merged" in client.get(where).content.decode()
    leads = Redirect.objects.get(old_slug="elm-radio")
    leads.reason_en = "Elm Radio fell silent."
    leads.save()
    assert "fell silent" in client.get(where).content.decode()


@pytest.mark.parametrize("old", ["fir-films", "nobody", "<b>", "\x00"])
def test_another_companys_reason_is_not_shown(client, old):
    html = page(client, "refunds:guide", "alder-audio", **{"from": old})
    assert "Fir Films" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_company_that_is_gone(client, language):
    response = client.get(address("refunds:guide", "fir-films", language))
    assert response.status_code == 410
    reason = {"sv": "finns inte längre", "en": "no longer exists"}
    assert reason[language] in response.content.decode()


def test_a_redirect_whose_provider_is_deleted_says_so(client):
    Provider.objects.get(slug="alder-audio").delete()
    assert client.get(address("refunds:guide", "elm-radio")).status_code == 410


def test_a_provider_comes_before_a_redirect(client):
    Redirect.objects.create(
        old_slug="cedar-chat", reason_sv="x", reason_en="x", since=date(2026, 1, 1)
    )
    page(client, "refunds:guide", "cedar-chat")


def test_nobody_was_ever_there(client):
    assert client.get(address("refunds:guide", "nobody")).status_code == 404


def test_the_list_says_which_have_only_contacts_and_names_them_last(client):
    listed = list(Provider.objects.listed().values_list("slug", flat=True))
    assert sorted(listed[-len(BASIC) :]) == sorted(BASIC)
    last = math.ceil(len(listed) / PAGE_SIZE)
    with override("en"):
        html = client.get(reverse("providers:list"), {"page": last}).content.decode()
    assert html.count("Contacts only, no rules") == len(BASIC)
    assert "alder-audio.example" in html, "companies of one name are told apart"


def test_editors_can_filter_and_change_them(admin_client):
    basic = admin_client.get(
        reverse("admin:providers_provider_changelist"), {"tier__exact": "basic"}
    )
    assert basic.context["cl"].queryset.count() == len(BASIC)
    alder = Provider.objects.get(slug="alder-audio")
    for name, key in (
        ("provider", alder.pk),
        ("redirect", Redirect.objects.get(old_slug="elm-radio").pk),
    ):
        change = reverse(f"admin:providers_{name}_change", args=[key])
        assert admin_client.get(change).status_code == 200


def test_a_redirect_at_a_providers_address_is_refused(admin_client):
    new = {"old_slug": "alder-audio", "reason_sv": "x", "reason_en": "x"}
    response = admin_client.post(
        reverse("admin:providers_redirect_add"), new | {"since": "2026-01-01"}
    )
    assert response.status_code == 200
    assert not Redirect.objects.filter(old_slug="alder-audio").exists()
