"""Clicks in a row: what is the same is one letter, what was corrected is another."""

from __future__ import annotations

import pytest

from letters.models import Case
from letters.sending import dispatching, erasing
from letters.sending.throttling import network_of
from tests.sending.conftest import BOUGHT
from tests.sending.test_own import case_address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "wrong", "right"),
    [
        ("amount", "3990", "39.90"),
        ("place", "Lund", "Malmö"),
        ("letter_language", "en", "sv"),
        ("own_words", "", "More."),
    ],
)
@pytest.mark.parametrize("out", ["send", "keep"])
def test_a_letter_corrected_at_once_is_another(opened, field, wrong, right, out):
    base = {"out": out, "amount": "3990", "currency": "SEK"}
    first, _where = opened(**base | {field: wrong})
    second, _where = opened(**base | {field: right})
    assert first.pk != second.pk
    assert first.reference != second.reference
    assert second.dispatches.get().text != first.dispatches.get().text
    again, _where = opened(**base | {field: right})
    assert again.pk == second.pk, "and the same again is the same"


def test_pressing_often_mails_one_code_and_leaves_others_to_ask_for(
    client, opened, worker, post
):
    for _press in range(6):
        _case, where = opened()
    worker()
    assert len(post.notices()) == 1
    for status in (302, 302, 302, 429):
        assert client.post(case_address("resend", where)).status_code == status
        worker()
    assert len(post.notices()) == 4


@pytest.mark.parametrize("way", ["write_again", "erase"])
def test_erasing_does_not_buy_more_codes(client, opened, worker, post, way):
    for number in range(4):
        _case, where = opened(own_words=f"Number {number}.")
        worker()
        client.post(case_address(way, where))
    assert not Case.objects.exists()
    with pytest.raises(AssertionError, match="429"):
        opened(own_words="Number 5.")
    worker()
    assert len(post.notices()) == 4


def test_a_day_for_what_is_erased_meanwhile(client, opened, worker, monkeypatch):
    case, where = opened(out="keep")
    key = case.dispatches.get().pk
    note = dispatching.note_sent

    def erased_first(dispatch, day):
        erasing.erase(dispatch.case)
        return note(dispatch, day)

    monkeypatch.setattr(dispatching, "note_sent", erased_first)
    answer = client.post(case_address("sent", where, key), {"day": "today"})
    assert answer.status_code == 404
    assert "<h1>" in answer.content.decode()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("nonsense", "nonsense", True),
    ],
)
def test_a_household_is_one_network(rf, one, other, same):
    """Whoever has one address of IPv6 has 2**64 of them."""
    seen = [network_of(rf.get("/", REMOTE_ADDR=address)) for address in (one, other)]
    assert (seen[0] == seen[1]) is same


def test_the_purchase_is_kept_and_nothing_else(opened):
    case, _where = opened()
    assert "asa" not in case.purchase
    assert all(f"{key}={value}" in case.purchase for key, value in BOUGHT.items())
