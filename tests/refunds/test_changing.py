"""An answer that somebody came back to change: its number, and what "back" means."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from django.core.cache import cache

from tests.refunds.test_journey import Page, verdict

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize(
    ("key", "number"), [("channel", 1), ("product", 2), ("charge", 3), ("paid_on", 4)]
)
def test_a_question_that_is_changed_keeps_its_number(client, packs, key, number):
    answers = {"channel": "web", "product": "plus_annual", "country": "SE"}
    page = Page(
        client.get(verdict(), answers | {"charge": "first", "paid_on": "unknown"})
    )
    (link,) = {link for link in page.links if f"was_{key}=" in link}
    cache.clear()  # a kept page has no context
    changed = client.get(link)
    assert changed.context["number"] == number
    assert Page(changed).asked[0] == key


@pytest.mark.parametrize(
    ("key", "before"),
    [("channel", None), ("charge", "product"), ("country", "product")],
)
def test_back_from_a_change_leads_to_the_question_before_it(client, packs, key, before):
    """And what was to be changed is kept as it was."""
    answers = {"channel": "web", "product": "plus_annual", "country": "SE"}
    answers |= {"charge": "first", "paid_on": "unknown"}
    (link,) = {
        link
        for link in Page(client.get(verdict(), answers)).links
        if f"was_{key}=" in link
    }
    cache.clear()  # a kept page has no context
    back = client.get(link).context["back"]
    kept = {name: value for name, value in answers.items() if name != before}
    expected = kept | {f"was_{before}": answers[before]} if before else {}
    assert dict(parse_qsl(back)) == expected


@pytest.mark.parametrize("key", ["", "odd"])
def test_a_change_of_what_nobody_asks_is_ignored(client, packs, key):
    answers = {"channel": "web", "product": "plus_annual", "country": "SE"}
    assert client.get(verdict(), answers | {f"was_{key}": "x"}).context["number"] == 3
