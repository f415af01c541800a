"""The last day that is told: a day that is past is nobody's to act by."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from refunds.asking import ask
from refunds.cards import cards
from refunds.easyread import countdown, easy_read
from refunds.engine.verdict import Basis
from refunds.explanations import answer
from refunds.plan import todos
from refunds.timeline import days_to_act

pytestmark = pytest.mark.django_db

NETFLIX = {
    "country": "SE",
    "channel": "web",
    "product": "membership",
    "charge": "first",
    "content_started": "yes",
    "loss_acknowledged": "no",
    "early_start_requested": "yes",
}
TOLD = NETFLIX | {"withdrawal_information_given": "yes"}
NOBODY_KNOWS = NETFLIX | {"withdrawal_information_given": "unknown"}
BOUND = {"country": "SE", "channel": "web", "charge": "first", "paid_on": "no"}


def law_card(asked):
    found = cards(asked)
    return next(c for c in found if c.route.basis is Basis.STATUTORY_WITHDRAWAL)


@pytest.mark.parametrize(
    ("today", "told"),
    [
        pytest.param(
            "2026-11-28",
            [("Send by", date(2026, 11, 28)), ("Last day by law", date(2026, 11, 30))],
            id="day 14, a Saturday",
        ),
        pytest.param(
            "2026-11-29", [("Last day by law", date(2026, 11, 30))], id="the day after"
        ),
        pytest.param(
            "2026-12-01", [("The period ended", date(2026, 11, 30))], id="all over"
        ),
    ],
)
def test_only_days_to_come_are_told_to_act_by(packs, time_machine, today, told):
    time_machine.move_to(f"{today} 12:00+01:00")
    with override("en"):
        asked = ask("netflix", TOLD | {"paid_on": "2026-11-14"})
        assert law_card(asked).days == told
        acting = [one.day for one in days_to_act(asked)]
    assert acting == [day for _label, day in told if day >= asked.today]


def test_a_day_for_the_uninformed_alone_is_no_countdown(packs, time_machine):
    time_machine.move_to("2026-11-29 12:00+01:00")
    last = "12\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2027"
    with override("en"):
        asked = ask("netflix", NOBODY_KNOWS | {"paid_on": "2026-10-29"})
        assert law_card(asked).days == [
            ("The period ended", date(2026, 11, 12)),
            ("If you were never told", date(2027, 11, 12)),
        ]
        assert countdown(asked) == ""
        assert (
            "Were you never told that you can withdraw? Then the last day is"
            in (easy_read(asked)[1])
        )
        withdraw = [todo.title for todo in todos(asked) if "withdraw" in todo.title]
        assert withdraw == [
            f"If you were never told of the right: withdraw by Friday {last}"
        ]
        assert answer(asked).headline.startswith("It depends.")


@pytest.mark.parametrize(
    ("today", "last"),
    [
        pytest.param("2026-11-14", date(2026, 11, 14), id="day 14, a Saturday"),
        pytest.param("2026-11-15", date(2026, 11, 16), id="the Sunday after"),
        pytest.param("2026-11-16", date(2026, 11, 16), id="the Monday, the last"),
        pytest.param("2026-11-17", None, id="over"),
    ],
)
def test_before_any_bill_the_law_moves_the_last_day_too(
    packs, time_machine, today, last
):
    time_machine.move_to(f"{today} 12:00+01:00")
    asked = ask("telia", BOUND | {"product": "bound", "signed_up_on": "2026-10-31"})
    assert asked.unpaid_last_day == last
    with override("en"):
        headline = answer(asked).headline
        left = countdown(asked)
    assert ("withdraw" in headline) is (last is not None)
    assert bool(left) is (last is not None)
