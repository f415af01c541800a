"""Bought through a store: its answer, its questions and its way, page by page."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from providers.models import Channel
from refunds.catalogue import find
from refunds.models import RefundEvent, RefundRule

pytestmark = pytest.mark.django_db

LANGUAGES = ["sv", "en"]
AGREED = "delivery_started_acknowledged"


def days_ago(days):
    return (timezone.localdate() - timedelta(days=days)).isoformat()


def bought(channel, days=10, **changes):
    answers = {
        "channel": channel,
        "product": "plus_annual",
        "country": "SE",
        "charge": "first",
        "paid_on": days_ago(days),
    }
    answers |= {AGREED: "no"} if channel == "app_store" else {}
    return {key: value for key, value in (answers | changes).items() if value}


@pytest.fixture
def look(client, packs):
    """Return a function that shows a page of a provider as words and links."""

    def look(answers=(), language="en", name="verdict", slug="coursera"):
        with override(language):
            address = reverse(f"refunds:{name}", args=[slug])
        html = client.get(address, dict(answers)).content.decode()
        text = unescape(re.sub(r"<[^>]+>", " ", html)).replace("\xa0", " ")
        return " ".join(text.split()), html

    return look


def asked_for(html):
    return re.findall(r'<input type="(?:radio|text)" name="(\w+)"', html)


SAYS = {
    "en": {
        "apple": "By the store’s rules you can get the money back until",
        "late": "By the store’s rules you probably get nothing back.",
        "google": "Google Play decides. You can ask until",
        "maybe": "By the store’s rules you may get the money back until",
        "old": "quoting Google's rules in March 2018, and we do not know whether",
        "no such rule": "We know no rule of Google Play",
        "renewal": "Apple's App Store decides. You can ask for the money there.",
        "nothing like it": "We know no rule of Apple's App Store for this kind of",
        "which": "“Digital service, such as storage space” or “Subscription to digital",
        "rule": "You can change your mind within 14 days of Apple's receipt",
        "caveat": "We have seen the French text only, of 15 September 2025",
        "last day": "Last day by the store’s rules",
        "step": "Ask Apple's App Store for the money by",
        "48 hours": "within 48 hours of the purchase",
        "why": "You agreed that the right is lost, and the content has started. That",
    },
    "sv": {
        "apple": "Enligt butikens regler kan du få tillbaka pengarna till och med",
        "late": "Enligt butikens regler får du troligen ingenting tillbaka.",
        "google": "Google Play avgör. Du kan begära pengarna till och med",
        "maybe": "Enligt butikens regler kan du kanske få tillbaka pengarna till och",
        "old": "citat av Googles regler i mars 2018, och vi vet inte om",
        "no such rule": "Vi känner inte till någon regel hos Google Play",
        "renewal": "Apples App Store avgör. Du kan begära pengarna där.",
        "nothing like it": "Vi känner inte till någon regel hos Apples App Store för",
        "which": "”Digital tjänst, till exempel lagringsutrymme” eller ”Abonnemang på",
        "rule": "Du kan ångra dig inom 14 dagar från Apples kvitto",
        "caveat": "Vi har bara sett den franska texten, från 15 september 2025",
        "last day": "Butikens sista dag",
        "step": "Begär pengarna tillbaka hos Apples App Store senast",
        "48 hours": "inom 48 timmar från köpet",
        "why": "Du godkände att ångerrätten försvinner, och innehållet har startat.",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("answers", "said", "unsaid"),
    [
        pytest.param(
            bought("app_store", 14),
            ["apple", "rule", "caveat", "step"],
            ["late"],
            id="Apple, day 14",
        ),
        pytest.param(
            bought("app_store", 10),
            ["apple", "last day"],
            ["late"],
            id="Apple, day 10",
        ),
        pytest.param(
            bought("app_store", 15), ["late"], ["apple", "step"], id="Apple, day 15"
        ),
        pytest.param(
            bought("app_store", 1, **{AGREED: "yes"}),
            ["late", "why"],
            ["last day"],
            id="agreed to lose the right",
        ),
        pytest.param(
            bought("app_store", 1, charge="renewal"),
            ["renewal"],
            ["apple", "last day"],
            id="a renewal",
        ),
        pytest.param(
            bought("app_store", 1, product="plus_prepaid_1m"),
            ["nothing like it"],
            ["rule"],
            id="nothing like it in the store",
        ),
        pytest.param(
            bought("google_play", 1),
            ["google", "which", "old", "48 hours", "last day"],
            ["late", "maybe"],
            id="Google, day 1: what the press told in 2018 promises nothing",
        ),
    ],
)
def test_the_page_tells_the_stores_answer(look, answers, said, unsaid, language):
    text, _html = look(answers, language)
    assert [key for key in said if SAYS[language][key] not in text] == []
    assert [key for key in unsaid if SAYS[language][key] in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_headline_and_rules_agree_where_nobody_said_which_product(look, language):
    """Of the only product it is not asked, so no answer says which one it is."""
    answers = bought("google_play", 1, product=None, country="DE")
    text, _html = look(answers, language, slug="duolingo")
    said = {key for key, words in SAYS[language].items() if words in text}
    assert {"google", "which", "old"} <= said
    assert not {"maybe", "no such rule"} & said


def test_the_answer_has_its_source_and_the_stores_own_links(look):
    _text, html = look(bought("app_store"))
    for link in (
        "https://www.apple.com/fr/legal/internet-services/itunes/fr/terms.html",
        "https://reportaproblem.apple.com",
        "https://support.apple.com/en-gb/HT202039",
        reverse("refunds:guide", args=["app-store"]),
    ):
        assert f'href="{link}"' in html


IN_SWEDISH, IN_ENGLISH = ("/sv-se/HT", "?hl=sv"), ("/en-gb/HT", "?hl=en-GB")


@pytest.mark.parametrize(
    ("language", "theirs", "others"),
    [("sv", IN_SWEDISH, IN_ENGLISH), ("en", IN_ENGLISH, IN_SWEDISH)],
)
@pytest.mark.parametrize(
    ("name", "slug", "answers"),
    [
        pytest.param("verdict", "duolingo", bought("app_store"), id="Apple's answer"),
        pytest.param("verdict", "duolingo", bought("google_play"), id="Google's"),
        pytest.param("guide", "app-store", (), id="Apple's guide"),
        pytest.param("guide", "google-play", (), id="Google's guide"),
        pytest.param("guide", "apple-tv-plus", (), id="a guide that names the page"),
    ],
)
def test_buttons_lead_to_pages_in_the_readers_language(
    look, name, slug, answers, language, theirs, others
):
    answers = {key: value for key, value in dict(answers).items() if key != "product"}
    _text, html = look(answers, language, name, slug)
    # Sources are named as they were read, whatever their language.
    acting = re.sub(r'<ol class="sources">.*?</ol>', "", html, flags=re.DOTALL)
    pages = re.findall(r'<a (?!class="source")[^>]*href="(https:[^"]*)"', acting)
    assert [link for link in pages if any(part in link for part in theirs)]
    assert not [link for link in pages if any(part in link for part in others)]


def test_the_stores_questions_come_one_by_one_and_only_there(look):
    """Who charged decides whose questions are asked."""
    answers = bought("app_store", product=None, charge=None, paid_on=None) | {
        AGREED: ""
    }
    expected = ["product", "charge", "paid_on", AGREED]
    given = bought("app_store")
    for place, key in enumerate(expected):
        _text, html = look(answers)
        assert list(dict.fromkeys(asked_for(html))) == expected[place:]
        answers |= {key: given[key]}
    assert asked_for(look(answers)[1]) == []
    for channel in ("web", "google_play"):
        assert AGREED not in look({"channel": channel, "country": "SE"})[1]
    assert AGREED not in look({"country": "SE"})[1]


def test_what_nobody_knows_leaves_it_open(look):
    text, _html = look(bought("app_store", **{AGREED: "unknown"}))
    assert "By the store’s rules you may get the money back until" in text
    assert "Still open: Did you agree, when buying," in text
    text, _html = look(bought("app_store", paid_on="unknown"))
    assert "It depends on an answer we do not have." in text


def test_where_nothing_is_charged_nothing_is_asked_of_the_store(look):
    text, html = look(bought("app_store", paid_on="no"))
    assert "Cancel in Apple's App Store before you are." in text
    assert "Ask for the money in the store" not in text
    assert "#for-store" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_shows_the_stores_own_way(look, language):
    _text, html = look(name="guide", language=language)
    with override(language):
        pages = [
            reverse("refunds:guide", args=[s]) for s in ("app-store", "google-play")
        ]
    for page in pages:
        assert f'href="{page}"' in html
    assert "reportaproblem.apple.com" in html
    lonely, _html = look(name="guide", language=language, slug="netflix")
    assert "reportaproblem" not in lonely


def test_a_channel_without_steps_of_its_own_shows_the_stores(look):
    text, _html = look(name="guide", slug="duolingo")
    assert "Go to reportaproblem.apple.com and sign in." in text


def test_an_edit_of_the_stores_rule_shows_at_once(look):
    """However it was made: the stamp counts the rows of every store."""
    assert SAYS["en"]["apple"] in look(bought("app_store", 5))[0]
    rule = RefundRule.objects.get(key="eu-14-days-subscription")
    rule.window_days = 3
    rule.explanation_en = "Three days, an editor says."
    rule.save()
    text, _html = look(bought("app_store", 5))
    assert SAYS["en"]["late"] in text
    assert "Three days, an editor says." in look(bought("app_store", 2))[0]
    event = RefundEvent.objects.get(provider__slug="app-store", key=AGREED)
    event.question_en = "Did you tick the box?"
    event.save()
    assert "Did you tick the box?" in look(bought("app_store", 2, **{AGREED: ""}))[0]
    rule.delete()
    assert SAYS["en"]["renewal"] in look(bought("app_store", 2))[0]


def test_old_facts_of_the_store_are_not_relied_on(look, packs):
    entry = find("coursera")
    front = entry.rules.storefronts["app_store"]
    assert front.rules.stale is entry.rules.stale is False
    store = Channel.objects.get(provider__slug="app-store").provider
    store.checked_on = timezone.localdate() - timedelta(days=10_000)
    store.save()
    assert find("coursera").rules.storefronts["app_store"].rules.stale
    text, _html = look(bought("app_store"))
    assert "Read the terms before you rely on this." in text


def test_a_shared_key_is_asked_in_the_stores_words(look):
    """Apple TV+ has an event of the same name, but the store took the money."""
    answers = bought("app_store", product="apple_tv", **{AGREED: ""})
    ours = RefundEvent.objects.get(provider__slug="app-store", key=AGREED)
    assert ours.question_en in look(answers, slug="apple-tv-plus")[0]


def test_editors_are_told_what_a_store_has_no_counterpart_for(packs):
    out = StringIO()
    call_command("check_packs", stdout=out)
    lines = [line for line in out.getvalue().splitlines() if "same kind" in line]
    assert (
        len([line for line in lines if line.startswith("coursera.toml: warning:")]) == 2
    )
    assert any("plus_prepaid_1m" in line for line in lines)
    assert not any("plus_annual" in line for line in lines)
