"""Editors and the pages they have before them; visitors and their guide."""

from __future__ import annotations

import pytest

from providers.models import Provider
from refunds.models import RefundRule
from tests.refunds.adminpages import form_of, page
from tests.refunds.guidepages import address


@pytest.fixture
def editor(admin_client, packs):
    """An editor who reads English."""
    admin_client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return admin_client


@pytest.fixture
def provider_form(editor, coursera):
    """The address of Coursera's page, and what it would post if nothing changed."""
    address = page(Provider, "change", coursera.pk)
    return address, form_of(editor.get(address))


@pytest.fixture
def rule_form(editor):
    """The same of one of its rules."""
    rule = RefundRule.objects.get(key="course-2026-07")
    address = page(RefundRule, "change", rule.pk)
    return address, form_of(editor.get(address))


@pytest.fixture
def look(client, packs):
    """Return a function that reads a guide as HTML."""

    def look(slug="coursera", language="en", **query):
        response = client.get(address(slug, language), query)
        assert response.status_code == 200
        return response.content.decode()

    return look
