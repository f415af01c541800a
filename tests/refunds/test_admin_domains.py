"""Addresses that editors type are the provider's own."""

from __future__ import annotations

import pytest

from providers.models import Contact, Provider
from tests.refunds.adminpages import form_of, page, prefix_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        pytest.param(
            "email", "help@evil.example", "evil.example is not under", id="mail"
        ),
        pytest.param("email", "help@coursera.org", "was changed", id="mail of its own"),
        pytest.param("email", "help@a.coursera.org", "was changed", id="under its own"),
        pytest.param("email", "help@notcoursera.org", "is not under", id="looks alike"),
        pytest.param("url", "https://evil.example/", "is not under", id="page"),
        pytest.param(
            "url", "https://coursera.org/", "was changed", id="page of its own"
        ),
    ],
)
def test_addresses_are_the_providers_own(editor, coursera, field, value, said):
    contact = Contact.objects.filter(provider=coursera)[0]
    address = page(Provider, "change", coursera.pk)
    data = form_of(editor.get(address))
    data[f"{prefix_of(data, 'contacts', contact.pk)}-{field}"] = value
    response = editor.post(address, data, follow=True)
    assert said in words(response)
    assert said == "was changed" or value in response.content.decode()


@pytest.mark.parametrize(
    "field", ["website", "channels-0-cancel_url", "channels-0-cancel_url_en"]
)
def test_links_are_the_providers_own(editor, provider_form, field):
    address, data = provider_form
    response = editor.post(address, data | {field: "https://evil.example/"})
    assert "evil.example is not under the official domains" in words(response)


def test_a_company_from_open_data_keeps_foreign_mail(editor, provider_form):
    address, data = provider_form
    changes = {"tier": "basic", "website": "https://evil.example/"}
    response = editor.post(address, data | changes, follow=True)
    assert "was changed successfully" in words(response)
