"""What a stranger at the company reads: which service, and on which ground."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PERSON = {"name": "Åsa Öberg", "account_email": "asa@mail.example"}
BOUGHT = {"country": "SE", "channel": "web", "charge": "first"}


@pytest.fixture
def letter(client, packs):
    """Return the text of a letter that withdraws and terminates."""

    def write(slug, answers, language):
        with override(language):
            where = reverse("letters:letter", args=[slug], query=BOUGHT | answers)
        sent = {
            "letter_language": language,
            "erasure": "no",
            "out": "txt",
            "part_withdraw": "on",
            "part_terminate": "on",
        }
        text = client.post(where, PERSON | sent).content.decode()
        return " ".join(text.replace("\xa0", " ").split())

    return write


@pytest.mark.parametrize(
    ("slug", "product", "named"),
    [
        pytest.param(
            "adobe-creative-cloud",
            "annual_monthly",
            "”Adobe Creative Cloud (Årsavtal som betalas varje månad)”",
            id="a kind of contract needs the service",
        ),
        pytest.param(
            "spotify",
            "premium",
            "”Spotify Premium, betalas varje period”",
            id="the name says it",
        ),
        pytest.param(
            "netflix", "membership", "”Abonnemang på Netflix”", id="so does this"
        ),
    ],
)
def test_the_letter_names_the_service(letter, slug, product, named):
    answers = {"product": product, "paid_on": "2026-11-20"}
    assert named in letter(slug, answers, "sv")


def test_who_paid_is_the_sender_not_the_company(letter, time_machine):
    time_machine.move_to("2026-11-24 12:00+01:00")
    answers = {"product": "membership", "paid_on": "2026-11-20"}
    text = letter("netflix", answers, "sv")
    assert "frånträder avtalet om ”Abonnemang på Netflix”. Jag betalade den" in text


@pytest.mark.parametrize(
    ("informed", "ground"),
    [
        ("no", "I was not given the information about the right of withdrawal"),
        ("unknown", "I am not aware that I was given the information"),
        ("yes", ""),
    ],
)
def test_after_the_period_the_letter_says_why_it_is_open(
    letter, time_machine, informed, ground
):
    time_machine.move_to("2026-11-29 12:00+01:00")
    answers = {
        "product": "membership",
        "paid_on": "2026-10-29",
        "withdrawal_information_given": informed,
    }
    text = letter("netflix", answers, "en")
    assert ground in text
    assert ("information about the right" in text) is bool(ground)


@pytest.mark.parametrize(
    ("product", "asks"),
    [
        pytest.param("bound", True, id="twelve months, and terms that leave it open"),
        pytest.param("rolling", False, id="nothing binds"),
    ],
)
def test_who_is_bound_asks_to_leave_early(client, packs, product, asks):
    bought = BOUGHT | {"channel": "in_club", "product": product, "charge": "renewal"}
    with override("en"):
        where = reverse("letters:letter", args=["sats"], query=bought)
    sent = {"letter_language": "en", "erasure": "no", "out": "txt"}
    text = client.post(where, PERSON | sent | {"part_terminate": "on"}).content.decode()
    assert ("please let me leave early" in " ".join(text.split())) is asks
