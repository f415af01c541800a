"""Bound by a contract, in a shop, or with goods: what the 14 days are and are not."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from refunds.asking import ask
from refunds.easyread import countdown
from refunds.explanations import answer
from refunds.models import Provision
from refunds.plan import todos
from refunds.timeline import days_to_act

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

NOTHING_YET = {"country": "SE", "charge": "first", "paid_on": "no"}
PERSON = {"name": "Åsa Öberg", "account_email": "asa@mail.example"}
TRE = NOTHING_YET | {"channel": "web"}
IN_THE_SHOP = TRE | {"channel": "on_site"}
IN_TRIAL = TRE | {"trial_ends_on": "unknown"}
GOODS = {"company": "Lampor AB", "channel": "web", "product": "goods", "country": "SE"}


@pytest.fixture
def letter(client, packs):
    """Return the text of the letter as it is offered, nothing switched."""

    def write(slug, answers):
        with override("en"):
            where = reverse("letters:letter", args=[slug], query=answers)
        html = client.get(where).content.decode()
        on = {
            name
            for name in ("part_withdraw", "part_terminate", "part_refund")
            if f'name="{name}"' in html
            and "checked" in html.split(f'name="{name}"')[1].split(">")[0]
        }
        sent = PERSON | {"letter_language": "en", "erasure": "no", "out": "txt"}
        made = client.post(where, sent | dict.fromkeys(on, "on"))
        return on, made.content.decode()

    return write


@pytest.mark.parametrize(
    ("slug", "answers", "on"),
    [
        pytest.param(
            "tre",
            TRE,
            {"part_withdraw", "part_terminate"},
            id="bound, no bill yet: withdraw, and only else cancel",
        ),
        pytest.param("tre", IN_THE_SHOP, {"part_terminate"}, id="bound, in the shop"),
        pytest.param(
            "storytel", IN_TRIAL, {"part_terminate"}, id="a trial is kept to its end"
        ),
        pytest.param(
            "other-company",
            GOODS,
            {"part_withdraw", "part_refund"},
            id="goods, whose days we do not count",
        ),
    ],
)
def test_the_letter_withdraws_where_there_may_be_a_right(letter, slug, answers, on):
    switched, text = letter(slug, answers)
    assert switched == on
    assert ("I hereby give notice that I withdraw" in text) is ("part_withdraw" in on)
    assert "show the calculation" not in text, "nothing is owed for any time"


@pytest.mark.parametrize(
    ("slug", "answers", "headline", "asks_trial"),
    [
        pytest.param(
            "tre", TRE, "End the contract in time.", False, id="no trial to speak of"
        ),
        pytest.param(
            "storytel", TRE, "Cancel before you are.", True, id="perhaps a trial"
        ),
        pytest.param(
            "other-company",
            GOODS,
            "By law you can mostly withdraw until 14 days after you received it.",
            False,
            id="goods",
        ),
    ],
)
def test_the_answer_before_anything_is_charged(
    packs, slug, answers, headline, asks_trial
):
    told = ask(slug, answers)
    with override("en"):
        assert answer(told).headline.endswith(headline)
    assert ("trial_ends_on" in told.questions) is asks_trial


OPERATOR = {"country": "SE", "channel": "operator", "charge": "first"}


@pytest.mark.parametrize(
    ("paid_on", "withdraws"),
    [("2026-11-20", True), ("2026-10-01", False)],
    ids=["in the 14 days", "after them"],
)
def test_whoever_charged_is_asked_for_all(
    client, packs, time_machine, paid_on, withdraws
):
    """HBO Max through a phone company: we know no form of theirs and no rules."""
    time_machine.move_to("2026-11-24 12:00+01:00")
    with override("en"):
        query = OPERATOR | {"paid_on": paid_on}
        where = reverse("letters:letter", args=["hbo-max"], query=query)
    html = client.get(where).content.decode()
    assert "I also cancel the subscription from the earliest possible day." in html
    assert ("I withdraw from" in html) is withdraws


def test_reasons_can_be_given_where_the_terms_leave_it_open(client, packs):
    with override("en"):
        query = {"country": "SE", "channel": "in_club", "product": "bound"}
        query |= {"charge": "renewal", "signed_up_on": "2026-01-02"}
        where = reverse("letters:letter", args=["sats"], query=query)
    sent = PERSON | {"letter_language": "en", "erasure": "no", "out": "txt"}
    sent |= {"part_refund": "on", "reason": "I have moved 40 km away"}
    letter = client.post(where, sent).content.decode()
    assert "My reasons: I have moved 40 km away." in letter


@pytest.mark.parametrize(
    ("signed_up_on", "headline", "first", "withdraws", "days"),
    [
        pytest.param(
            "2026-11-19",
            "You can withdraw until Thursday 3 December 2026.",
            "Withdraw by Thursday",
            True,
            ["2026-12-03"],
            id="in the 14 days",
        ),
        pytest.param(
            "2026-11-10",
            "You can withdraw until Tuesday 24 November 2026.",
            "Withdraw by Tuesday",
            True,
            ["2026-11-24"],
            id="on the last of them",
        ),
        pytest.param(
            "2026-11-09", "End the contract in time.", "Cancel", False, [], id="after"
        ),
        pytest.param(
            "unknown",
            "End the contract in time.",
            "Withdraw, if",
            True,
            [],
            id="no idea",
        ),
    ],
)
def test_the_day_of_a_contract_without_a_bill_is_asked_for_and_counts(
    letter, time_machine, signed_up_on, headline, first, withdraws, days
):
    time_machine.move_to("2026-11-24 12:00+01:00")
    assert ask("tre", TRE).questions == ["signed_up_on"]
    answers = TRE | {"signed_up_on": signed_up_on}
    told = ask("tre", answers)
    assert told.complete
    with override("en"):
        assert answer(told).headline.replace("\xa0", " ").endswith(headline)
        assert todos(told)[0].title.startswith(first)
        assert [item.day.isoformat() for item in days_to_act(told)] == days
        assert bool(countdown(told)) is bool(days)
    switched, text = letter("tre", answers)
    assert ("part_withdraw" in switched) is withdraws
    if days:
        assert "concluded on" in text


@pytest.mark.parametrize(
    ("slug", "answers"),
    [
        pytest.param("hellofresh", TRE | {"paid_on": "2026-11-20"}, id="food boxes"),
        pytest.param("tre", TRE | {"channel": "unknown"}, id="perhaps in the shop"),
        pytest.param("tre", TRE | {"country": "US"}, id="no such law"),
        pytest.param("tre", TRE | {"country": "FI"}, id="a law we are not sure of"),
    ],
)
def test_no_right_is_told_that_may_not_be(packs, time_machine, slug, answers):
    time_machine.move_to("2026-11-24 12:00+01:00")
    told = ask(slug, answers)
    assert told.uncounted_right is None
    with override("en"):
        assert "withdraw" not in answer(told).headline.lower()
        assert not todos(told)[0].title.startswith("Withdraw")


def test_old_law_gives_no_day(packs, time_machine):
    """Facts that were checked too long ago never give a confident answer."""
    time_machine.move_to("2026-11-24 12:00+01:00")
    answers = TRE | {"signed_up_on": "2026-11-20"}
    assert ask("tre", answers).unpaid_last_day is not None
    for act in Provision.objects.all():
        act.checked_on = date(2025, 1, 1)
        act.save()
    assert ask("tre", answers).unpaid_last_day is None


def test_who_can_withdraw_does_not_give_notice_first(packs, time_machine):
    time_machine.move_to("2026-11-24 12:00+01:00")
    answers = TRE | {"paid_on": "2026-11-20", "withdrawal_information_given": "no"}
    with override("en"):
        steps = [todo.title for todo in todos(ask("tre", answers))]
    assert steps[1].startswith("Withdraw by")
    assert not any("Cancel the contract" in step for step in steps)


@pytest.mark.parametrize(
    ("slug", "answers", "first", "second"),
    [
        pytest.param(
            "tre",
            TRE,
            "Withdraw, if",
            "If they are over: cancel with Tre",
            id="a phone",
        ),
        pytest.param("other-company", GOODS, "Withdraw, if", "Save the", id="goods"),
        pytest.param("tre", IN_THE_SHOP, "Cancel the contract", "Save", id="in a shop"),
        pytest.param("storytel", IN_TRIAL, "Stop the renewal", "Save", id="a trial"),
    ],
)
def test_whose_days_we_do_not_count_begins_with_them(
    packs, slug, answers, first, second
):
    with override("en"):
        [one, two, *_rest] = todos(ask(slug, answers))
    assert one.title.startswith(first)
    assert two.title.startswith(second)


def test_what_leaving_costs_is_said_before_one_leaves(packs):
    with override("en"):
        [stop, *_rest] = todos(ask("adobe-creative-cloud", NOTHING_YET))
        assert any("Leaving early may cost a fee" in fact for fact in stop.facts)
        monthly = NOTHING_YET | {"product": "monthly"}
        [stop, *_rest] = todos(ask("adobe-creative-cloud", monthly))
        assert stop.facts == ()
