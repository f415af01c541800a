"""The text for a store's form: what the store's answer calls for, short and honest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import settings

from letters.clauses import offered
from letters.draft import draft_letter
from letters.letter import Options, Sender
from letters.matter import Matter
from letters.wording import say
from refunds.datapack import Pack
from refunds.engine.assess import assess
from refunds.engine.facts import Charge, Purchase
from refunds.rulebook import rulebook
from refunds.statutes import law_in_files

PAID = date(2026, 11, 10)
AGREED = "delivery_started_acknowledged"
APPLE = Purchase(
    product="plus_annual",
    channel="app_store",
    country="SE",
    charge=Charge.FIRST,
    paid_on=PAID,
    events={AGREED: False},
)
GOOGLE = replace(APPLE, channel="google_play", events={})
PACKS = {
    path.stem: Pack.read(path) for path in sorted(settings.PACKS_DIR.glob("*.toml"))
}
LAW = law_in_files()
LONGEST = 500


def texts(purchase, day=10, slug="coursera", reason="", order_id=""):
    pack = PACKS[slug]
    rules = rulebook(pack, fresh_after=date.min, stores=PACKS)
    verdict = assess(purchase, rules, LAW, PAID + timedelta(days=day))
    billed_by = {channel.key: channel.billed_by for channel in pack.channels}
    store = PACKS[billed_by[purchase.channel]]
    matter = Matter(pack, purchase, verdict, LAW, store)
    options = Options(
        frozenset({"sv", "en"}), frozenset(offered(matter)), PAID, reason=reason
    )
    sender = Sender("Åsa Öberg", "asa@mail.example", order_id=order_id)
    draft = draft_letter(matter, sender, options, say)
    return {item.language: item.text.replace("\xa0", " ") for item in draft.for_store}


def test_within_the_days_of_store_and_law_it_withdraws():
    assert texts(APPLE) == {
        "en": (
            "I withdraw from the purchase of “Coursera Plus, annual” from Coursera,"
            " paid on 10 November 2026, within the 14 days that your terms give. I did"
            " not agree that the right of withdrawal is lost. Please refund what I paid"
            " to the same means of payment and answer me in writing."
        ),
        "sv": (
            "Jag ångrar köpet av ”Coursera Plus, per år” från Coursera, betalt den"
            " 10 november 2026, inom de 14 dagar som era villkor ger. Jag har inte"
            " godkänt att ångerrätten försvinner. Betala tillbaka det jag betalade till"
            " samma betalningsmedel och ge mig ett skriftligt besked."
        ),
    }


WITHDRAWS, ASKS = ("I withdraw from", "Jag ångrar"), ("I request a", "Jag begär")


@pytest.mark.parametrize(
    ("purchase", "day", "begins"),
    [
        pytest.param(APPLE, 14, WITHDRAWS, id="Apple, day 14"),
        pytest.param(APPLE, 15, ASKS, id="Apple, day 15"),
        pytest.param(
            replace(APPLE, events={AGREED: True}),
            1,
            WITHDRAWS,
            id="agreed to lose it, but by law it is a service",
        ),
        pytest.param(replace(APPLE, charge=Charge.RENEWAL), 1, ASKS, id="a renewal"),
        pytest.param(replace(APPLE, charge=None), 1, ASKS, id="perhaps a renewal"),
        pytest.param(replace(APPLE, country="US"), 1, ASKS, id="the USA"),
        pytest.param(replace(APPLE, paid_on=None), 1, ASKS, id="who knows when"),
        pytest.param(GOOGLE, 14, WITHDRAWS, id="Google, day 14"),
        pytest.param(GOOGLE, 15, ASKS, id="Google, day 15"),
        pytest.param(
            replace(GOOGLE, product="course_one_time"), 1, ASKS, id="an app at Google"
        ),
        pytest.param(
            replace(APPLE, product="plus_prepaid_1m"), 1, ASKS, id="no rule known"
        ),
    ],
)
def test_what_the_text_does_follows_from_the_stores_answer(purchase, day, begins):
    found = texts(purchase, day)
    english, swedish = begins
    assert found["en"].startswith(english)
    assert found["sv"].startswith(swedish)


@pytest.mark.parametrize(
    ("events", "said", "also_asks"),
    [
        ({AGREED: False}, True, False),
        ({}, False, True),
    ],
    ids=["did not agree", "who knows"],
)
def test_only_what_was_told_is_claimed(events, said, also_asks):
    text = texts(replace(APPLE, events=events))["en"]
    assert ("I did not agree" in text) is said
    assert ("I request a refund all the same" in text) is also_asks
    assert "that your terms give" in text or not said


def test_where_the_store_may_see_it_otherwise_no_rule_of_its_is_claimed():
    text = texts(GOOGLE, 1)["en"]
    assert "within 14 days." in text
    assert "that your terms give" not in text
    assert "If you consider that I cannot withdraw" in text


def test_where_nothing_was_charged_there_is_nothing_to_ask():
    assert texts(replace(APPLE, paid_on=None, charged=False)) == {}


def test_order_and_reasons_are_added_where_they_are_told():
    text = texts(APPLE, reason="It does not work", order_id="MX1")["en"]
    assert "Order number: MX1. My reasons: It does not work. Please refund" in text


@pytest.mark.parametrize(
    "slug",
    [
        slug
        for slug, pack in PACKS.items()
        if any(channel.billed_by for channel in pack.channels)
    ],
)
def test_the_text_fits_every_form(slug):
    pack = PACKS[slug]
    stores = [channel.key for channel in pack.channels if channel.billed_by]
    for channel in stores:
        for product in pack.products:
            for events in ({}, {AGREED: False}):
                purchase = replace(
                    APPLE, channel=channel, product=product.key, events=events
                )
                for text in texts(purchase, slug=slug).values():
                    assert len(text) <= LONGEST
                    assert "asa" not in text
                    assert "  " not in text
