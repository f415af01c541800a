"""The rules of a guide as rows of a table, and what has changed in them."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from html import unescape

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from refunds.changelog import change_log
from refunds.datapack import Pack
from refunds.ruletable import for_new_purchases, rule_rows

TODAY = date(2026, 11, 24)
COURSERA = tomllib.loads((settings.PACKS_DIR / "coursera.toml").read_text("utf-8"))
WEB = {"products": ["course_one_time"], "channels": ["web"]}


def rule(key="r", **fields):
    """A rule as a file has it."""
    explanation = {"sv": "Regel.", "en": "Rule."}
    plain = {"key": key, "outcome": "full", "explanation": explanation, "source": "tos"}
    return plain | fields


def change(since, text):
    text = {"sv": text, "en": text}
    note = {"topic": "changes", "text": text, "source": "tos"}
    return note | ({"since": since} if since else {})


def packed(*rules, notes=()):
    """Coursera with other rules and notes."""
    other = {"rules": list(rules), "notes": list(notes), "cases": []}
    return Pack.checked(COURSERA | other)


def row(language="en", country="SE", **fields):
    with override(language):
        return rule_rows(packed(rule(**fields)), language, country)[0]


# Rows


@pytest.mark.parametrize(
    ("fields", "english", "swedish"),
    [
        pytest.param(
            {"window": {"days": 7, "start": "payment"}},
            "Full refund, 7 days from the payment",
            "Hela beloppet, 7 dagar från betalningen",
            id="counted from the payment",
        ),
        pytest.param(
            {"window": {"days": 1, "start": "start"}, "outcome": "partial"},
            "Partial refund, until 1 day after the start",
            "En del av beloppet, till och med 1 dag efter starten",
            id="one day after the start",
        ),
        pytest.param(
            {"window": {"days": 0, "start": "trial_end"}, "outcome": "no_charge"},
            "Nothing is charged, until the free trial ends",
            "Inga pengar dras, tills provperioden är slut",
            id="a trial",
        ),
        pytest.param(
            {"window": {"days": 0, "start": "trial_end"}, "outcome": "none"},
            "No refund",
            "Ingen återbetalning",
            id="refused: the window would mislead",
        ),
        pytest.param({}, "Full refund", "Hela beloppet", id="no window"),
    ],
)
def test_terms_in_a_few_words(fields, english, swedish):
    assert row("en", **fields).terms == english
    assert row("sv", **fields).terms.replace("\xa0", " ") == swedish


@pytest.mark.parametrize(
    ("fields", "products", "scope"),
    [
        ({}, "Everything", ""),
        (WEB, "Single course, paid once", "Coursera's website"),
        (
            {"charge": "renewal", "countries": ["EU", "IN"]},
            "Everything",
            "renewal · the EU, India",
        ),
    ],
    ids=["everything", "one product in one channel", "renewals in some countries"],
)
def test_what_a_rule_is_about(fields, products, scope):
    found = row(**fields)
    assert (found.products, found.scope) == (products, scope)


@pytest.mark.parametrize(
    ("fields", "query"),
    [
        ({}, "country=SE"),
        (WEB, "product=course_one_time&channel=web&country=SE"),
        ({"charge": "first"}, "charge=first&country=SE"),
        ({"products": ["plus_annual", "plus_monthly"]}, "country=SE"),
    ],
    ids=["nothing named", "one of each", "the charge", "several: not for us to choose"],
)
def test_the_link_answers_what_the_rule_names(fields, query):
    assert row(**fields).query == query


def test_what_ends_the_right():
    assert (
        row(ended_by=["certificate_earned"]).ended_by == "You have earned a certificate"
    )


@pytest.mark.parametrize(
    ("fields", "country", "here"),
    [
        ({}, "SE", True),
        ({"valid_to": TODAY}, "SE", True),
        ({"valid_to": date(2026, 11, 23)}, "SE", False),
        ({"valid_from": date(2027, 1, 1)}, "SE", False),
        ({"countries": ["EU"]}, "SE", True),
        ({"countries": ["EU"]}, "IN", False),
    ],
    ids=["no day", "last day", "over", "to come", "in the group", "elsewhere"],
)
def test_rules_for_somebody_who_buys_here_today(fields, country, here):
    rows = rule_rows(packed(rule(**fields)), "en", country)
    assert for_new_purchases(rows, TODAY) == ((rows, []) if here else ([], rows))


# Changes

MAY, JUNE = date(2026, 5, 31), date(2026, 6, 1)
OLD = WEB | {"valid_to": MAY, "window": {"days": 14, "start": "payment"}}
NEW = WEB | {"valid_from": JUNE, "window": {"days": 7, "start": "payment"}}
SEVEN = "Full refund, 7 days from the payment"
FOURTEEN = "Full refund, 14 days from the payment"
COURSE = "Single course, paid once (Coursera's website)"


@pytest.mark.parametrize(
    ("rules", "notes", "told"),
    [
        pytest.param([rule()], [], [], id="no day, no change"),
        pytest.param(
            [rule("new", **NEW), rule("old", **OLD)],
            [],
            [f"{COURSE}: {SEVEN}. Before: {FOURTEEN}."],
            id="one rule takes over from another",
        ),
        pytest.param(
            [rule("new", **NEW | {"window": OLD["window"]}), rule("old", **OLD)],
            [],
            [],
            id="the same terms go on",
        ),
        pytest.param(
            [rule("old", **OLD)],
            [],
            [f"{COURSE}: no longer full refund, 14 days from the payment."],
            id="a rule ends",
        ),
        pytest.param(
            [rule("new", **NEW)],
            [],
            [f"{COURSE}: {SEVEN}."],
            id="a rule begins",
        ),
        pytest.param(
            [rule("new", **NEW), rule("old", **OLD)],
            [change(JUNE, "Only 7 days.")],
            ["Only 7 days."],
            id="written down: not told twice",
        ),
    ],
)
def test_what_has_changed(rules, notes, told):
    with override("en"):
        pack = packed(*rules, notes=notes)
        log = change_log(pack, rule_rows(pack, "en", "SE"), "en", TODAY)
    assert [item.text for day in log for item in day.changes] == told
    assert {day.day for day in log} <= {JUNE}


def test_newest_first_to_come_and_undated():
    days = [JUNE, date(2027, 1, 1), None, date(2025, 1, 1)]
    pack = packed(notes=[change(day, str(day)) for day in days])
    log = change_log(pack, [], "en", TODAY)
    assert [day.day for day in log] == [date(2027, 1, 1), JUNE, date(2025, 1, 1), None]
    assert [day.is_coming for day in log] == [True, False, False, False]


# On the page


def text_of(html):
    plain = unescape(re.sub(r"<[^>]+>", " ", html)).replace("\xa0", " ")
    return " ".join(plain.split())


def page(client, language, name="guide", **query):
    with override(language):
        address = reverse(f"refunds:{name}", args=["coursera"])
    return client.get(address, query).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "choose", "since"),
    [
        ("en", "Choose what you bought", "Since 30 June 2026"),
        ("sv", "Välj det du köpte", "Sedan 30 juni 2026"),
    ],
)
def test_every_row_leads_to_the_questions(client, packs, language, choose, since):
    html = page(client, language)
    table = re.search(
        r'<section aria-labelledby="rules".*?</section>', html, re.DOTALL
    )[0]
    assert choose in table
    links = re.findall(r'<th scope="row"><a href="([^"]+)"', table)
    assert len(links) == table.count("<tr>") - 1 > 5
    for link in links:
        questions = client.get(unescape(link))
        assert questions.status_code == 200
        assert 'aria-invalid="true"' not in questions.content.decode()
    assert since in text_of(html)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "en"])
def test_earlier_rules_have_a_page_with_their_caveats(client, packs, language):
    everything = page(client, language, "rules", country="SE")
    caveat = {"sv": "Vi vet inte vilken dag de byttes.", "en": "on which day they"}
    assert caveat[language] in text_of(everything)
    assert everything.count('<th scope="row"><a href="') == len(COURSERA["rules"])
    guide = page(client, language)
    assert caveat[language] not in text_of(guide)
    with override(language):
        assert f"{reverse('refunds:rules', args=['coursera'])}?country=SE" in guide
