"""When a letter may go: limits count what goes before it, not what waits for later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.utils import timezone

from letters.models import Case, Dispatch
from letters.models.dispatches import State
from letters.sending.throttling import (
    CHECKS_PER_NETWORK,
    CODES_PER_ADDRESS,
    PER_RECIPIENT,
    Throttled,
    before_a_check,
    before_a_code,
    first_moment,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANNA = "Anna@mail.example"


def letter(number, at=NOW, sender=ANNA, to="care@company.example", state=State.QUEUED):
    case = Case.objects.create(
        provider="coursera",
        company="Coursera",
        reference=f"R{number}",
        language="sv",
        sender_name="Anna",
        sender_email=sender,
    )
    return Dispatch.objects.create(
        case=case,
        about_data=False,
        recipient=to,
        addressee="Company",
        subject="Letter",
        text="Text",
        filename="letter",
        pdf=b"%PDF",
        message_id=f"<{number}@x>",
        bounce_token=str(number),
        state=state,
        next_attempt_at=at,
    )


def ago(**time):
    return NOW - timedelta(**time)


@pytest.mark.parametrize(
    ("earlier", "waits"),
    [
        pytest.param([], timedelta(0), id="the first"),
        pytest.param([ago(minutes=1)], timedelta(0), id="the second in five minutes"),
        pytest.param([NOW, ago(minutes=1)], timedelta(minutes=4), id="the third"),
        pytest.param([NOW, ago(minutes=5)], timedelta(0), id="five minutes are over"),
        pytest.param(
            [ago(hours=hours) for hours in (1, 2, 3, 4, 5, 5.5)],
            timedelta(minutes=30),
            id="the seventh in six hours",
        ),
        pytest.param(
            [ago(hours=hours) for hours in range(7, 15)],
            timedelta(hours=10),
            id="the ninth in a day",
        ),
        pytest.param(
            [NOW + timedelta(days=30)] * 8,
            timedelta(0),
            id="letters about data that wait for the money are not in its way",
        ),
    ],
)
def test_a_sender(earlier, waits):
    for number, at in enumerate(earlier):
        letter(number, at, to=f"care{number}@company.example")
    last = letter("last", sender=ANNA.lower(), to="care@other.example")
    assert first_moment(last, NOW) == NOW + waits


@pytest.mark.parametrize(
    ("state", "waits"),
    [
        (State.ACCEPTED, True),
        (State.BOUNCED, True),
        (State.CANCELLED, False),
        (State.FAILED, False),
        (State.DRAFT, False),
    ],
)
def test_what_counts(state, waits):
    for number in range(2):
        letter(number, state=state, to=f"care{number}@company.example")
    last = letter("last", to="care@other.example")
    assert (first_moment(last, NOW) > NOW) is waits


@pytest.mark.parametrize(("others", "waits"), [(-1, False), (0, True)])
def test_a_recipient(others, waits):
    most, window = PER_RECIPIENT[0]
    for number in range(most + others):
        letter(number, to="Care@Company.example", sender=f"p{number}@mail.example")
    last = letter("last", sender="new@mail.example")
    assert first_moment(last, NOW) == (NOW + window if waits else NOW)


def test_a_letter_for_later_finds_room_there():
    month = NOW + timedelta(days=30)
    for number in range(2):
        letter(number, month, to=f"care{number}@company.example")
    last = letter("last", to="care@other.example")
    assert first_moment(last, month) == month + timedelta(minutes=5)
    assert first_moment(last, NOW) == NOW


# Counts in the cache

BACKENDS = {
    "memory": ("locmem.LocMemCache", "counted"),
    "files": ("filebased.FileBasedCache", "{folder}"),
    "database": ("db.DatabaseCache", "counted"),
}


@pytest.fixture(params=BACKENDS)
def counts(request, settings, tmp_path):
    """Have each cache that Django brings, and that needs no server, do the counting."""
    backend, location = BACKENDS[request.param]
    settings.CACHES = settings.CACHES | {
        "counts": {
            "BACKEND": f"django.core.cache.backends.{backend}",
            "LOCATION": location.format(folder=tmp_path),
        }
    }
    if request.param == "database":
        call_command("createcachetable")
    caches["counts"].clear()


@pytest.fixture
def asked(counts, time_machine):
    """Ask for the next code some time after the first; until when is it refused?"""
    begun = timezone.now()

    def ask(after=timedelta(0)):
        time_machine.move_to(begun + after, tick=False)
        try:
            before_a_code("asa@mail.example", "192.0.2.1")
        except Throttled as error:
            return error.until - begun
        return None

    return ask


def test_codes_are_counted_for_an_hour(asked):
    most, window = CODES_PER_ADDRESS
    second = timedelta(seconds=1)
    assert [asked() for _ in range(most)] == [None] * most
    for after in (second, timedelta(seconds=301), window / 2, window - second):
        assert asked(after) == window, after
    assert asked(window + second) is None


def test_asking_on_does_not_make_it_longer(asked):
    most, window = CODES_PER_ADDRESS
    for minute in range(0, 60, 5):
        refused = asked(timedelta(minutes=minute))
        assert (refused is None) is (minute < most * 5), minute
    assert asked(window + timedelta(seconds=1)) is None


def test_checks_are_counted_for_a_minute(counts, time_machine):
    most, window = CHECKS_PER_NETWORK
    begun = timezone.now()
    time_machine.move_to(begun, tick=False)
    for _ in range(most):
        before_a_check("192.0.2.1")
    before_a_check("192.0.2.2")
    with pytest.raises(Throttled):
        before_a_check("192.0.2.1")
    time_machine.move_to(begun + window + timedelta(seconds=1), tick=False)
    before_a_check("192.0.2.1")
