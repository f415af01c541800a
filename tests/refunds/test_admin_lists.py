"""Every list, filter and form of the admin; more rows cost no more queries."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from providers.models import Note, Price, Provider
from refunds.models import GoldenCase, RefundEvent, RefundRule
from refunds.packing import pack_of
from tests.refunds.adminpages import page

pytestmark = pytest.mark.django_db
EVERY_MODEL = [model for model in apps.get_models() if admin.site.is_registered(model)]
LISTED = [Provider, Note, RefundRule, RefundEvent, GoldenCase]


def named(model):
    return pytest.mark.parametrize(
        "model", model, ids=lambda model: model._meta.label_lower
    )


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@named(EVERY_MODEL)
def test_every_list_and_add_page_opens(editor, model, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        assert editor.get(page(model, "changelist")).status_code == 200
    with django_assert_max_num_queries(16):
        # Nobody adds the result of a task by hand.
        assert editor.get(page(model, "add")).status_code in (200, 403)


@named([User, Group])
def test_accounts_are_managed_here_too(editor, model):
    Group.objects.create(name="Editors")
    row = model.objects.first()
    assert editor.get(page(model, "change", row.pk)).status_code == 200


@named(LISTED)
def test_every_filter_offered_can_be_used(editor, model):
    """Follow each link of the list's filters: none breaks, and they do narrow."""
    address = page(model, "changelist")
    response = editor.get(address)
    links = re.findall(r'<a href="(\?[^"]*__[^"]*)"', response.content.decode())
    everything = response.context["cl"].queryset.count()
    found = [
        editor.get(address + unescape(link)).context["cl"].queryset.count()
        for link in dict.fromkeys(links)
    ]
    assert len(found) > 2
    assert min(found) < everything
    assert max(found) <= everything


@pytest.mark.parametrize(
    ("model", "query", "count"),
    [
        pytest.param(Provider, "coursera", 1, id="a provider by its name"),
        pytest.param(Provider, "coursera.support", 1, id="a provider by its domain"),
        pytest.param(Provider, "nobody", 0, id="a provider we do not have"),
        pytest.param(RefundRule, "course-2025-10", 1, id="a rule by its key"),
        pytest.param(RefundRule, "återtaget", 0, id="a rule by words it does not say"),
        pytest.param(GoldenCase, "c002", 1, id="a case by its key"),
    ],
)
def test_search_finds_what_it_should(editor, model, query, count):
    response = editor.get(page(model, "changelist"), {"q": query})
    assert response.context["cl"].queryset.count() == count


def copy(row, **changes):
    row.pk, row._state.adding = None, True
    for field, value in changes.items():
        setattr(row, field, value)
    row.save()


def double(model, provider):
    """Give the provider as many rows again, each with a key of its own."""
    for place, row in enumerate(model.objects.filter(provider=provider)):
        changes = {"key": f"copy-{place}"} if hasattr(row, "key") else {}
        changes |= {"country": "NO"} if model is Price else {}
        copy(row, **changes)


@named([RefundRule, RefundEvent, Note, GoldenCase])
def test_a_list_of_twice_the_rows_costs_no_more(editor, coursera, model):
    address = page(model, "changelist")
    before = queries_of(editor, address)
    double(model, coursera)
    assert queries_of(editor, address) <= before


def test_a_provider_of_twice_the_parts_costs_no_more(editor, coursera):
    address = page(Provider, "change", coursera.pk)
    before = queries_of(editor, address)
    for model in (Note, RefundRule, RefundEvent, GoldenCase):
        double(model, coursera)
    assert queries_of(editor, address) <= before


def test_rules_are_put_in_order_in_their_list(editor, coursera):
    """The first that covers decides: the order can be edited where it is seen."""
    address = f"{page(RefundRule, 'changelist')}?provider__id__exact={coursera.pk}"
    formset = editor.get(address).context["cl"].formset
    data = {
        field.html_name: field.value() or ""
        for form in (formset.management_form, *formset.forms)
        for field in form
    }
    last = RefundRule.objects.filter(provider=coursera).last()
    mine = next(k for k, v in data.items() if k.endswith("-id") and v == last.pk)
    first = RefundRule.objects.filter(provider=coursera).first()
    theirs = next(k for k, v in data.items() if k.endswith("-id") and v == first.pk)
    data |= {
        mine.replace("-id", "-position"): 0,
        theirs.replace("-id", "-position"): 99,
        "_save": "Save",
    }
    response = editor.post(address, data, follow=True)
    assert response.status_code == 200
    keys = [rule.key for rule in pack_of(coursera).rules]
    assert (keys[0], keys[-1]) == (last.key, first.key)


@named(LISTED)
def test_deleting_is_asked_about_first(editor, coursera, model):
    row = coursera if model is Provider else model.objects.filter(provider=coursera)[0]
    response = editor.get(page(model, "delete", row.pk))
    assert response.status_code == 200
    assert model.objects.filter(pk=row.pk).exists()


def test_a_rule_is_deleted_and_the_guide_follows(editor, client, coursera):
    rule = RefundRule.objects.get(provider=coursera, key="project-not-refunded")
    with override("sv"):
        guide = reverse("refunds:guide", args=["coursera"])
    assert rule.explanation_sv in unescape(client.get(guide).content.decode())
    editor.post(page(RefundRule, "delete", rule.pk), {"post": "yes"})
    assert not RefundRule.objects.filter(pk=rule.pk).exists()
    assert rule.explanation_sv not in unescape(client.get(guide).content.decode())


@named(LISTED)
def test_visitors_are_sent_to_the_login(client, coursera, model):
    for address in (page(model, "changelist"), page(model, "add")):
        response = client.get(address)
        assert response.status_code == 302
        assert "/admin/login/" in response["Location"]


def test_a_visitor_who_logged_in_is_no_editor(client, coursera, django_user_model):
    client.force_login(django_user_model.objects.create_user("visitor"))
    for address in (
        page(RefundRule, "changelist"),
        reverse("refunds:preview", args=["coursera"]),
    ):
        assert "/admin/login/" in client.get(address)["Location"]


@named([RefundRule, RefundEvent, Note])
def test_an_add_page_for_a_provider_that_is_gone(editor, model):
    response = editor.get(page(model, "add"), {"provider": "987654321"})
    assert response.status_code == 200
