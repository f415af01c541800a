"""The letter about personal data, last of all: when to send it, and who says so."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.utils.translation import override
from icalendar import Calendar

from letters.words import NBSP
from refunds.asking import ask
from refunds.plan import todos
from tests.letters.letterpage import Page, filled
from tests.letters.test_afterwards import BOUGHT, TRIAL, address

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def _today(packs, time_machine):
    time_machine.move_to("2026-11-24 12:00+01:00", tick=False)


SECOND = "The letter about your personal data is still to be sent."


@pytest.mark.parametrize("answers", [{}, TRIAL], ids=["paid", "nothing charged"])
@pytest.mark.parametrize(
    ("about", "said"),
    [
        pytest.param("first", 1, id="the first of two"),
        pytest.param("", 1, id="not told"),
        pytest.param("money", 0, id="no word of data"),
        pytest.param("data", 0, id="this is it"),
        pytest.param("both", 0, id="in the same letter"),
    ],
)
def test_the_second_letter_is_a_step_with_its_address(client, answers, about, said):
    told = BOUGHT | answers
    page = client.get(address(**told, about=about))
    assert page.content.decode().count(SECOND) == said
    links = [urlsplit(link) for link in Page(page).links if "#ways-2" in link]
    assert [QueryDict(link.query).dict() for link in links] == [told] * said
    file = client.get(address("after_calendar", **told, about=about)).content
    entries = [str(e["description"]) for e in Calendar.from_ical(file).walk("VEVENT")]
    with_step = [text for text in entries if SECOND in text]
    assert len(with_step) == said
    assert all("http://testserver/en/" in text for text in with_step)
    assert all(text.endswith("#ways-2") for text in with_step)


@pytest.mark.parametrize(
    ("chosen", "abouts"),
    [
        pytest.param({}, ["first", "data"], id="two letters, as suggested"),
        pytest.param({"erasure": "together"}, ["both"], id="in the same letter"),
        pytest.param({"erasure": "no"}, ["money"], id="nothing about data"),
        pytest.param(
            {"part_withdraw": "", "part_refund": "", "part_confirm": ""},
            ["data"],
            id="about data alone",
        ),
    ],
)
def test_the_letter_page_says_what_was_sent(client, chosen, abouts):
    where = address("letter", **BOUGHT)
    sent = filled(client, where, **chosen)
    page = Page(client.post(where, {key: on for key, on in sent.items() if on}))
    links = [urlsplit(link) for link in page.links if "/sent/" in link]
    assert [QueryDict(link.query)["about"] for link in links] == abouts


EVIDENCE = "until then the account is your evidence."


@pytest.mark.parametrize(
    ("slug", "answers", "when"),
    [
        pytest.param(
            "coursera",
            BOUGHT,
            f"Leave it until the money has arrived, or is refused for good: {EVIDENCE}",
            id="paid",
        ),
        pytest.param(
            "coursera",
            BOUGHT | TRIAL,
            "Leave it until the trial has ended, on 28 November 2026, and nothing has"
            f" been charged: {EVIDENCE}",
            id="a free trial",
        ),
        pytest.param(
            "duolingo",
            {"channel": "app_store", "country": "SE", "trial_ends_on": "2026-11-28"},
            "Leave it until the trial has ended, on 28 November 2026, and nothing has"
            f" been charged: {EVIDENCE}",
            id="a free trial in a store",
        ),
        pytest.param(
            "tre",
            {"channel": "web", "country": "SE", "charge": "first", "paid_on": "no"},
            "Leave it until the contract has ended and nothing more is charged:"
            f" {EVIDENCE}",
            id="a contract with no bill yet",
        ),
    ],
)
def test_what_to_wait_for_is_said_everywhere_in_the_same_words(
    client, slug, answers, when
):
    with override("en"):
        assert todos(ask(slug, answers))[-1].text.replace(NBSP, " ") == when
    for name in ("letter", "after"):
        page = client.get(address(name, slug=slug, **answers)).content.decode()
        assert when in page.replace(NBSP, " "), name


@pytest.mark.parametrize(
    ("language", "answers", "said"),
    [
        pytest.param(
            "en",
            TRIAL,
            "The free trial ends on 28 November 2026 and is not to turn into a paid"
            " subscription.",
            id="English",
        ),
        pytest.param(
            "sv",
            TRIAL,
            "Provperioden slutar den 28 november 2026 och ska inte övergå i ett betalt"
            " abonnemang.",
            id="Swedish",
        ),
        pytest.param(
            "en", TRIAL | {"trial_ends_on": "unknown"}, None, id="nobody knows when"
        ),
        pytest.param("en", TRIAL | {"paid_on": "2026-11-20"}, None, id="paid for"),
    ],
)
def test_the_letter_names_the_day_the_trial_ends(client, language, answers, said):
    where = address("letter", language, **BOUGHT | answers)
    sent = filled(client, where, letter_language=language, out="txt")
    letter = client.post(where, sent).content.decode().replace(NBSP, " ")
    if said:
        assert said in letter
    else:
        assert "trial" not in letter
