"""Keys and countries that are taken: a field says so, not the database."""

from __future__ import annotations

import pytest
from django.utils import timezone

from providers.models import Suggestion
from refunds.models import GoldenCase, RefundEvent, RefundRule
from tests.refunds.adminpages import form_of, page, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [RefundRule, RefundEvent, GoldenCase])
def test_a_key_that_is_taken_is_refused_beside_it(editor, coursera, model):
    first, second = model.objects.filter(provider=coursera)[:2]
    address = page(model, "change", second.pk)
    data = form_of(editor.get(address)) | {"key": first.key}
    response = editor.post(address, data)
    assert response.status_code == 200
    assert "with that key." in str(response.context["adminform"].errors["key"])


def test_a_suggestion_does_not_move_onto_another(editor):
    today = timezone.localdate()
    days = {"first_on": today, "last_on": today, "name": "Gymmet", "folded": "gymmet"}
    Suggestion.objects.create(country="NO", **days)
    moved = Suggestion.objects.create(country="SE", **days)
    address = page(Suggestion, "change", moved.pk)
    response = editor.post(address, form_of(editor.get(address)) | {"country": "NO"})
    assert "for that country already" in words(response)


def test_a_name_of_another_company_is_told(editor, provider_form):
    address, data = provider_form
    response = editor.post(address, data | {"name": "Netflix"}, follow=True)
    assert "is a name in netflix (in the database)" in words(response)
