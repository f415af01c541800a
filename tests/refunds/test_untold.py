"""What nobody told: it is asked for where it counts, and never taken for known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from letters.clauses import Part, offered
from letters.matter import Matter
from refunds.asking import ask
from refunds.cards import cards
from refunds.engine.verdict import Basis
from refunds.explanations import answer
from refunds.plan import todos
from refunds.views import verdict_context

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.usefixtures("packs"),
]

TODAY = date(2026, 11, 30)
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()
NOTHING = {
    "country": "SE",
    "channel": "unknown",
    "charge": "unknown",
    "paid_on": "unknown",
    "signed_up_on": "unknown",
}
ADOBE = {
    "country": "GB",
    "charge": "renewal",
    "signed_up_on": "2026-09-10",
    "withdrawal_information_given": "yes",
}


def plan(asked):
    with override("en"):
        return "\n".join(
            f"{t.title}: {t.text} {' '.join(t.facts)}" for t in todos(asked)
        )


def law_sentences(asked):
    with override("en"):
        (card,) = [
            card
            for card in cards(asked)
            if card.route.basis is Basis.STATUTORY_WITHDRAWAL
        ]
        return " ".join(reason.sentence for reason in card.reasons)


@pytest.mark.parametrize("slug", ["hbo-max", "netflix", "audible"])
def test_without_a_day_the_letter_withdraws_in_case_it_is_not_too_late(slug):
    asked = ask(slug, NOTHING, on=TODAY)
    matter = Matter(asked.pack, asked.purchase, asked.verdict, asked.law)
    assert offered(matter)[Part.WITHDRAW]
    assert "withdraw" in plan(asked).lower()


def test_a_rule_for_one_plan_is_not_told_to_who_may_have_another():
    asked = ask("adobe-creative-cloud", ADOBE, on=TODAY)
    assert asked.questions == ["product"]
    untold = ask("adobe-creative-cloud", ADOBE | {"product": "unknown"}, on=TODAY)
    with override("en"):
        assert answer(untold).lead.startswith("Annual contract, paid monthly: After")
    for product in ("annual_monthly", "monthly", "annual_prepaid", "unknown"):
        told = ask("adobe-creative-cloud", ADOBE | {"product": product}, on=TODAY)
        assert told.complete


@pytest.mark.parametrize(
    ("product", "title"),
    [
        ("annual_monthly", "See what leaving Adobe Creative Cloud early costs"),
        ("monthly", "Stop the renewal with Adobe Creative Cloud"),
    ],
)
def test_leaving_early_is_not_called_stopping_a_renewal(product, title):
    asked = ask("adobe-creative-cloud", ADOBE | {"product": product}, on=TODAY)
    assert title in plan(asked)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({}, True, id="nothing of a trial"),
        pytest.param({"signed_up_on": "2026-11-01"}, False, id="the day is known"),
        pytest.param({"product": "course"}, False, id="what does not renew"),
    ],
)
def test_a_trial_nobody_told_of_may_have_come_first(changes, said):
    answers = {
        "company": "FitBox",
        "country": "IE",
        "channel": "web",
        "product": "online_subscription",
        "charge": "first",
        "paid_on": YESTERDAY,
    }
    asked = ask("other-company", answers | changes, on=TODAY)
    assert ("Did a free trial come first?" in law_sentences(asked)) is said


def test_goods_that_keep_coming_may_be_sent_back_if_they_are_not_food():
    answers = {"company": "FitBox", "country": "GB", "channel": "web"}
    goods = ask("other-company", answers | {"product": "goods_subscription"}, on=TODAY)
    assert "other goods than food" in plan(goods)


GYM = {
    "country": "SE",
    "channel": "web",
    "product": "bound",
    "charge": "first",
    "paid_on": "2026-11-20",
    "withdrawal_information_given": "yes",
    "early_start_requested": "yes",
}


@pytest.mark.parametrize("days", ["0", "3661", "-1", "9" * 400, "a month"])
def test_a_number_of_days_that_cannot_be_is_explained(days):
    with override("en"):
        asked = ask("sats", GYM | {"amount": "599", "period_days": days}, on=TODAY)
        assert asked.form.errors["period_days"] == [
            "Write the number of days in figures, from 1 to 3660."
        ]


def test_an_amount_asks_for_the_days_it_paid_for_where_no_plan_tells():
    asks = ask("sats", GYM | {"amount": "599"}, on=TODAY)
    assert verdict_context(asks)["asks_period"]
    assert asks.verdict.best.owed is None
    both = ask("sats", GYM | {"amount": "599", "period_days": "30"}, on=TODAY)
    assert both.verdict.best.owed.currency == "SEK"
