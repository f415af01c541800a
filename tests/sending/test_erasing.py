"""Erased is erased: no table, file or queue still has the name or the address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings as site
from django.utils import timezone

from letters.models import Case, Dispatch
from letters.models.dispatches import State
from letters.sending import dispatching
from letters.sending.bouncing import note
from letters.sending.erasing import erase_expired
from letters.sending.reports import Kind, Outcome
from letters.sending.transport import outbox
from tests.sending.conftest import last_code
from tests.sending.test_faults import later

pytestmark = pytest.mark.django_db


def everything():
    """All rows of all tables, as text; bytes too."""
    kept = []
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:
            for row in model.objects.values() if hasattr(model, "objects") else []:
                values = [
                    bytes(value).decode("latin-1")
                    if isinstance(value, (bytes, memoryview))
                    else str(value)
                    for value in row.values()
                ]
                kept.append(f"{model._meta.label}: {values}")
    return kept


def traces_in(texts):
    words = ("Öberg", "asa@mail.example", "=C3=85sa", "5sa_=C3=96berg")
    return [text[:200] for text in texts if any(word in text for word in words)]


def files():
    folder = [*outbox().glob("*")]
    return [path.read_text(encoding="utf-8", errors="replace") for path in folder]


@pytest.mark.parametrize("by", ["button", "time"])
def test_nothing_is_left(client, opened, worker, post, settings, tmp_path, by, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "out")
    case, where = opened()
    worker()
    (mail,) = (tmp_path / "out").glob("*.eml")
    line = [one for one in mail.read_text().splitlines() if "code:" in one]
    client.post(f"{where}code/", {"code": line[0].partition(":")[2]})
    worker()
    assert traces_in(everything())
    assert traces_in(files())
    if by == "button":
        assert client.post(f"{where}erase/").status_code == 200
    else:
        long_ago = timezone.now() - timedelta(days=site.RETENTION_DAYS, minutes=1)
        Case.objects.filter(pk=case.pk).update(last_action_at=long_ago)
        assert erase_expired() == 1
    assert traces_in(everything()) == []
    assert files() == []
    assert traces_in([caplog.text]) == []
    assert client.get(where).status_code == 404


@pytest.mark.parametrize(
    ("hours", "erased"), [(23, 0), (25, 1)], ids=["may still come", "will not come"]
)
def test_what_nobody_proved_goes_within_a_day(opened, worker, hours, erased):
    case, _where = opened()
    Case.objects.filter(pk=case.pk).update(
        created_at=timezone.now() - timedelta(hours=hours)
    )
    assert erase_expired() == erased


@pytest.mark.parametrize(("days", "erased"), [(89, 0), (91, 1)])
def test_the_retention_limit(client, opened, worker, post, days, erased):
    case, where = opened()
    worker()
    client.post(f"{where}code/", {"code": last_code(post)})
    worker()
    Case.objects.filter(pk=case.pk).update(
        last_action_at=timezone.now() - timedelta(days=days)
    )
    assert erase_expired() == erased


@pytest.mark.parametrize(
    ("state", "due", "erased"),
    [
        pytest.param(State.QUEUED, timedelta(minutes=5), 0, id="it goes today"),
        pytest.param(State.QUEUED, timedelta(minutes=-5), 0, id="it is late"),
        pytest.param(State.SENDING, timedelta(), 0, id="a worker has it"),
        pytest.param(State.DEFERRED, timedelta(hours=6), 0, id="the server is busy"),
        pytest.param(State.DEFERRED, timedelta(days=-89), 0, id="nobody sends it"),
        pytest.param(State.DEFERRED, timedelta(days=-91), 1, id="nobody ever will"),
        pytest.param(State.ACCEPTED, timedelta(), 1, id="it has gone"),
        pytest.param(State.CANCELLED, timedelta(hours=6), 1, id="it was stopped"),
    ],
)
def test_a_letter_on_its_way_keeps_its_case(proved, state, due, erased):
    dispatch, _where = proved("451 later")
    Case.objects.update(last_action_at=timezone.now() - timedelta(days=91))
    Dispatch.objects.update(state=state, next_attempt_at=timezone.now() + due)
    assert erase_expired() == erased
    assert Dispatch.objects.filter(pk=dispatch.pk).exists() is not bool(erased)


@pytest.mark.parametrize(
    ("answer", "counts"),
    [
        pytest.param("", True, id="taken over"),
        pytest.param("550 no such user", True, id="refused"),
        pytest.param("451 still later", False, id="postponed: not the end"),
    ],
)
def test_the_end_of_a_letter_leaves_time_to_act(proved, worker, post, answer, counts):
    dispatch, _where = proved("451 later")
    long_ago = timezone.now() - timedelta(days=89)
    Case.objects.update(last_action_at=long_ago)
    later(dispatch, minutes=3)
    post.script = [answer]
    dispatching.sweep()
    worker()
    case = Case.objects.get()
    assert (case.last_action_at > long_ago) is counts
    promised = case.erased_on - timezone.now()
    assert timedelta(days=89, hours=23) < promised < timedelta(days=90, hours=1)


def test_a_letter_that_comes_back_leaves_time_to_act(proved):
    dispatch, _where = proved()
    Case.objects.update(last_action_at=timezone.now() - timedelta(days=89))
    note(dispatch, Outcome(Kind.FAILED, frozenset(), "5.1.1", "no such user"))
    assert Case.objects.get().erased_on > timezone.now() + timedelta(days=89)
