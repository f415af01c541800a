"""What people see when something goes wrong: what happened, and what to do."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

LANGUAGES = ["sv", "en"]
BACK = {"sv": "Gå tillbaka i webbläsaren", "en": "Go back in your browser"}


def read(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_is_not_there_offers_the_search(client, db, language):
    response = client.get(f"/{language}/nowhere/")
    assert response.status_code == 404
    assert 'type="search"' in read(response)
    assert f'<html lang="{language}">' in read(response)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_without_its_token_says_what_to_do(packs, language):
    strict = Client(enforce_csrf_checks=True)
    path = {"sv": "/sv/arende/x/kod/", "en": "/en/case/x/code/"}[language]
    response = strict.post(path, {"code": "1"})
    assert response.status_code == 403
    assert BACK[language] in read(response)
    assert "#cookies" in read(response)


def test_an_editor_without_the_right_is_told_so(client, django_user_model, db):
    newcomer = django_user_model.objects.create_user("new", is_staff=True)
    client.force_login(newcomer)
    response = client.get("/admin/providers/provider/")
    assert response.status_code == 403
    assert "/admin/" in read(response)


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_much_is_refused_with_words(client, packs, language):
    path = {
        "sv": "/sv/saga-upp/coursera/brev/",
        "en": "/en/cancel/coursera/letter/",
    }[language]
    response = client.post(path, {"name": "x" * 300_000})
    assert response.status_code == 400
    assert BACK[language] in read(response)


def test_an_unknown_host_is_refused_with_words(db):
    with override_settings(ALLOWED_HOSTS=["example.org"], DEBUG=False):
        response = Client(headers={"host": "evil.example"}).get("/sv/")
    assert response.status_code == 400
    assert "evil" not in read(response)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_database_the_page_says_so_in_both_languages(language):
    """No mark lets this test reach the database: to the site it is down."""
    response = Client(raise_request_exception=False).get(f"/{language}/")
    assert response.status_code == 500
    page = read(response)
    assert f'<html lang="{language}">' in page
    assert BACK["sv"] in page
    assert BACK["en"] in page
    other = {"sv": "en", "en": "sv"}[language]
    assert f'<section lang="{other}">' in page
    assert page.index(BACK[language]) < page.index(BACK[other])
