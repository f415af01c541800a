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
from providers.models import Contact
from tests.sending.conftest import BOUGHT, PERSON, code_page, last_code

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


def test_a_day_may_be_written_as_it_is_said(client, both):
    _case, where, about_data = both
    assert choose(client, where, about_data, "i morgon").status_code == 302
    about_data.refresh_from_db()
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert timezone.localtime(about_data.next_attempt_at).date() == tomorrow


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("", "Write a day"),
        ("soon", "We cannot tell which day that is."),
        ("2026-02-30", "There is no such day."),
        ("9999-99-99", "There is no such day."),
        ("\x00", "We cannot tell which day that is."),
    ],
)
def test_what_is_no_day_changes_nothing(client, both, day, said):
    _case, where, about_data = both
    before = about_data.next_attempt_at
    answer = choose(client, where, about_data, day)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert page.count('aria-invalid="true"') == 1
    about_data.refresh_from_db()
    assert about_data.next_attempt_at == before


def test_too_late_says_so(client, both):
    _case, where, about_data = both
    Dispatch.objects.filter(pk=about_data.pk).update(state=State.SENDING)
    today = timezone.localdate().isoformat()
    assert choose(client, where, about_data, today).status_code == 409


@pytest.mark.parametrize("days", [10, 30, 31, 90])
def test_it_goes_before_it_is_erased(client, opened, worker, post, settings, days):
    settings.RETENTION_DAYS = days
    case, where = opened(erasure="separate", part_erase="on")
    worker()
    client.post(code_page(where), {"code": last_code(post)})
    case.refresh_from_db()
    goes = case.dispatches.get(about_data=True).next_attempt_at
    assert timezone.now() + timedelta(days=4) < goes < case.erased_on


def test_data_is_not_erased_while_the_letter_about_money_stays(client, packs, post):
    """Spotify has a mailbox for data, and none for money."""
    query = {"country": "SE", "charge": "first", "paid_on": "2026-11-20"}
    with override("en"):
        where = reverse("letters:letter", args=["spotify"], query=query)
    asked = PERSON | {"erasure": "separate", "part_erase": "on"}
    answer = client.post(where, asked)
    assert answer.status_code == 422
    assert "We know of no e-mail address of theirs" in answer.content.decode()
    assert not Dispatch.objects.exists()


def test_the_letter_that_stays_behind_is_named(client, opened, worker, post):
    Contact.objects.filter(provider__slug="coursera", purpose="privacy").delete()
    case, _where = opened(erasure="separate", part_erase="on")
    assert [one.about_data for one in case.dispatches.all()] == [False]
    with override("en"):
        where = reverse("letters:letter", args=["coursera"], query=BOUGHT)
    sent = PERSON | {"erasure": "separate", "part_erase": "on", "out": "preview"}
    assert "does not go along" in client.post(where, sent).content.decode()


def test_what_to_expect_is_counted_from_the_letter_that_asks(client, both, worker):
    _case, where, about_data = both
    assert "about=money" in client.get(where).content.decode()
    choose(client, where, about_data, timezone.localdate().isoformat())
    worker()
    page = client.get(where).content.decode()
    assert page.count("about=money") == page.count("about=data") == 1


def test_a_letter_that_is_alone_may_ask_for_both(client, opened, worker, post, packs):
    _case, where = opened(erasure="together", part_erase="on")
    worker()
    client.post(code_page(where), {"code": last_code(post)})
    worker()
    assert "about=both" in client.get(where).content.decode()
