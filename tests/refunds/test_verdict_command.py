"""The golden cases, and the ``verdict`` command as the stable interface it is."""

from __future__ import annotations

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from refunds.checking import try_cases
from refunds.datapack import Pack
from refunds.engine.verdict import RANK, Basis

TABLE = Path(__file__).parent / "coursera-policy.csv"
ROWS = list(csv.DictReader(TABLE.read_text().splitlines()))
TRIED = [
    (path.stem, tried)
    for path in sorted(settings.PACKS_DIR.glob("*.toml"))
    for tried in try_cases(Pack.read(path))
]


def verdict(*args):
    out = StringIO()
    call_command("verdict", "coursera", *args, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize(
    "tried", [pytest.param(t, id=f"{s} {t.case.key}: {t.case.why}") for s, t in TRIED]
)
def test_golden_case(tried):
    answer = (tried.route.outcome, tried.route.deadline)
    assert answer == (tried.case.outcome, tried.case.deadline)


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=f"{row['id']}: {row['why']}") for row in ROWS]
)
def test_policy_table(row, packs):
    args = [
        f"--{name.replace('_', '-')}={row[name]}"
        for name in (
            "country",
            "channel",
            "product",
            "charge",
            "paid_on",
            "starts_on",
            "trial_ends_on",
            "today",
        )
        if row[name]
    ]
    earned = row["certificate_earned_on"] or "no"
    data = verdict(*args, f"--event=certificate_earned={earned}")
    policy = data["routes"][0]
    assert policy["outcome"] == row["policy_outcome"]
    assert (policy["deadline"] or "") == row["policy_deadline"]
    assert policy["missing"] == []
    assert RANK[data["outcome"]] <= RANK[policy["outcome"]]  # the law may give more


def test_the_example_of_the_interface(packs):
    data = verdict(
        "--product=course_one_time",
        "--channel=web",
        "--country=SE",
        "--paid-on=2026-03-02",
        "--event=certificate_earned=no",
        "--today=2026-03-09",
    )
    assert list(data) == [
        "provider",
        "today",
        "outcome",
        "deadline",
        "routes",
        "missing",
        "plan",
        "letter",
    ]
    policy, law, store, goodwill = data["routes"]
    assert [route["basis"] for route in data["routes"]] == [*Basis]
    assert policy.keys() >= {
        "outcome",
        "deadline",
        "rule",
        "source",
        "checked_on",
        "findings",
        "missing",
    }
    assert law.keys() >= {"send_by", "legal_last_day", "law", "owed", "certainty"}
    assert (law["outcome"], law["missing"][0]) == (
        "conditional",
        "early_start_requested",
    )
    assert law["send_by"] == law["legal_last_day"] == "2026-03-16"
    assert law["law"].startswith("the Swedish Act (2005:59)")
    assert law["owed"] is None
    assert (data["outcome"], data["missing"]) == ("refundable", [])
    assert (store["outcome"], goodwill["outcome"]) == ("not_applicable",) * 2
    assert data["letter"] == "policy_refund"
    assert policy["findings"][0]["inputs"] == {
        "start": "payment",
        "days": 7,
        "began_on": "2026-03-02",
        "last_day": "2026-03-09",
    }


def test_a_store_purchase_names_the_store(packs):
    data = verdict("--channel=app_store", "--country=SE")
    assert data["outcome"] == data["routes"][0]["outcome"] == "via_marketplace"
    assert data["routes"][2]["store"] == "app-store"
    assert data["routes"][0]["source"].startswith("https://www.coursera.org/")


def test_what_is_not_told_is_missing(packs):
    data = verdict("--channel=web", "--product=course_one_time")
    assert data["outcome"] == "conditional"
    assert data["routes"][0]["missing"] == ["paid_on", "certificate_earned"]
    assert data["missing"][:2] == ["country", "paid_on"]


def test_facts_of_the_law_and_money_are_read(packs):
    verdict(
        "--channel=web",
        "--amount=3990 SEK",
        "--period-days=365",
        "--fact=early_start_requested=yes",
        "--fact=charge_disclosed=unknown",
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--today=soon"], "--today: 'soon' is not a day"),
        (["--paid-on=2999-01-01"], "paid_on: That day has not come yet."),
        (["--starts-on=1999-12-31"], "starts_on: That is before the year 2000."),
        (["--product=nope"], "product: “nope” is not one of the answers."),
        (["--channel=nope"], "channel: “nope” is not one of the answers."),
        (["--country=QQ"], "country: We do not know that country."),
        (["--event=nope=no"], "--event: coursera has no event 'nope'"),
        (["--event=certificate_earned"], "'certificate_earned' is not NAME=VALUE"),
        (["--event=certificate_earned=perhaps"], "“perhaps” is not one of the answers"),
        (["--fact=nope=yes"], "--fact: there is no fact 'nope'"),
        (["--fact=fully_performed=ja"], "“ja” is not one of the answers"),
        (["--amount=3990"], "amount: Write the amount with its currency"),
        (["--amount=3990 XYZ"], "amount: “XYZ” is not a currency we know."),
        (["--amount=about 3990 SEK"], "amount: “about"),
        (["--period-days=-1"], "period_days: "),
        (["--period-days=week"], "period_days: "),
        (["--starts-on=2076-01-01"], "starts_on: That is years away."),
        (
            ["--trial-ends-on=2026-03-01", "--signed-up-on=2026-03-02"],
            "trial_ends_on: The trial cannot end before you signed up.",
        ),
        (
            ["--fact=fully_performed=yes", "--fact=content_started=no"],
            "fully_performed: This and “Have you started to use it?” cannot both be",
        ),
        (
            ["--paid-on=no", "--charge=renewal"],
            "paid_on: This and “Is it the first payment or a renewal?” cannot both",
        ),
        (
            ["--paid-on=2026-03-02", "--event=certificate_earned=2026-03-01"],
            "certificate_earned: That day is before the day you paid.",
        ),
        (
            ["--paid-on=2026-03-02", "--signed-up-on=2026-03-03"],
            "signed_up_on: You cannot have signed up after you paid.",
        ),
    ],
)
def test_bad_input_is_one_line_a_problem(packs, args, said):
    with pytest.raises(CommandError) as error:
        verdict(*args)
    assert said in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def test_several_problems_come_together(packs):
    with pytest.raises(CommandError) as error:
        verdict("--product=nope", "--country=QQ", "--amount=1", "--fact=x=y")
    assert len(str(error.value).splitlines()) == 4


@pytest.mark.django_db
def test_nobody():
    with pytest.raises(CommandError, match="no provider 'nobody'"):
        call_command("verdict", "nobody")


def test_the_table_is_of_its_time():
    """The table holds days of its own; none depends on when the tests run."""
    assert all(date.fromisoformat(row["today"]) for row in ROWS)
