"""Mail servers that refuse, wait, hang and hang up: the row says what is true."""

from __future__ import annotations

import asyncio
import smtplib
from datetime import timedelta

import pytest
from django.utils import timezone

from letters.models import Dispatch, Event
from letters.models.dispatches import State
from letters.sending import dispatching, transport

pytestmark = pytest.mark.django_db


def later(dispatch, **ago):
    """Let time pass for one dispatch, as the sweep sees it."""
    Dispatch.objects.filter(pk=dispatch.pk).update(
        next_attempt_at=timezone.now() - timedelta(**ago)
    )


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        pytest.param("550 5.1.1 no such user", State.FAILED, id="refused at RCPT"),
        pytest.param("451 4.7.1 greylisted", State.DEFERRED, id="greylisted at RCPT"),
        pytest.param("421 4.3.2 closing", State.DEFERRED, id="closing at RCPT"),
        pytest.param("data 552 5.3.4 too large", State.FAILED, id="refused after DATA"),
        pytest.param("data 452 4.3.1 full", State.DEFERRED, id="full after DATA"),
        pytest.param("drop before the answer", State.DEFERRED, id="dropped, not taken"),
        pytest.param("take and drop", State.DEFERRED, id="taken, then dropped"),
    ],
)
def test_what_the_server_says_is_what_the_row_says(proved, client, answer, state):
    dispatch, where = proved(answer)
    assert dispatch.state == state
    shown = client.get(where)
    assert shown.status_code == 200
    said = answer.removeprefix("data ")
    if said[:3].isdigit():
        assert said in dispatch.reply
        assert said in shown.content.decode()
    assert dispatch.in_flight == ("drop" in answer), "they may have it, and we say so"


def test_after_a_pause_it_goes_with_the_same_bytes(proved, worker, post):
    dispatch, _where = proved("take and drop")
    first = dispatch.mime
    later(dispatch, minutes=3)
    assert dispatching.sweep() == 1
    worker()
    dispatch.refresh_from_db()
    assert dispatch.state == State.ACCEPTED
    assert dispatch.mime == first
    sent = post.letters()
    assert len(sent) == 2, "the server had it, and nobody could know"
    assert Event.objects.filter(what=Event.What.REPEATED).count() == 1
    assert len({mail["Message-ID"] for _, mail in sent}) == 1
    assert len({one.original_content for one, _ in sent}) == 1


def test_it_gives_up_after_two_days_and_says_so(proved, worker, post):
    dispatch, _where = proved("451 later")
    Dispatch.objects.update(first_attempt_at=timezone.now() - timedelta(hours=49))
    later(dispatch, minutes=3)
    post.script = ["451 still later"]
    dispatching.sweep()
    worker()
    dispatch.refresh_from_db()
    assert dispatch.state == State.FAILED
    assert "could not be sent" in post.notices()[-1]["Subject"]


def test_a_server_that_hangs_is_left_alone(client, opened, worker, monkeypatch, post):
    monkeypatch.setattr(transport, "SECONDS", 0.3)

    async def hang(*_args):
        await asyncio.sleep(1)
        return "250 at last"

    monkeypatch.setattr(type(post), "handle_DATA", hang)
    case, where = opened()
    worker()
    case.refresh_from_db()
    assert "timed out" in case.proof_problem
    assert "timed out" in client.get(where).content.decode()


def test_no_server_at_all(proved, worker, post, settings):
    dispatch, _where = proved("451 later")
    settings.EMAIL_PORT = 9  # nobody listens there
    transport.line().close()
    later(dispatch, minutes=3)
    dispatching.sweep()
    worker()
    dispatch.refresh_from_db()
    assert dispatch.state == State.DEFERRED
    assert dispatch.attempts == 2


def test_a_worker_that_died_in_flight_is_followed_by_another(proved, worker, post):
    dispatch, _where = proved("451 later")
    Dispatch.objects.update(
        state=State.SENDING,
        in_flight=True,
        leased_until=timezone.now() - timedelta(seconds=1),
    )
    assert dispatching.sweep() == 1
    worker()
    dispatch.refresh_from_db()
    assert dispatch.state == State.ACCEPTED
    repeated = Event.objects.filter(what=Event.What.REPEATED)
    assert repeated.count() == 1, "the timeline says that it may have gone twice"


def test_a_lease_that_runs_is_respected(proved, worker, post):
    dispatch, _where = proved("451 later")
    Dispatch.objects.update(
        state=State.SENDING, leased_until=timezone.now() + timedelta(minutes=1)
    )
    assert dispatching.sweep() == 0
    before = len(post.letters())
    dispatching.attempt(dispatch.pk)
    assert len(post.letters()) == before


def test_a_late_answer_does_not_overwrite_the_next_worker(proved, monkeypatch, post):
    dispatch, _where = proved("451 later")
    later(dispatch, minutes=3)

    def slow(*_args):
        # Meanwhile the lease ran out, and another worker sent it.
        Dispatch.objects.update(
            state=State.ACCEPTED, attempts=9, reply="250 the other one"
        )
        raise transport.Refused("550 too late")

    monkeypatch.setattr(transport, "send", slow)
    dispatching.attempt(dispatch.pk)
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.reply) == (State.ACCEPTED, "250 the other one")


def test_stopped_in_time_and_too_late(client, proved, worker, post):
    dispatch, where = proved("451 later")
    client.post(f"{where}stop/{dispatch.pk}/")
    later(dispatch, minutes=3)
    worker()
    dispatch.refresh_from_db()
    assert dispatch.state == State.CANCELLED
    assert not post.letters()
    again = client.post(f"{where}stop/{dispatch.pk}/")
    assert again.status_code == 302, "stopped already is stopped"
    Dispatch.objects.update(state=State.ACCEPTED)
    assert client.post(f"{where}stop/{dispatch.pk}/").status_code == 409


def test_without_a_server_the_page_says_that_nothing_is_sent(
    client, opened, worker, settings, tmp_path
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "out")
    case, where = opened()
    worker()
    (mail,) = (tmp_path / "out").glob("*.eml")
    digits = [line for line in mail.read_text().splitlines() if "code:" in line]
    code = digits[0].partition(":")[2]
    client.post(f"{where}code/", {"code": code})
    worker()
    shown = client.get(where).content.decode()
    assert "sends no mail" in shown
    assert case.dispatches.get().server == ""


def test_a_full_disk_is_no_loss(client, opened, worker, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    blocked = tmp_path / "out"
    blocked.write_text("a file where the folder should be")
    settings.EMAIL_FILE_PATH = str(blocked)
    case, where = opened()
    worker()
    case.refresh_from_db()
    assert case.proof_problem
    assert client.get(where).status_code == 200


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        pytest.param("530 5.7.0 log in first", State.DEFERRED, id="our password"),
        pytest.param("550 5.7.1 unknown sender", State.DEFERRED, id="our address"),
        pytest.param("451 4.3.0 later", State.DEFERRED, id="busy"),
        pytest.param("552 5.3.4 too large", State.FAILED, id="the letter itself"),
    ],
)
def test_what_is_said_of_the_sender_is_not_the_letter_s_fault(
    proved, post, answer, state
):
    dispatch, _where = proved("451 later")
    post.refuses_senders = answer
    later(dispatch, minutes=3)
    dispatching.attempt(dispatch.pk)
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.reply) == (state, answer)
    assert not dispatch.in_flight


@pytest.mark.parametrize("answer", [(535, b"no such user"), (454, b"later")])
def test_a_login_that_fails_is_not_the_letter_s_fault(
    proved, worker, settings, monkeypatch, answer
):
    dispatch, _where = proved("451 later")

    def refuse(*_args, **_more):
        raise smtplib.SMTPAuthenticationError(*answer)

    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "site", "wrong"
    monkeypatch.setattr(smtplib.SMTP, "login", refuse)
    transport.line().close()
    later(dispatch, minutes=3)
    dispatching.attempt(dispatch.pk)
    dispatch.refresh_from_db()
    assert dispatch.state == State.DEFERRED


@pytest.mark.parametrize(
    ("language", "answer", "says", "says_not"),
    [
        ("en", "", "You get a copy", "could not be delivered"),
        ("en", "550 no such user", "could not be delivered", "You get a copy"),
        ("en", "451 greylisted", "could not be delivered", "You get a copy"),
        ("sv", "", "Du får en kopia", "gick inte att leverera"),
        ("sv", "550 no such user", "gick inte att leverera", "Du får en kopia"),
    ],
)
def test_a_copy_is_told_of_only_if_it_left(
    proved, post, language, answer, says, says_not
):
    post.refuses_copies = answer
    dispatch, _where = proved(language=language)
    assert dispatch.state == State.ACCEPTED
    text = post.notices()[-1].get_content()
    assert says in text
    assert says_not not in text
    told = Event.objects.filter(what=Event.What.NO_COPY).values_list("note", flat=True)
    assert list(told) == ([answer] if answer else [])
