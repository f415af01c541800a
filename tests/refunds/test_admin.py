"""The editors' pages: they open fast, explain themselves, and change the verdict."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from providers.models import Note, Provider
from refunds.models import GoldenCase, RefundEvent, RefundRule
from tests.refunds.adminpages import form_of, page, words

pytestmark = pytest.mark.django_db
OURS = [Provider, Note, RefundRule, RefundEvent, GoldenCase]


def test_every_model_of_ours_is_registered():
    assert [m for m in OURS if not admin.site.is_registered(m)] == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_lists_and_forms_open_within_a_budget(
    editor, model, django_assert_max_num_queries
):
    row = model.objects.filter(
        **{"slug" if model is Provider else "provider__slug": "coursera"}
    ).first()
    with django_assert_max_num_queries(16):
        assert editor.get(page(model, "changelist")).status_code == 200
    with django_assert_max_num_queries(34):
        assert editor.get(page(model, "change", row.pk)).status_code == 200
    with django_assert_max_num_queries(16):
        assert editor.get(page(model, "add")).status_code == 200


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("query", ["q=coursera", "q=c002", "q=%00", "o=1"])
def test_search_and_order_work(editor, model, query):
    if "q=" in query and not admin.site.get_model_admin(model).search_fields:
        pytest.skip("this list has no search")
    assert editor.get(f"{page(model, 'changelist')}?{query}").status_code == 200


def test_an_unchanged_provider_is_saved_without_a_warning(editor):
    provider = Provider.objects.get(slug="coursera")
    address = page(Provider, "change", provider.pk)
    response = editor.post(address, form_of(editor.get(address)), follow=True)
    assert "was changed successfully" in words(response)
    assert "messagelist" in response.content.decode()
    assert 'class="warning"' not in response.content.decode()


def test_an_edit_of_the_days_changes_the_verdict_at_once(editor, client, rule_form):
    paid_on = timezone.localdate() - timedelta(days=9)
    with override("en"):
        verdict = reverse(
            "refunds:verdict",
            args=["coursera"],
            query={
                "channel": "web",
                "product": "course_one_time",
                "country": "IN",  # whose law gives nothing more
                "paid_on": paid_on.isoformat(),
                "certificate_earned": "no",
            },
        )
    assert "Probably not" in words(client.get(verdict))
    address, data = rule_form
    editor.post(address, data | {"window_days": 10})
    assert "You can get the full amount back" in words(client.get(verdict))


def test_a_change_that_breaks_golden_cases_says_so(editor, rule_form):
    address, data = rule_form
    response = editor.post(address, data | {"window_days": 1}, follow=True)
    assert "cases.t13: expected refundable 2026-08-10" in words(response)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param(
            {"window_start": ""},
            "A window needs both its days and what they are counted from.",
            id="days from nothing",
        ),
        pytest.param(
            {"valid_from": "2026-09-01", "valid_to": "2026-08-01"},
            "“Valid from” comes after “valid to”.",
            id="ends before it begins",
        ),
        pytest.param({"countries": "UK"}, "UK: use two-letter", id="unknown country"),
        pytest.param(
            {"explanation_sv": ""}, "This field is required.", id="no Swedish"
        ),
    ],
)
def test_what_is_wrong_is_explained(editor, rule_form, changes, said):
    address, data = rule_form
    response = editor.post(address, data | changes)
    assert response.status_code == 200
    assert said in words(response)


def test_choices_are_those_of_the_provider(editor, rule_form):
    html = editor.get(rule_form[0]).content.decode()
    assert "Coursera Plus" in html
    assert "Abonnemang som Apple tar betalt för" not in html
    assert "Apple Media Services Terms" not in html


def test_links_lead_to_what_follows_from_the_rules(editor, client):
    provider = Provider.objects.get(slug="coursera")
    html = editor.get(page(Provider, "change", provider.pk)).content.decode()
    for text in ("Preview the verdicts", "All rules", "Add a rule", "View on site"):
        assert text in html
    for link in re.findall(r'<li>\s*<a href="([^"]+)"', html):
        assert editor.get(unescape(link), follow=True).status_code == 200


def test_a_case_that_is_no_purchase_is_refused(editor):
    case = GoldenCase.objects.get(provider__slug="coursera", key="c002")
    address = page(GoldenCase, "change", case.pk)
    data = form_of(editor.get(address)) | {"purchase": '{"colour": "red"}'}
    assert "colour: Extra inputs are not permitted" in words(editor.post(address, data))


def test_a_provider_can_be_added_before_anything_is_known_of_it(editor):
    data = form_of(editor.get(page(Provider, "add"))) | {
        "slug": "new",
        "name": "New",
        "category": "other",
        "website": "https://new.example",
        "checked_on": "2026-11-23",
        "summary_sv": "Ny.",
        "summary_en": "New.",
        "letter_identifiers": "[]",
    }
    response = editor.post(page(Provider, "add"), data, follow=True)
    assert "was added successfully" in words(response)
    for name in ("guide", "verdict"):
        shown = editor.get(reverse(f"refunds:{name}", args=["new"]))
        assert shown.status_code == 200


def test_a_rule_can_be_added(editor):
    provider = Provider.objects.get(slug="coursera")
    address = f"{page(RefundRule, 'add')}?provider={provider.pk}"
    opened = editor.get(address)
    html = opened.content.decode()
    assert "Coursera Terms of Use" in html
    assert "Abonnemang som Apple tar betalt för" not in html
    data = {name: value for name, value in form_of(opened).items() if value != ""}
    data |= {
        "key": "new-rule",
        "source": provider.sources.get(key="tos").pk,
        "outcome": "none",
        "products": [provider.products.get(key="coursera_lite").pk],
        "explanation_sv": "Ny.",
        "explanation_en": "New.",
    }
    response = editor.post(address, data, follow=True)
    assert "was added successfully" in words(response)


def test_a_rule_takes_no_source_of_another_provider(editor):
    provider = Provider.objects.get(slug="coursera")
    rule = RefundRule(
        provider=provider, source=Provider.objects.get(slug="app-store").sources.first()
    )
    with (
        override("en"),
        pytest.raises(ValidationError, match="belongs to another provider"),
    ):
        rule.clean()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"steps_sv": "Ett.\r\n\r\nTvå."}, "successfully", id="blank line"),
        pytest.param(
            {"note_sv": "Bara svenska.", "note_en": ""}, "Write it in every", id="half"
        ),
        pytest.param({"billed_by": "A_b"}, "small letters, digits", id="no slug"),
    ],
)
def test_an_odd_channel_breaks_no_page(editor, client, changes, said):
    provider = Provider.objects.get(slug="coursera")
    address = page(Provider, "change", provider.pk)
    data = form_of(editor.get(address))
    data |= {f"channels-0-{field}": value for field, value in changes.items()}
    assert said in words(editor.post(address, data, follow=True))
    assert client.get(reverse("refunds:guide", args=["coursera"])).status_code == 200


def test_a_change_no_page_could_show_is_taken_back(editor, client):
    """The forms forbid what they can; what slips past them is refused as a whole."""
    GoldenCase.objects.filter(key="c002").update(purchase={"colour": "red"})
    provider = Provider.objects.get(slug="coursera")
    address = page(Provider, "change", provider.pk)
    data = form_of(editor.get(address)) | {"name": "Renamed"}
    response = editor.post(address, data, follow=True)
    assert "purchase.colour: Extra inputs are not permitted" in words(response)
    assert Provider.objects.get(pk=provider.pk).name == "Coursera"
