"""Somebody else charged: whom to ask, how to see who it was, and what the law gives."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils.translation import override

from refunds.engine.verdict import Outcome
from refunds.legalwords import both_readings

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ALL, PART, NOTHING = (
    Outcome.REFUNDABLE,
    Outcome.PARTLY_REFUNDABLE,
    Outcome.NOT_REFUNDABLE,
)
SAYS = {
    "en": {
        "who": "The receipt, the invoice or the bank statement shows who it was.",
        "Apple": "Did Apple App Store charge you? See what we know about it",
        "Google": "Did Google Play charge you? See what we know about it",
        "days": "By law you mostly have 14 days from the contract to withdraw.",
        "open": "Were you told about the right of withdrawal?",
    },
    "sv": {
        "who": "Kvittot, fakturan eller kontoutdraget visar vem det var.",
        "Apple": "Tog Apple App Store betalt? Se vad vi vet om butiken",
        "Google": "Tog Google Play betalt? Se vad vi vet om butiken",
        "days": "Enligt lagen har du oftast 14 dagar på dig att ångra köpet",
        "open": "Fick du information om ångerrätten?",
    },
}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    ("slug", "answers", "told"),
    [
        pytest.param(
            "spotify",
            {"channel": "partner", "country": "DE"},
            {"who", "Apple", "Google", "days"},
            id="the pack names no store",
        ),
        pytest.param(
            "spotify",
            {"channel": "partner", "country": "GB"},
            {"who", "Apple", "Google", "days"},
            id="the law of another country",
        ),
        pytest.param(
            "spotify",
            {"channel": "partner", "country": "US"},
            {"who", "Apple", "Google"},
            id="no law that we know",
        ),
        pytest.param(
            "viaplay",
            {"channel": "partner", "country": "SE", "product": "unknown"},
            {"who", "Google", "days"},
            id="a store that the pack names is an answer of its own",
        ),
    ],
)
def test_the_page_says_whom_to_ask(client, packs, slug, answers, told, language):
    with override(language):
        address = reverse("refunds:verdict", args=[slug])
        guides = [
            reverse("refunds:guide", args=[store])
            for name, store in (("Apple", "app-store"), ("Google", "google-play"))
            if name in told
        ]
    html = client.get(address, answers).content.decode()
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
    assert {key for key, words in SAYS[language].items() if words in text} == told
    assert all(f'href="{guide}"' in html for guide in guides)


@pytest.mark.parametrize(
    ("possible", "english", "swedish"),
    [
        pytest.param(
            {ALL, PART, NOTHING},
            "everything, all but the part for the days you had access, or nothing.",
            "allt, allt utom delen för dagarna du hade tillgång, eller ingenting.",
            id="three",
        ),
        pytest.param(
            {ALL, NOTHING}, "everything or nothing.", "allt eller ingenting.", id="two"
        ),
        pytest.param({ALL}, "get back everything.", "tillbaka allt.", id="one"),
    ],
)
def test_readings_of_the_law_are_one_sentence(possible, english, swedish):
    for language, words in (("en", english), ("sv", swedish)):
        with override(language):
            assert both_readings(frozenset(possible)).endswith(words)
