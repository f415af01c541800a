"""Every kind of answer of every pack, as a page in one of the languages."""

from __future__ import annotations

import re
from itertools import cycle
from itertools import product as combinations

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from refunds import catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def kinds(pack):
    """Yield purchases of every kind, in a few of the states they can be in."""
    today = timezone.localdate().isoformat()
    for channel, product, charge, paid_on, event in combinations(
        [item.key for item in pack.channels],
        [*(item.key for item in pack.products), "unknown"],
        ["first", "renewal"],
        [today, "2026-05-20", "no", "unknown"],
        ["yes", "unknown"],
    ):
        yield {
            "channel": channel,
            "product": product,
            "charge": charge,
            "paid_on": paid_on,
            "country": "IN",
            "trial_ends_on": today if paid_on == "no" else "unknown",
            "starts_on": "unknown",
            "signed_up_on": "unknown",
            **{item.key: event for item in pack.events},
        }


@pytest.mark.parametrize("slug", ["coursera", "app-store", "google-play"])
def test_every_answer_can_be_put_into_words(client, packs, slug):
    """Each kind of purchase gets a whole page: a headline, reasons, steps."""
    seen = set()
    # Three in turn: the answers come in twos and fours, so that each meets both.
    in_turn = cycle(["sv", "en", "en"])
    for answers, language in zip(
        kinds(catalogue.find(slug).pack), in_turn, strict=False
    ):
        with override(language):
            address = reverse("refunds:verdict", args=[slug])
        html = client.get(address, answers).content.decode()
        headline = re.search(r"<h1[^>]*>(.*?)</h1>", html).group(1)
        assert headline.strip()
        assert "None" not in re.sub(r"<[^>]+>", " ", html)
        seen.add(headline)
    assert len(seen) > 6
