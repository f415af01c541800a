"""Called by a salesperson: bound only by what one accepted in writing (DAL 2:3 a)."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override

from refunds.asking import ask
from refunds.plan import todos

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PERSON = {"name": "Åsa Öberg", "account_email": "asa@mail.example"}
NEW = {"country": "SE", "channel": "web", "charge": "first", "paid_on": "no"}
SWITCH = 'name="part_not_accepted"'


@pytest.mark.parametrize(
    ("slug", "changes", "offered"),
    [
        pytest.param("tre", {}, True, id="a phone company"),
        pytest.param("other-company", {"company": "Elbolaget"}, True, id="no kind"),
        pytest.param("netflix", {"paid_on": "2026-11-20"}, False, id="streaming"),
        pytest.param("tre", {"channel": "on_site"}, False, id="in the shop"),
        pytest.param("tre", {"country": "DE"}, False, id="another country's law"),
        pytest.param(
            "dagens-nyheter",
            {"charge": "renewal", "paid_on": "2026-11-20"},
            False,
            id="a renewal is no new sale",
        ),
    ],
)
def test_only_who_may_have_been_called_can_say_so(
    client, packs, time_machine, slug, changes, offered
):
    time_machine.move_to("2026-11-24 12:00+01:00")
    answers = NEW | {"signed_up_on": "2026-11-20"} | changes
    with override("en"):
        page = client.get(reverse("letters:letter", args=[slug], query=answers))
    html = page.content.decode()
    assert (SWITCH in html) is offered
    assert "checked" not in html.split(SWITCH)[-1].split(">")[0] or not offered


def test_the_plan_says_so_where_one_withdraws(packs, time_machine):
    time_machine.move_to("2026-11-24 12:00+01:00")
    with override("en"):
        plan = todos(ask("tre", NEW | {"signed_up_on": "2026-11-20"}))
        assert any("Did they call you?" in fact for todo in plan for fact in todo.facts)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_letter_disputes_first_and_withdraws_all_the_same(
    client, packs, time_machine, language
):
    time_machine.move_to("2026-11-24 12:00+01:00")
    answers = NEW | {"signed_up_on": "2026-11-20"}
    with override(language):
        where = reverse("letters:letter", args=["tre"], query=answers)
    sent = {"letter_language": language, "erasure": "no", "out": "txt"}
    parts = {"part_not_accepted": "on", "part_withdraw": "on"}
    text = client.post(where, PERSON | sent | parts).content.decode()
    text = " ".join(text.replace("\xa0", " ").split())
    said = {
        "sv": ["inte bunden av något avtal (2 kap. 3 a § lagen", "jag frånträder"],
        "en": ["not bound by any contract (Chapter 2, Section 3 a", "I withdraw"],
    }[language]
    assert [text.index(words) for words in said] == sorted(map(text.index, said))
