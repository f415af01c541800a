"""When a letter may go: limits count what goes before it, not what waits for later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from letters.models import Case, Dispatch
from letters.models.dispatches import State
from letters.sending.throttling import PER_RECIPIENT, first_moment

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
