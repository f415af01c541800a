"""The provider's rules as tables: a row says what differs, and why it exists."""

from __future__ import annotations

from datetime import date

import pytest

from refunds.engine.facts import (
    Charge,
)
from tests.engine.policies import (
    UNPAID,
    policy,
)


@pytest.mark.parametrize(
    ("changes", "today", "outcome", "deadline"),
    [
        pytest.param({}, "2026-03-02", "refundable", "2026-03-09", id="day 0"),
        pytest.param(
            {}, "2026-03-09", "refundable", "2026-03-09", id="day 7 is inside"
        ),
        pytest.param({}, "2026-03-10", "not_refundable", "2026-03-09", id="day 8"),
        pytest.param(
            {"paid_on": date(2026, 3, 27)},
            "2026-04-03",
            "refundable",
            "2026-04-03",
            id="day 7 across the change to summer time",
        ),
        pytest.param(
            {"events": {"certificate_earned": date(2026, 3, 9)}},
            "2026-03-09",
            "not_refundable",
            "2026-03-09",
            id="an event on the day of the request has happened",
        ),
        pytest.param(
            {"events": {"certificate_earned": date(2026, 3, 10)}},
            "2026-03-09",
            "refundable",
            "2026-03-09",
            id="an event dated later has not",
        ),
        pytest.param(
            {"events": {"certificate_earned": True}},
            "2026-03-09",
            "not_refundable",
            "2026-03-09",
            id="an event on an unknown day has happened",
        ),
        pytest.param(
            {"product": "preenrolled", "starts_on": date(2026, 9, 1)},
            "2026-03-09",
            "refundable",
            "2026-09-08",
            id="a pre-enrolment is open before the start",
        ),
        pytest.param(
            {"product": "preenrolled", "starts_on": date(2026, 3, 2)},
            "2026-03-10",
            "not_refundable",
            "2026-03-09",
            id="day 8 after the start",
        ),
        pytest.param(
            {"product": "prepaid", "country": "IN"},
            "2026-03-09",
            "refundable",
            "2026-03-09",
            id="a rule of the person's own country",
        ),
        pytest.param(
            {"product": "prepaid", "country": "BR"},
            "2026-03-09",
            "unknown",
            None,
            id="no rule for this country: unknown, not no",
        ),
        pytest.param(
            {"product": "annual", "paid_on": date(2026, 2, 28)},
            "2026-03-14",
            "refundable",
            "2026-03-14",
            id="last day of the earlier terms",
        ),
        pytest.param(
            {"product": "annual", "paid_on": date(2026, 3, 1)},
            "2026-03-05",
            "not_refundable",
            "2026-03-04",
            id="first day of the later terms",
        ),
        pytest.param(
            {"product": "annual", "charge": Charge.RENEWAL},
            "2026-03-02",
            "unknown",
            None,
            id="a rule for the first payment says nothing of a renewal",
        ),
        pytest.param(
            UNPAID | {"trial_ends_on": date(2026, 3, 9)},
            "2026-03-09",
            "no_charge",
            "2026-03-09",
            id="last day of the trial",
        ),
        pytest.param(
            {"product": "monthly", "trial_ends_on": date(2026, 3, 9)}
            | {"paid_on": date(2026, 3, 10)},
            "2026-03-10",
            "not_refundable",
            "2026-03-09",
            id="first day after the trial, charged",
        ),
        pytest.param(
            UNPAID | {"trial_ends_on": date(2026, 3, 9), "charged": False},
            "2026-03-10",
            "no_charge",
            None,
            id="first day after the trial, and nothing was charged",
        ),
        pytest.param(
            {"paid_on": None, "charged": False},
            "2026-03-09",
            "no_charge",
            None,
            id="nothing charged: nothing to give back",
        ),
        pytest.param(
            {"product": "monthly", "trial_ends_on": date(2026, 3, 1)},
            "2026-03-03",
            "not_refundable",
            "2026-03-01",
            id="charged after the trial",
        ),
        pytest.param(
            {"product": "monthly"}, "2026-03-03", "not_refundable", None, id="no trial"
        ),
        pytest.param(
            {"channel": "app_store"},
            "2026-03-03",
            "via_marketplace",
            None,
            id="a store",
        ),
        pytest.param(
            {"channel": "reseller"},
            "2026-03-03",
            "via_marketplace",
            None,
            id="another seller, by rule",
        ),
        pytest.param(
            {"channel": "reseller", "paid_on": None, "charged": False},
            "2026-03-03",
            "via_marketplace",
            None,
            id="another seller decides, charged or not",
        ),
        pytest.param(
            {"product": "degree"},
            "2026-03-03",
            "conditional",
            None,
            id="ask, no window",
        ),
        pytest.param(
            {"product": "specialization"},
            "2026-03-09",
            "conditional",
            "2026-03-09",
            id="ask, inside the window",
        ),
        pytest.param(
            {"product": "specialization"},
            "2026-03-10",
            "not_refundable",
            "2026-03-09",
            id="ask, too late",
        ),
        pytest.param(
            {"product": "upgrade", "starts_on": date(2026, 3, 1)},
            "2026-03-08",
            "partly_refundable",
            "2026-03-08",
            id="payment or start: the earlier counts",
        ),
        pytest.param(
            {"product": "upgrade", "starts_on": date(2026, 3, 5)},
            "2026-03-10",
            "not_refundable",
            "2026-03-09",
            id="payment or start: the payment was earlier",
        ),
        pytest.param(
            {"product": "club", "signed_up_on": date(2026, 3, 1)},
            "2026-03-09",
            "not_refundable",
            "2026-03-08",
            id="counted from sign-up, not from payment",
        ),
        pytest.param(
            {"product": "something else"}, "2026-03-09", "unknown", None, id="no rule"
        ),
    ],
)
def test_outcome_and_deadline(changes, today, outcome, deadline):
    route = policy(today=date.fromisoformat(today), **changes)
    assert (route.outcome, route.deadline) == (
        outcome,
        deadline and date.fromisoformat(deadline),
    )
    assert route.missing == ()
