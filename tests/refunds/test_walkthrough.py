"""Coursera's three kinds of purchase in five countries, walked through day by day.

Bought on Monday 2 November 2026, asked about on day 0, 7, 14, 15 and 40, by people who
asked to start at once and were, or were not, told of the right of withdrawal.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from itertools import product as combinations

import pytest
from django.urls import reverse
from django.utils.translation import override

BOUGHT = date(2026, 11, 2)
DAYS = (0, 7, 14, 15, 40)
WITH_A_RIGHT = ("SE", "DE", "GB")
COUNTRIES = (*WITH_A_RIGHT, "IN", "US")
LAST_DAY_OF_TERMS = {"plus_monthly": None, "plus_annual": 14, "course_one_time": 7}
FLAGS = {
    "refundable": {"en": "Yes, the full amount", "sv": "Ja, hela beloppet"},
    "partly_refundable": {"en": "Yes, part of it", "sv": "Ja, en del"},
    "not_refundable": {"en": "Probably not", "sv": "Troligen inte"},
}


def expected(product, country, day, informed):
    """Return the outcome and its last day, counted from the purchase."""
    by_terms = LAST_DAY_OF_TERMS[product]
    if by_terms is not None and day <= by_terms:
        return "refundable", by_terms
    if country not in WITH_A_RIGHT:
        return "not_refundable", None
    if not informed:
        # Without information a year more: 16 November 2027.
        return "refundable", 14 if day <= 14 else 14 + 365
    return ("partly_refundable", 14) if day <= 14 else ("not_refundable", None)


def answers(product, country, informed):
    return {
        "channel": "web",
        "product": product,
        "country": country,
        "charge": "first",
        "paid_on": BOUGHT.isoformat(),
        "signed_up_on": BOUGHT.isoformat(),
        "certificate_earned": "no",
        "early_start_requested": "yes",
        "fully_performed": "no",
        "withdrawal_information_given": "yes" if informed else "no",
    }


@pytest.mark.one_database
@pytest.mark.parametrize("product", LAST_DAY_OF_TERMS)
@pytest.mark.parametrize("country", COUNTRIES)
def test_every_day(client, packs, time_machine, country, product):
    for day, informed in combinations(DAYS, (True, False)):
        asked_on = BOUGHT + timedelta(days=day)
        time_machine.move_to(datetime(*asked_on.timetuple()[:3], 12, tzinfo=UTC))
        query = answers(product, country, informed)
        outcome, last = expected(product, country, day, informed)
        with override("en"):
            address = reverse("refunds:verdict", args=["coursera"], query=query)
        data = client.get(address, headers={"accept": "application/json"}).json()
        told = (day, informed)
        assert (data["outcome"], data["missing"]) == (outcome, []), told
        if last is not None:
            deadline = (BOUGHT + timedelta(days=last)).isoformat()
            assert data["deadline"] == deadline, told
        for language, flag in FLAGS[outcome].items():
            with override(language):
                page = reverse("refunds:verdict", args=["coursera"], query=query)
            html = client.get(page).content.decode()
            text = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
            assert flag in text, told
