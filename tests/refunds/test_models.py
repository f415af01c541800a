"""Each named constraint: explained in a form, and kept by the database itself."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from providers.models import Channel, Contact, Price, Product, Source
from refunds.models import GoldenCase, RefundEvent, RefundRule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def copy_of(model):
    """Return an unsaved copy of a provider's first part of a kind."""
    row = model.objects.filter(provider__slug="coursera").first()
    row.pk = None
    row._state.adding = True
    return row


BROKEN = [
    pytest.param(Source, {}, "source with that key", id="a source's key twice"),
    pytest.param(Channel, {}, "channel with that key", id="a channel's key twice"),
    pytest.param(Product, {}, "product with that key", id="a product's key twice"),
    pytest.param(RefundEvent, {}, "event with that key", id="an event's key twice"),
    pytest.param(RefundRule, {}, "rule with that key", id="a rule's key twice"),
    pytest.param(GoldenCase, {}, "case with that key", id="a case's key twice"),
    pytest.param(
        Contact,
        {"lines": "", "email": "", "url": ""},
        "Give an address, an e-mail, a web page or a telephone number.",
        id="a contact nobody can reach",
    ),
    pytest.param(
        Contact,
        {"lines": "Street 1", "country": ""},
        "A postal address needs its country.",
        id="an address without country",
    ),
    pytest.param(
        Price, {"amount": -1}, "A price cannot be negative.", id="a negative price"
    ),
    pytest.param(
        RefundRule,
        {"key": "new", "valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 1)},
        "“Valid from” comes after “valid to”.",
        id="a rule that ends before it begins",
    ),
    pytest.param(
        RefundRule,
        {"key": "new", "window_days": 7, "window_start": ""},
        "A window needs both its days and what they are counted from.",
        id="days from nothing",
    ),
    pytest.param(
        RefundRule,
        {"key": "new", "window_days": None, "window_start": "payment"},
        "A window needs both its days and what they are counted from.",
        id="from the payment, but how long?",
    ),
]


@pytest.mark.parametrize(("model", "changes", "said"), BROKEN)
def test_a_broken_row_is_explained_and_refused(packs, model, changes, said):
    row = copy_of(model)
    for field, value in changes.items():
        setattr(row, field, value)
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    assert said in " ".join(error.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("model", "changes", "said"),
    [
        pytest.param(Source, {"url": "http://x.example"}, "https://", id="no TLS"),
        pytest.param(Source, {"key": "A Key"}, "small letters", id="not a key"),
        pytest.param(Price, {"currency": "SKR"}, "such as SEK", id="no currency"),
        pytest.param(RefundRule, {"countries": "SE UK"}, "UK: use", id="no country"),
    ],
)
def test_a_field_says_what_it_wants(packs, model, changes, said):
    row = model.objects.filter(provider__slug="coursera").first()
    for field, value in changes.items():
        setattr(row, field, value)
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    assert said in " ".join(error.value.messages)


def test_identifiers_are_those_a_letter_has(coursera):
    coursera.letter_identifiers = ["shoe_size"]
    with pytest.raises(ValidationError, match="Use a list of: account_email"):
        coursera.full_clean()


def test_a_provider_goes_with_all_its_parts(coursera):
    coursera.delete()
    assert not RefundRule.objects.filter(provider__slug="coursera").exists()


def test_a_source_in_use_stays(coursera):
    with pytest.raises(IntegrityError):
        Source.objects.get(provider=coursera, key="tos").delete()
