"""Texts that editors type: what a pack could not hold is said beside the field."""

from __future__ import annotations

import pytest
from django.urls import reverse

from providers.models import Note, Provider
from refunds.models import Provision, RefundEvent, RefundRule
from tests.refunds.adminpages import form_of, page, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def row_of(model):
    if model is Provider:
        return Provider.objects.get(slug="coursera")
    if model is Provision:
        return Provision.objects.first()
    return model.objects.filter(provider__slug="coursera").first()


TYPED = [
    pytest.param(Note, "text_sv", id="guide note"),
    pytest.param(Provider, "summary_sv", id="summary"),
    pytest.param(Provider, "channels-0-steps_sv", id="steps"),
    pytest.param(Provider, "contacts-0-lines", id="postal address"),
    pytest.param(RefundRule, "explanation_sv", id="explanation of a rule"),
    pytest.param(RefundEvent, "why_sv", id="words of an event"),
    pytest.param(Provision, "doubt_sv", id="doubt about the law"),
]


@pytest.mark.parametrize(("model", "field"), TYPED)
def test_a_line_break_of_a_browser_is_a_line_break(editor, client, model, field):
    row = row_of(model)
    address = page(model, "change", row.pk)
    changes = {field: "Ett.\r\nTvå.", field.replace("_sv", "_en"): "One.\r\nTwo."}
    if field.endswith("lines"):
        changes = {field: "Gatan 1\r\n111 11 Orten", "contacts-0-country": "SE"}
    data = form_of(editor.get(address)) | changes
    assert "was changed successfully" in words(editor.post(address, data, follow=True))
    for name in ("guide", "verdict"):
        shown = client.get(reverse(f"refunds:{name}", args=["coursera"]))
        assert shown.status_code == 200
    if field == "text_sv":
        row.refresh_from_db()
        assert row.text_sv == "Ett.\nTvå."


@pytest.mark.parametrize(("model", "field"), TYPED)
def test_a_tab_is_refused_beside_its_field(editor, model, field):
    address = page(model, "change", row_of(model).pk)
    data = form_of(editor.get(address)) | {field: "Ett.\tTvå."}
    response = editor.post(address, data)
    assert response.status_code == 200
    assert "Holds a tab or another invisible character." in words(response)
    assert "Ett.\tTvå." in response.content.decode()


HALVES = [
    pytest.param(Provider, "channels-0-steps", id="steps"),
    pytest.param(Provider, "contacts-0-note", id="note of a contact"),
    pytest.param(RefundRule, "caveat", id="caveat"),
    pytest.param(RefundEvent, "where", id="where to find it"),
    pytest.param(Provision, "explanation", id="explanation of the law"),
]


@pytest.mark.parametrize(("model", "field"), HALVES)
@pytest.mark.parametrize(
    ("sv", "en", "said"),
    [
        pytest.param("Text.", "", "Write it in every language", id="Swedish alone"),
        pytest.param("", "Text.", "Write it in every language", id="English alone"),
        pytest.param("Text.", "Text.", "was changed", id="both"),
        pytest.param("", "", "was changed", id="none"),
    ],
)
def test_a_text_is_in_every_language_or_in_none(editor, model, field, sv, en, said):
    address = page(model, "change", row_of(model).pk)
    data = form_of(editor.get(address)) | {f"{field}_sv": sv, f"{field}_en": en}
    assert said in words(editor.post(address, data, follow=True))
