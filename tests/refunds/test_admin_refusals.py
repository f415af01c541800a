"""What the admin refuses, and that nothing is lost of what was typed."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from providers.models import Price, Provider
from refunds.models import GoldenCase, RefundEvent, RefundRule
from tests.refunds.adminpages import form_of, page, prefix_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_two_equal_prices_keep_what_was_typed(editor, coursera):
    first = Price.objects.filter(provider=coursera).first()
    twin = Price.objects.get(pk=first.pk)
    twin.pk, twin.as_of = None, "2001-01-01"
    twin.save()
    address = page(Provider, "change", coursera.pk)
    data = form_of(editor.get(address)) | {"summary_en": "Typed with care."}
    mine = next(
        name.removesuffix("-id")
        for name, value in data.items()
        if name.startswith("prices-") and name.endswith("-id") and value == twin.pk
    )
    data[f"{mine}-as_of"] = first.as_of.isoformat()
    response = editor.post(address, data)
    assert response.status_code == 200
    assert f"products.{first.product.key}.prices: " in words(response)
    assert "stands here twice" in words(response)
    assert "Typed with care." in words(response)
    assert "was changed successfully" not in words(response)
    twin.refresh_from_db()
    assert twin.as_of.year == 2001


def test_a_case_that_broke_by_other_hands_keeps_what_was_typed(editor, rule_form):
    GoldenCase.objects.filter(key="c002").update(purchase={"colour": "red"})
    address, data = rule_form
    response = editor.post(address, data | {"explanation_en": "Typed with care."})
    assert "cases.c002.purchase.colour: Extra inputs are not permitted" in words(
        response
    )
    assert "Typed with care." in words(response)


def ordering(editor, provider):
    """Return the address of the rules' list, and their order the other way round."""
    address = f"{page(RefundRule, 'changelist')}?provider__id__exact={provider.pk}"
    formset = editor.get(address).context["cl"].formset
    data = {
        field.html_name: field.value() or ""
        for form in (formset.management_form, *formset.forms)
        for field in form
    }
    places = [name for name in data if name.endswith("-position")]
    turned = {name: len(places) - at for at, name in enumerate(places)}
    return address, data | turned | {"_save": "Save"}


def test_a_new_order_is_judged_once(editor, coursera):
    address, data = ordering(editor, coursera)
    with CaptureQueriesContext(connection) as queries:
        editor.post(address, data)
    rules = RefundRule.objects.filter(provider=coursera).count()
    assert len(queries) < 60 + 6 * rules
    said = re.findall(
        r'<li class="warning">([^<]+)', editor.get(address).content.decode()
    )
    assert said
    assert len(said) == len(set(said))


@pytest.mark.parametrize("by", ["its page", "the list"])
def test_deleting_a_rule_says_which_cases_fail_now(editor, by):
    rule = RefundRule.objects.get(key="course-2026-07")
    if by == "its page":
        address, data = page(RefundRule, "delete", rule.pk), {}
    else:
        address = page(RefundRule, "changelist")
        data = {"action": "delete_selected", "_selected_action": [rule.pk]}
    response = editor.post(address, data | {"post": "yes"}, follow=True)
    assert not RefundRule.objects.filter(pk=rule.pk).exists()
    assert "cases.t13: expected" in words(response)


@pytest.mark.parametrize("part", ["products", "channels"])
def test_what_a_rule_names_is_not_deleted(editor, coursera, provider_form, part):
    address, data = provider_form
    rule = RefundRule.objects.exclude(**{part: None}).filter(provider=coursera)[0]
    row = getattr(rule, part).first()
    data[f"{prefix_of(data, part, row.pk)}-DELETE"] = "on"
    response = editor.post(address, data)
    assert f"{row} is named by the rules" in words(response)
    assert rule.key in words(response)
    assert type(row).objects.filter(pk=row.pk).exists()
    section = response.content.decode().split(f'id="{part}-group"')[1]
    assert "<details>" not in section.split("errorlist")[0]


def test_what_no_rule_names_may_be_deleted(editor, coursera, provider_form):
    address, data = provider_form
    channel = coursera.channels.get(key="web")
    for rule in RefundRule.objects.filter(channels=channel):
        rule.channels.remove(channel)
    data[f"{prefix_of(data, 'channels', channel.pk)}-DELETE"] = "on"
    editor.post(address, data)
    assert not coursera.channels.filter(key="web").exists()


def test_an_event_that_a_rule_names_is_not_deleted(editor):
    rule = RefundRule.objects.exclude(ended_by=None)[0]
    event = rule.ended_by.first()
    response = editor.post(page(RefundEvent, "delete", event.pk), {"post": "yes"})
    assert rule.key in words(response)
    assert RefundEvent.objects.filter(pk=event.pk).exists()


def test_a_source_in_use_says_so_in_an_open_section(editor, coursera, provider_form):
    address, data = provider_form
    source = coursera.products.first().source
    data[f"{prefix_of(data, 'sources', source.pk)}-DELETE"] = "on"
    response = editor.post(address, data)
    section = response.content.decode().split('id="sources-group"')[1]
    before, found, _after = section.partition("would require deleting")
    assert found
    assert "<details>" not in before
