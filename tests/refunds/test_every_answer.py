"""Each pack, however much was told: there is always an answer, in words."""

from __future__ import annotations

from datetime import timedelta
from itertools import product as combined

import pytest
from django.utils import timezone

from providers.models import Provider
from providers.vocabulary import UNLISTED
from refunds.asking import ask
from refunds.cards import cards
from refunds.easyread import countdown, easy_read
from refunds.explanations import answer
from refunds.plan import todos
from refunds.timeline import days_to_act, timeline

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def told_of():
    def ago(days):
        return (timezone.localdate() - timedelta(days=days)).isoformat()

    lately = {"paid_on": ago(2)}
    yield lately
    yield lately | {"signed_up_on": ago(9), "charge": "first"}
    yield lately | {"charge": "renewal", "signed_up_on": ago(150)}
    yield {"paid_on": "no"}
    yield {"paid_on": "no", "signed_up_on": ago(9)}


def test_there_is_one_whatever_was_told(packs):
    """Such as of a single thing from a phone company, which has no renewal to stop."""
    for slug in [*Provider.objects.values_list("slug", flat=True), UNLISTED]:
        named = {"company": "Foo"} if slug == UNLISTED else {}
        pack = ask(slug, named).pack
        channels = [None, *(channel.key for channel in pack.channels)]
        products = [None, *(product.key for product in pack.products)]
        for channel, bought, told in combined(channels, products, told_of()):
            given = {"channel": channel, "product": bought, "country": "SE"}
            known = {key: value for key, value in given.items() if value}
            asked = ask(slug, named | known | told)
            assert answer(asked).headline
            assert easy_read(asked)
            assert cards(asked)
            assert todos(asked)
            assert bool(timeline(asked)) or not days_to_act(asked)
            assert not countdown(asked) or asked.deadline
