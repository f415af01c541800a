"""Bought through a store: what programs and the command line hear."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.translation import override

from refunds.engine.verdict import Basis
from tests.refunds.test_stores import AGREED, bought, days_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine(client, packs):
    """Return a function that asks for the verdict as a machine does."""

    def machine(answers, slug="coursera"):
        with override("en"):
            address = reverse("refunds:verdict", args=[slug])
        return client.get(address, answers, headers={"accept": "application/json"})

    return machine


@pytest.mark.parametrize(
    ("answers", "status", "outcome"),
    [
        pytest.param(bought("app_store", 14), 200, "refundable", id="day 14"),
        pytest.param(bought("app_store", 15), 200, "not_refundable", id="day 15"),
        pytest.param(
            bought("app_store", **{AGREED: days_ago(1)}),
            200,
            "not_refundable",
            id="with a day",
        ),
        pytest.param(
            bought("app_store", **{AGREED: "perhaps"}), 400, None, id="no answer"
        ),
    ],
)
def test_machines_hear_it_too(machine, answers, status, outcome):
    response = machine(answers)
    assert response.status_code == status
    if status == 200:
        data = response.json()
        policy, _law, store, _goodwill = data["routes"]
        assert policy["outcome"] == data["outcome"] == "via_marketplace"
        assert (store["outcome"], store["store"]) == (outcome, "app-store")
        assert store["rule"] == "eu-14-days-subscription"
        assert data["deadline"] == (
            store["deadline"] if outcome == "refundable" else None
        )


def test_the_command_knows_the_stores_events(packs):
    def run(channel):
        out = StringIO()
        call_command(
            "verdict",
            "coursera",
            f"--channel={channel}",
            "--product=plus_annual",
            "--country=SE",
            "--charge=first",
            "--paid-on=2026-11-10",
            f"--event={AGREED}=no",
            "--today=2026-11-24",
            "--json",
            stdout=out,
        )
        return out.getvalue()

    assert '"deadline": "2026-11-24"' in run("app_store")
    with pytest.raises(CommandError, match=f"coursera has no event '{AGREED}'"):
        run("web")


def test_each_basis_is_there_once(machine):
    data = machine(bought("google_play")).json()
    assert [route["basis"] for route in data["routes"]] == list(Basis)
