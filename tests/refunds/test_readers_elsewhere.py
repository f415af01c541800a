"""What a page tells people outside Sweden is about where they live."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from providers.money import usual_currency
from refunds.catalogue import find
from refunds.forms import PurchaseForm

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize(
    "slug",
    ["app-store", "apple-tv-plus", "google-play", "playstation-plus", "spotify"],
)
def test_a_guide_does_not_measure_by_swedish_terms(client, packs, slug):
    with override("en"):
        address = reverse("refunds:guide", args=[slug])
    html = client.get(address, {"country": "IE"}).content.decode()
    # Sources keep their titles.
    html = re.sub(r'<ol class="sources">.*?</ol>', "", html, flags=re.DOTALL)
    text = unescape(re.sub(r"<[^>]+>", " ", html))
    # Apple's help on billing is known in Swedish alone, and its note says so.
    told = text.replace("purchases and billing, in Swedish", "")
    assert not re.findall(r".{0,60}\bSwedish\b.{0,40}", told)


def test_a_number_for_one_country_is_shown_there_alone(client, packs):
    with override("en"):
        address = reverse("refunds:guide", args=["google-play"])
    pages = {
        country: client.get(address, {"country": country}).content.decode()
        for country in ("SE", "DE")
    }
    assert "020-012 52 41" in pages["SE"]
    assert "020-012 52 41" not in pages["DE"]
    assert all("account-withdrawal@google.com" in html for html in pages.values())


@pytest.mark.parametrize(
    ("answers", "example"),
    [
        pytest.param({"country": "GB"}, "399 GBP", id="Britain"),
        pytest.param({"country": "IE"}, "399 EUR", id="Ireland"),
        pytest.param({"country": "SE"}, "399 SEK", id="Sweden"),
        pytest.param({}, "399 SEK", id="not told: the country we take it to be"),
    ],
)
def test_an_amount_is_shown_in_the_money_of_the_country(packs, answers, example):
    with override("en"):
        form = PurchaseForm(
            {"amount": "a lot"} | answers,
            pack=find("coursera").pack,
            today=timezone.localdate(),
        )
        assert example in form.fields["amount"].help_text
        assert example in form.errors["amount"][0]


def test_where_no_money_is_known_the_euro_stands_in():
    assert usual_currency("AQ") == "EUR"
