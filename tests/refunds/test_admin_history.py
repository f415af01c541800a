"""The history of rules and providers tells values."""

from __future__ import annotations

import pytest

from tests.refunds.adminpages import words

pytestmark = pytest.mark.django_db


def test_the_history_says_what_was_there_before(editor, rule_form):
    address, data = rule_form
    editor.post(address, data | {"window_days": 10, "outcome": "partial"})
    said = words(editor.get(address.replace("change", "history")))
    assert "Days: 7 → 10" in said
    assert "Outcome: full → partial" in said


def test_the_history_tells_of_parts_as_well(editor, provider_form):
    address, data = provider_form
    editor.post(address, data | {"products-0-trial_days": 9})
    assert "→ 9" in words(editor.get(address.replace("change", "history")))
