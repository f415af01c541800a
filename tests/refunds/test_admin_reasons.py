"""Small things: days, keys and links of the admin."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from providers.models import Provider
from tests.refunds.adminpages import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


TODAY = timezone.localdate()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        pytest.param(TODAY, "was changed", id="today"),
        pytest.param(TODAY + timedelta(days=1), "not come yet", id="tomorrow"),
        pytest.param("2000-01-01", "was changed", id="the first day"),
        pytest.param("1999-12-31", "from the year 2000 on", id="the day before it"),
    ],
)
def test_facts_were_checked_on_a_day_that_was(editor, provider_form, day, said):
    address, data = provider_form
    response = editor.post(address, data | {"checked_on": day}, follow=True)
    assert said in words(response)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        pytest.param("unknown", "is an answer in addresses", id="an answer"),
        pytest.param("Days", "Use small letters", id="a capital"),
    ],
)
def test_a_key_is_refused_with_its_reason(editor, rule_form, key, said):
    address, data = rule_form
    assert said in words(editor.post(address, data | {"key": key}))


def test_who_may_only_look_is_offered_no_rule_to_add(
    client, coursera, django_user_model
):
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_provider"))
    client.force_login(reader)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    shown = words(client.get(page(Provider, "change", coursera.pk)))
    assert "Preview the verdicts" in shown
    assert "Add a rule" not in shown
