"""The sweep finds what is lost and leaves alone what only waits; slow workers lose."""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from letters.benchmarks.mailroom import sample
from letters.models import Case, Dispatch, Event
from letters.models.dispatches import State
from letters.sending import dispatching, sweeping, transport
from letters.sending.erasing import erase
from letters.sending.opening import freeze

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def letter():
    return sample()


@pytest.fixture
def queued(letter, post, monkeypatch):
    """Return a function that queues letters, due for a minute."""
    monkeypatch.setattr("letters.sending.dispatching.takes_mail", lambda _domain: True)

    def queue(number=1):
        moment = timezone.now() - timedelta(minutes=1)
        for count in range(number):
            case = Case.objects.create(
                company="Learnly",
                language="en",
                sender_name="Åsa Öberg",
                sender_email=f"asa{count}@mail.example",
                proved_at=moment,
            )
            dispatch = freeze(case, letter.draft, letter.document, letter.pdf)
            dispatching.queue(dispatch, moment)
        return dispatch

    return queue


def tasks(**columns):
    return DBTaskResult.objects.filter(**columns)


def taken_by_another(dispatch, **columns):
    """Let the lease run out and another worker claim the row."""
    Dispatch.objects.filter(pk=dispatch.pk).update(
        state=State.SENDING, attempts=F("attempts") + 1, **columns
    )


def test_a_long_pile_is_not_doubled(queued):
    queued(20)
    assert [dispatching.sweep() for _ in range(3)] == [0, 0, 0]
    assert tasks().count() == 20


def test_a_lost_task_is_replaced_once(queued):
    queued(3)
    tasks().first().delete()
    assert [dispatching.sweep() for _ in range(3)] == [1, 0, 0]


def test_row_and_task_come_together_or_not_at_all(queued):
    with transaction.atomic():
        queued()
        transaction.set_rollback(True)
    assert not tasks().exists()
    assert not Dispatch.objects.exists()


@pytest.mark.parametrize(
    ("seconds", "runs", "revived", "status"),
    [
        pytest.param(100, 1, 0, "RUNNING", id="within the lease"),
        pytest.param(400, 1, 1, "READY", id="its worker is gone"),
        pytest.param(400, 5, 0, "FAILED", id="it kills its workers"),
    ],
)
def test_tasks_of_killed_workers(queued, seconds, runs, revived, status):
    queued()
    tasks().update(
        status="RUNNING",
        started_at=timezone.now() - timedelta(seconds=seconds),
        worker_ids=["one"] * runs,
    )
    assert sweeping.revive() == revived
    assert tasks().get().status == status


def test_a_mistake_of_ours_postpones_the_letter(queued, worker, post, monkeypatch):
    dispatch = queued()
    with monkeypatch.context() as broken:
        broken.setattr(dispatching, "seal", lambda *_args, **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            dispatching.attempt(dispatch.pk)
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.reply) == ("deferred", "error: ZeroDivisionError")
    assert not dispatch.in_flight
    Dispatch.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    dispatching.attempt(dispatch.pk)
    dispatch.refresh_from_db()
    assert dispatch.state == State.ACCEPTED


def test_a_letter_that_kills_its_workers_is_given_up(queued, post):
    dispatch = queued()
    Dispatch.objects.update(attempts=dispatching.MOST_ATTEMPTS)
    dispatching.attempt(dispatch.pk)
    dispatch.refresh_from_db()
    assert dispatch.state == State.FAILED
    assert not post.got


def test_a_worker_that_is_too_slow_sends_nothing(queued, post, monkeypatch):
    dispatch = queued()
    real = dispatching.seal

    def slow(*args, **more):
        taken_by_another(dispatch, mime=b"theirs")
        return real(*args, **more)

    monkeypatch.setattr(dispatching, "seal", slow)
    dispatching.attempt(dispatch.pk)
    dispatch.refresh_from_db()
    assert not post.got
    assert bytes(dispatch.mime) == b"theirs"
    assert (dispatch.state, dispatch.attempts) == (State.SENDING, 2)


def test_taken_over_is_taken_over_whoever_says_it(queued, post, monkeypatch):
    dispatch = queued()

    def slow(*_args):
        taken_by_another(dispatch)
        return transport.Receipt("mx.example", "250 at last")

    monkeypatch.setattr(transport, "send", slow)
    dispatching.attempt(dispatch.pk)
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.reply) == (State.ACCEPTED, "250 at last")
    assert Event.objects.filter(what=Event.What.ACCEPTED).count() == 1


def test_erased_while_it_is_sent(queued, worker, monkeypatch):
    case = queued().case

    def meanwhile(*_args):
        erase(Case.objects.get(pk=case.pk))
        return transport.Receipt("mx.example", "250 too late")

    monkeypatch.setattr(transport, "send", meanwhile)
    worker()  # which ends if it cannot finish its task
    late = transport.outbox() / f"case-{case.pk}-late.eml"
    late.touch()
    assert sweeping.sweep()["orphans"] == 1
    assert not late.exists()
    assert not Case.objects.exists()
    assert tasks().get().status == "SUCCESSFUL"


@pytest.mark.parametrize("minutes", [-60, 60])
def test_a_clock_that_is_wrong_breaks_no_lease(queued, post, minutes):
    dispatch = queued()
    Dispatch.objects.claim(dispatch.pk, timezone.now())
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        assert dispatching.sweep() == 0
        dispatching.attempt(dispatch.pk)
    assert not post.got


def test_finished_tasks_are_forgotten_after_a_day(queued):
    queued(2)
    Dispatch.objects.update(state=State.ACCEPTED)
    done = tasks().first()
    tasks(pk=done.pk).update(
        status="SUCCESSFUL", finished_at=timezone.now() - timedelta(hours=25)
    )
    call_command("sweep", stdout=StringIO())
    assert tasks().count() == 1


def test_it_goes_on_through_a_broken_database_until_stopped(monkeypatch):
    calls = []

    def sweep():
        calls.append(1)
        if len(calls) == 1:
            raise DatabaseError("the server is restarting")
        os.kill(os.getpid(), signal.SIGTERM)
        return {"queued": 3, "erased": 0}

    monkeypatch.setattr(sweeping, "sweep", sweep)
    monkeypatch.setattr("letters.management.commands.sweep.close_old_connections", int)
    kept = {number: signal.getsignal(number) for number in (2, 15)}
    out = StringIO()
    try:
        call_command("sweep", every=0.01, stdout=out)
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
    assert out.getvalue() == "sweep: queued 3\n"
    assert len(calls) == 2
