"""Companies that only the visitor knows: law-only answer, letter, suggestion."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from html import unescape

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import override

from providers import suggesting
from providers.datapack import PackError
from providers.models import Provider, Suggestion
from providers.vocabulary import UNLISTED, UNLISTED_IN
from refunds.datapack import Pack
from refunds.lawalone import FILE, any_company

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
BOUGHT = {
    "company": "Gymkungen i Åmål AB",
    "country": "SE",
    "channel": "web",
    "product": "service_subscription",
    "charge": "first",
    "paid_on": "2026-11-10",
    "withdrawal_information_given": "yes",
    "early_start_requested": "yes",
}
PERSON = {
    "name": "Åsa Öberg",
    "account_email": "asa@example.org",
    "letter_language": "both",
    "erasure": "together",
    "part_erase": "on",
    "part_withdraw": "on",
    "company_email": "kund@gymkungen.example",
    "company_address": "Box 7\n662 21 Åmål",
    "company_country": "SE",
}


def address(name, language="en", **query):
    with override(language):
        return reverse(name, args=[UNLISTED], query=query)


def page(client, *args, **query):
    response = client.get(address(*args, **query))
    assert response.status_code == 200
    return unescape(response.content.decode())


def routes(client, **answers):
    answered = client.get(
        address("refunds:verdict", **answers), headers={"accept": "application/json"}
    )
    assert answered.status_code == 200
    verdict = answered.json()
    return verdict, {route["basis"]: route for route in verdict["routes"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_address_is_in_the_language_of_the_page(client, packs, language):
    where = address("refunds:guide", language)
    assert f"/{UNLISTED_IN[language]}/" in where
    html = page(client, "refunds:guide", language, company="Gymkungen")
    assert 'value="Gymkungen"' in html
    other = next(code for code in LANGUAGES if code != language)
    assert f"/{UNLISTED_IN[other]}/?company=Gymkungen" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_that_finds_nobody_goes_on_with_the_name(client, packs, language):
    with override(language):
        found = client.get(reverse("providers:list"), {"q": "Gymkungen & Söner"})
    html = unescape(found.content.decode())
    link = f"/{UNLISTED_IN[language]}/?company=Gymkungen%20%26%20S%C3%B6ner"
    assert link in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_is_asked_for_first(client, packs, language):
    html = page(client, "refunds:verdict", language, country="SE")
    assert html.index('name="company"') < html.index('name="channel"')
    named = page(client, "refunds:verdict", language, country="SE", company="Foo")
    assert '<input type="text" name="company"' not in named


@pytest.mark.parametrize(
    ("changed", "outcome", "last"),
    [
        pytest.param({}, "partly_refundable", "2026-11-24", id="day 14, started"),
        pytest.param(
            {"paid_on": "2026-11-09"}, "not_refundable", None, id="day 15, informed"
        ),
        pytest.param(
            {"paid_on": "2026-11-09", "withdrawal_information_given": "no"},
            "refundable",
            "2027-11-23",
            id="day 15, nobody told them",
        ),
        pytest.param(
            {"product": "content"}, "refundable", "2026-11-24", id="content, not lost"
        ),
        pytest.param({"product": "goods"}, "unknown", None, id="goods: not worked out"),
        pytest.param({"country": "US"}, "unknown", None, id="no right in that country"),
        pytest.param({"channel": "app_store"}, "via_marketplace", None, id="a store"),
        pytest.param({"paid_on": "no"}, "no_charge", None, id="nothing paid"),
    ],
)
def test_the_verdict_rests_on_the_law(
    client, packs, time_machine, changed, outcome, last
):
    time_machine.move_to(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=False)
    if changed.get("product") == "content":
        changed = changed | {"content_started": "no"}
    verdict, by = routes(client, **BOUGHT | changed)
    assert verdict["outcome"] == outcome
    if outcome != "via_marketplace":
        assert verdict["deadline"] == last
    if outcome not in ("via_marketplace", "no_charge"):
        assert by["provider_policy"]["outcome"] == "unknown"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_that_it_rests_on_the_law_alone(client, packs, language):
    html = page(client, "refunds:verdict", language, **BOUGHT)
    said = {"sv": "bygger bara på lagen", "en": "rests on the law alone"}
    on_the_spot = {"sv": "inte köp på plats", "en": "not on the spot"}
    assert said[language] in html
    assert on_the_spot[language] in html
    assert "Gymkungen i Åmål AB" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_goes_where_the_sender_says(client, packs, language):
    where = address("letters:letter", language, **BOUGHT)
    assert 'name="company_email"' in client.get(where).content.decode()
    shown = unescape(client.post(where, PERSON).content.decode())
    for line in ("Gymkungen i Åmål AB", "Box 7", "662 21 Åmål"):
        assert line in shown
    made = client.post(where, PERSON | {"out": "eml"})
    mail = message_from_bytes(made.content, policy=policy.default)
    assert mail["To"] == "kund@gymkungen.example"
    assert client.post(where, PERSON | {"out": "pdf"}).content.startswith(b"%PDF")


def test_a_kind_of_thing_is_no_name_for_the_letter(client, packs):
    where = address("letters:letter", **BOUGHT)
    plain = client.post(where, PERSON | {"out": "txt"}).content.decode()
    assert "gym, telephone" not in plain
    assert "The company itself" not in plain
    named = client.post(where, PERSON | {"out": "txt", "item": "Guldkort"})
    assert "Guldkort" in named.content.decode()


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param({"company_email": "", "company_address": ""}, 200, id="neither"),
        pytest.param({"company_email": "no address"}, 422, id="no e-mail address"),
        pytest.param({"company_email": "a@b.se\nBcc: c@d.se"}, 422, id="two lines"),
        pytest.param({"company_country": "XX"}, 422, id="no country"),
        pytest.param({"company_address": "Box\u202e 7"}, 422, id="turned around"),
    ],
)
def test_what_the_sender_says_of_the_company_is_checked(client, packs, more, expected):
    where = address("letters:letter", **BOUGHT)
    for out in ("eml", "pdf"):
        response = client.post(where, PERSON | more | {"out": out})
        assert response.status_code == expected
    if expected == 422:
        assert PERSON["name"] in response.content.decode(), "nothing typed is lost"


@pytest.mark.parametrize(
    ("company", "status"),
    [
        pytest.param("<script>alert(1)</script>", 200, id="markup"),
        pytest.param("{{ 7|add:7 }}", 200, id="a template"),
        pytest.param("字", 422, id="no such letters in our type"),
    ],
)
def test_a_strange_name_does_no_harm(client, packs, company, status):
    answers = BOUGHT | {"company": company}
    shown = client.get(address("refunds:verdict", **answers))
    assert shown.status_code == 200
    assert "<script>alert" not in shown.content.decode()
    made = client.post(address("letters:letter", **answers), PERSON | {"out": "txt"})
    assert made.status_code == status
    if status == 200:
        assert company in made.content.decode()


@pytest.mark.parametrize("company", ["x" * 101, "a\x00b", "a\u202eb"])
def test_a_name_that_is_none_is_asked_for_again(client, packs, company):
    html = page(client, "refunds:verdict", **BOUGHT | {"company": company})
    assert 'name="company"' in html
    assert "early_start_requested" in html, "the other answers stay"


@pytest.mark.parametrize("company", ["", "a\u200bb", "x" * 101])
def test_no_letter_without_a_name(client, packs, company):
    where = address("letters:letter", **BOUGHT | {"company": company})
    made = client.post(where, PERSON | {"out": "pdf"})
    assert made.status_code == 422
    assert "needs the company’s name" in unescape(made.content.decode())


@pytest.mark.parametrize(
    "email", ['"my,secret"@x.se', "anna@localhost", "anna@" + "å" * 62 + ".se"]
)
def test_an_address_that_no_mail_server_takes(client, packs, email):
    where = address("letters:letter", **BOUGHT)
    for field in ("company_email", "account_email"):
        for out in ("preview", "eml"):
            shown = client.post(where, PERSON | {field: email, "out": out})
            assert shown.status_code in (200, 422)
            assert "Write a whole e-mail address" in shown.content.decode()


def test_a_domain_with_its_own_letters(client, packs):
    where = address("letters:letter", **BOUGHT)
    sent = PERSON | {"company_email": "kund@exämple.se", "out": "eml"}
    mail = message_from_bytes(client.post(where, sent).content, policy=policy.default)
    assert mail["To"] == "kund@xn--exmple-cua.se"


def test_no_provider_may_take_the_address(packs, tmp_path):
    for slug in UNLISTED_IN.values():
        file = tmp_path / f"{slug}.toml"
        text = FILE.read_text(encoding="utf-8")
        file.write_text(text.replace(UNLISTED, slug), encoding="utf-8")
        with pytest.raises(PackError, match="is taken"):
            Pack.read(file)


def test_the_stores_are_those_we_have(packs):
    named = {channel.billed_by for channel in any_company().channels} - {None}
    assert named
    assert Provider.objects.filter(slug__in=named).count() == len(named)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_suggestion_reaches_the_editors(client, admin_client, language):
    with override(language):
        where = reverse("providers:suggest")
    form = client.get(where, {"name": "Gymkungen", "country": "SE"})
    assert 'value="Gymkungen"' in form.content.decode()
    for name in ("Gymkungen", " GYMKUNGEN "):
        sent = {"name": name, "country": "SE", "website": "gymkungen.example"}
        after = client.post(where, sent)
        assert after.status_code == 302
        assert client.get(after["Location"]).status_code == 200
    only = Suggestion.objects.get()
    assert (only.name, only.times) == ("Gymkungen", 2)
    assert only.website == "https://gymkungen.example"
    queue = admin_client.get(reverse("admin:providers_suggestion_changelist"))
    assert "Gymkungen" in queue.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"name": ""}, id="no name"),
        pytest.param({"name": "x" * 101}, id="too long"),
        pytest.param({"name": "Foo", "website": "javascript:alert(1)"}, id="no page"),
        pytest.param({"name": "Foo", "country": "XX"}, id="no country"),
    ],
)
def test_a_suggestion_we_cannot_use_comes_back(client, sent):
    with override("en"):
        response = client.post(reverse("providers:suggest"), sent)
    assert response.status_code == 200
    assert "error-summary" in response.content.decode()
    assert not Suggestion.objects.exists()


def test_a_flood_stops_at_a_day_s_worth(client, monkeypatch):
    monkeypatch.setattr(suggesting, "MOST_A_DAY", 2)
    with override("en"):
        where = reverse("providers:suggest")
    statuses = [client.post(where, {"name": f"C{n}"}).status_code for n in range(4)]
    assert statuses == [302, 302, 429, 429]
    assert client.post(where, {"name": "C0"}).status_code == 302, "one more who asks"
    assert Suggestion.objects.count() == 2


def test_the_command_answers_too(packs, capsys):
    call_command("verdict", UNLISTED, "--country", "SE", "--channel", "web", "--json")
    assert '"provider": "other-company"' in capsys.readouterr().out
