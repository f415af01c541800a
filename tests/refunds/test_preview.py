"""The preview of a rule an editor has not saved, and what it would break."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils.translation import override

from refunds.models import RefundRule

pytestmark = pytest.mark.django_db


@pytest.fixture
def preview(packs):
    """The address of Coursera's."""
    with override("en"):
        return reverse("refunds:preview", args=["coursera"])


def words(response):
    html = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(html).split())


def test_the_preview_is_for_editors(client, admin_client, preview):
    assert client.get(preview).status_code == 302
    page = admin_client.get(preview)
    assert " 0 of 102 fail" in words(page)


def test_the_preview_shows_which_cases_a_change_breaks(admin_client, preview):
    rule = RefundRule.objects.get(key="course-2025-10")
    rule.window_days = 1
    rule.save()
    text = words(admin_client.get(preview))
    assert " 0 of 102 fail" not in text
    assert "c005 refundable 2026-03-09 not_refundable" in text
