"""The letter about personal data waits for the money, or for the day one chooses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from letters.models import Dispatch
from letters.models.dispatches import State
from letters.sending import dispatching
from tests.sending.conftest import code_page, last_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(client, opened, worker, post, packs):
    """A case with a letter about the money and one about data; both proved."""
    case, where = opened(erasure="separate", part_erase="on")
    worker()
    client.post(code_page(where), {"code": last_code(post)})
    worker()
    return case, where, case.dispatches.get(about_data=True)


def choose(client, where, dispatch, day):
    token = where.strip("/").rpartition("/")[2]
    with override("en"):
        address = reverse("letters:postpone", args=[token, dispatch.pk])
    return client.post(address, {"day": day})


def test_the_money_comes_first(client, both, post):
    case, where, about_data = both
    assert case.dispatches.get(about_data=False).state == State.ACCEPTED
    assert about_data.state == State.QUEUED
    waits = about_data.next_attempt_at - timezone.now()
    assert timedelta(days=29) < waits <= timedelta(days=30)
    assert len(post.letters()) == 1
    assert "your account is your evidence" in client.get(where).content.decode()


def test_it_can_go_at_once(client, both, worker, post):
    _case, where, about_data = both
    today = timezone.localdate().isoformat()
    assert choose(client, where, about_data, today).status_code == 302
    worker()
    about_data.refresh_from_db()
    assert about_data.state == State.ACCEPTED
    assert len(post.letters()) == 2


def test_it_can_go_later(client, both, worker, post):
    _case, where, about_data = both
    later = timezone.localdate() + timedelta(days=60)
    assert choose(client, where, about_data, later.isoformat()).status_code == 302
    about_data.refresh_from_db()
    assert timezone.localtime(about_data.next_attempt_at).date() == later
    dispatching.attempt(about_data.pk)
    about_data.refresh_from_db()
    assert about_data.state == State.QUEUED, "an earlier task comes too soon"


@pytest.mark.parametrize(
    ("days", "status"),
    [
        pytest.param(-1, 422, id="yesterday"),
        pytest.param(0, 302, id="today"),
        pytest.param(89, 302, id="the last day we have it"),
        pytest.param(90, 422, id="erased by then"),
    ],
)
def test_a_day_that_is_possible(client, both, days, status):
    _case, where, about_data = both
    day = timezone.localdate() + timedelta(days=days)
    assert choose(client, where, about_data, day.isoformat()).status_code == status


@pytest.mark.parametrize("day", ["", "soon", "2026-02-30", "9999-99-99", "\x00"])
def test_what_is_no_day_changes_nothing(client, both, day):
    _case, where, about_data = both
    before = about_data.next_attempt_at
    answer = choose(client, where, about_data, day)
    assert answer.status_code == 422
    assert "as year-month-day" in answer.content.decode()
    about_data.refresh_from_db()
    assert about_data.next_attempt_at == before


def test_too_late_says_so(client, both):
    _case, where, about_data = both
    Dispatch.objects.filter(pk=about_data.pk).update(state=State.SENDING)
    today = timezone.localdate().isoformat()
    assert choose(client, where, about_data, today).status_code == 409
