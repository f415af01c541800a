"""Two editors of one page."""

from __future__ import annotations

import pytest

from providers.models import Provider
from refunds.models import RefundRule
from tests.refunds.adminpages import form_of, page, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "field"),
    [
        pytest.param(RefundRule, "window_days", id="a rule"),
        pytest.param(Provider, "products-0-trial_days", id="a product"),
    ],
)
def test_the_second_editor_hears_of_the_first(editor, coursera, model, field):
    row = (
        coursera if model is Provider else RefundRule.objects.get(key="course-2026-07")
    )
    address = page(model, "change", row.pk)
    opened = form_of(editor.get(address))
    editor.post(address, opened | {field: 5})
    response = editor.post(address, opened | {field: 6})
    assert "Somebody else saved this since you opened it." in words(response)
    assert form_of(editor.get(address))[field] == 5
    again = form_of(response)
    assert str(again[field]) == "6"
    editor.post(address, again)
    assert form_of(editor.get(address))[field] == 6
