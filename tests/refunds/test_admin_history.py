"""The history of rules and providers tells values."""

from __future__ import annotations

import pytest

from providers.models import Provider
from refunds.models import RefundRule
from tests.refunds.adminpages import form_of, page, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(admin_client, packs):
    """An editor who reads English."""
    admin_client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return admin_client


@pytest.fixture
def provider_form(editor, coursera):
    address = page(Provider, "change", coursera.pk)
    return address, form_of(editor.get(address))


@pytest.fixture
def rule_form(editor):
    rule = RefundRule.objects.get(key="course-2026-07")
    address = page(RefundRule, "change", rule.pk)
    return address, form_of(editor.get(address))


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
