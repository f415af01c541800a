"""A missing answer is noticed, a trial of unknown length asked about, days counted."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from refunds.asking import ask
from refunds.easyread import countdown, easy_read
from refunds.engine.verdict import Basis, Outcome
from refunds.explanations import answer
from refunds.journey import chips
from refunds.timeline import days_to_act

pytestmark = pytest.mark.django_db
NO_ANSWER = "Choose or write an answer first."


@pytest.fixture
def verdict(client, packs):
    def page(**answers):
        with override("en"):
            where = reverse("refunds:verdict", args=["coursera"])
        return client.get(where, answers)

    return page


@pytest.mark.parametrize(
    ("answers", "noticed"),
    [
        pytest.param({"asked": "channel"}, True, id="pressed without a choice"),
        pytest.param({"asked": "channel", "channel": "web"}, False, id="answered"),
        pytest.param({}, False, id="nobody has pressed anything"),
        pytest.param({"asked": "product"}, False, id="another question is open first"),
        pytest.param({"asked": "nonsense"}, False, id="no such question"),
        pytest.param(
            {"channel": "web", "product": "course_one_time", "country": "SE"}
            | {"asked": "paid_on", "paid_on": ""},
            True,
            id="an empty day",
        ),
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_no_answer_is_noticed(client, packs, answers, noticed, htmx):
    with override("en"):
        where = reverse("refunds:verdict", args=["coursera"])
    headers = {"hx-request": "true"} if htmx else {}
    page = client.get(where, answers, headers=headers).content.decode()
    assert (NO_ANSWER in page) is noticed
    assert page.count('aria-invalid="true"') >= noticed
    assert ("<title>Error: " in " ".join(page.split())) is noticed


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        pytest.param("channel", 'value="web"[^>]* checked', id="a choice"),
        pytest.param("product", 'value="course_one_time"[^>]* checked', id="another"),
        pytest.param("paid_on", 'value="2026-11-20"', id="a day"),
        pytest.param("country", '<option value="DE" selected>', id="the country"),
    ],
)
def test_an_answer_to_change_is_shown_as_it_was(
    client, packs, time_machine, key, shown
):
    time_machine.move_to("2026-11-24 12:00+01:00")
    answers = {"channel": "web", "product": "course_one_time", "country": "DE"}
    asked = ask("coursera", answers | {"paid_on": "2026-11-20"})
    [chip] = [chip for chip in chips(asked) if chip.key == key]
    with override("en"):
        where = reverse("refunds:verdict", args=["coursera"])
    page = client.get(f"{where}?{chip.query}").content.decode()
    form = page.partition("<form")[2]
    assert len(re.findall(shown, form)) == 1
    assert f'type="hidden" name="{key}"' not in form


def test_an_answer_that_decides_nothing_can_be_changed(packs, time_machine):
    time_machine.move_to("2026-11-24 12:00+01:00")
    answers = {"channel": "web", "country": "GB", "charge": "first"}
    answers |= {"paid_on": "2026-11-22", "early_start_requested": "no"}
    assert ask("netflix", answers).complete, "whichever plan it is"
    assert ask("netflix", answers | {"was_product": "membership"}).questions == [
        "product"
    ]


def test_what_an_answer_was_counts_for_nothing(packs):
    told = {"channel": "web", "country": "SE"}
    assert ask("coursera", told | {"was_product": "plus_annual"}).query == (
        ask("coursera", told).query
    )


@pytest.mark.parametrize(
    ("told", "taken"),
    [
        pytest.param("2026-11-20", True, id="a day"),
        pytest.param("9999-12-31", False, id="to come"),
        pytest.param("1999-12-31", False, id="before the year 2000"),
        pytest.param("2026-W47-5", False, id="a week's day"),
        pytest.param("20261120", False, id="without dashes"),
    ],
)
@pytest.mark.parametrize("key", ["certificate_earned", "withdrawal_information_given"])
def test_days_in_links_make_sense(packs, time_machine, key, told, taken):
    time_machine.move_to("2026-11-24 12:00+01:00")
    asked = ask("coursera", {"channel": "web", "country": "SE", key: told})
    assert (key in asked.form.answers()) is taken
    assert bool(asked.form.errors) is not taken


SPOTIFY = {"product": "premium", "channel": "web", "country": "SE", "charge": "first"}


@pytest.mark.parametrize(
    ("more", "outcome", "asks"),
    [
        pytest.param({}, Outcome.CONDITIONAL, True, id="perhaps a trial came first"),
        pytest.param({"trial_used": "yes"}, Outcome.CONDITIONAL, True, id="one did"),
        pytest.param({"trial_used": "no"}, Outcome.REFUNDABLE, False, id="none did"),
    ],
)
def test_a_trial_of_unknown_length_leaves_the_contract_open(packs, more, outcome, asks):
    """The period runs from the contract; a trial comes before the first payment."""
    paid = timezone.localdate() - timedelta(days=1)
    told = SPOTIFY | {"paid_on": paid.isoformat(), "early_start_requested": "no"}
    route = ask("spotify", told | more).verdict.route(Basis.STATUTORY_WITHDRAWAL)
    assert route.outcome is outcome
    assert ("signed_up_on" in route.missing) is asks


def test_a_plan_without_a_trial_is_not_asked_about_one(packs):
    paid = timezone.localdate() - timedelta(days=1)
    told = SPOTIFY | {"product": "prepaid", "paid_on": paid.isoformat()}
    verdict = ask("spotify", told).verdict
    assert "signed_up_on" not in verdict.route(Basis.STATUTORY_WITHDRAWAL).missing


@pytest.mark.parametrize(
    ("days", "left"),
    [
        pytest.param(0, "7 days left.", id="today"),
        pytest.param(6, "1 day left.", id="tomorrow is the last"),
        pytest.param(7, "Today is the last day.", id="the last day"),
    ],
)
def test_the_days_that_are_left(packs, days, left):
    paid = timezone.localdate() - timedelta(days=days)
    asked = ask(
        "coursera",
        {"channel": "web", "country": "SE", "product": "course_one_time"}
        | {"paid_on": paid.isoformat(), "certificate_earned": "no"},
    )
    with override("en"):
        assert countdown(asked) == left
        told = easy_read(asked)
    assert told[0] == "You can get all of your money back."
    assert told[1].startswith("The last day is ")


@pytest.mark.parametrize(
    ("slug", "answers", "first"),
    [
        ("coursera", {"channel": "google_play"}, "You did not pay Coursera."),
        ("coursera", {"paid_on": "no"}, "You have not paid anything yet."),
        ("coursera", {"channel": "web", "paid_on": "2025-11-02"}, "You will probably"),
    ],
)
def test_easy_words_keep_to_the_verdict(packs, slug, answers, first):
    base = {"country": "US", "product": "plus_annual", "charge": "first"}
    if answers.get("paid_on") == "no":
        base |= {"channel": "web", "trial_ends_on": timezone.localdate().isoformat()}
    with override("en"):
        assert easy_read(ask(slug, base | answers))[0].startswith(first)


TRIAL = {"channel": "web", "country": "SE", "charge": "first", "paid_on": "no"}


def test_a_trial_is_asked_for_its_end(packs, time_machine):
    """Storytel has no rule that needs the day, but the person does (and no letter)."""
    time_machine.move_to("2026-11-24 12:00+01:00")
    assert ask("storytel", TRIAL).questions == ["trial_ends_on"]
    assert ask("storytel", TRIAL | {"trial_ends_on": "unknown"}).complete
    told = ask("storytel", TRIAL | {"trial_ends_on": "2026-11-27"})
    with override("en"):
        assert answer(told).headline == (
            "You have not been charged yet. Cancel before the trial ends on"
            " Friday 27\xa0November\xa02026."
        )
        [day] = days_to_act(told)
        assert (day.day.isoformat(), day.title) == (
            "2026-11-27",
            "Storytel: The free trial ends",
        )


@pytest.mark.parametrize(
    ("slug", "told"),
    [
        pytest.param("storytel", {"trial_ends_on": "2026-11-23"}, id="it is over"),
        pytest.param("coursera", {"product": "course_one_time"}, id="ends by itself"),
    ],
)
def test_no_trial_to_cancel(packs, time_machine, slug, told):
    time_machine.move_to("2026-11-24 12:00+01:00")
    asked = ask(slug, TRIAL | told)
    assert asked.trial_ends_on is None
    assert "trial_ends_on" not in asked.questions
