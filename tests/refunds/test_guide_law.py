"""The rights on a guide are those of the reader's country."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from refunds.models import Provision
from tests.refunds.guidepages import section, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize(
    ("country", "told", "not_told"),
    [
        pytest.param(
            "SE",
            ["14 days to withdraw", "(2005:59)", "next working day", "19 June 2026",
             "up to 12 months longer", "Certain", "Privacy Protection (IMY)"],
            ["A new period begins at each renewal"],
            id="Sweden: everything",
        ),
        pytest.param(
            "NO",
            ["angrerettloven", "Datatilsynet"],
            ["withdraw from contract here"],
            id="Norway: no withdrawal function confirmed",
        ),
        pytest.param(
            "FI", ["Probable", "we have not read"], ["Certain"], id="Finland"
        ),
        pytest.param(
            "GB",
            ["Weekends and holidays make no difference", "UK GDPR"],
            ["After a free trial", "A message sent by then counts"],
            id="UK: limits do not move, no second period",
        ),
        *(
            pytest.param(code, ["No such right", name], ["The last day"], id=name)
            for code, name in (
                ("IN", "India has no"), ("US", "The USA has no"),
                ("CH", "Switzerland has no"), ("AU", "Australia has no"),
            )
        ),
        pytest.param(
            "CA", ["It differs", "the province decides"], ["The last day"], id="Canada"
        ),
        pytest.param(
            "JP", ["We do not know", "rather say so"], ["Certain"], id="Japan"
        ),
    ],
)  # fmt: skip
def test_the_rights_are_those_of_the_country(look, country, told, not_told):
    text = words(section(look(country=country), "rights"))
    assert [part for part in told if part not in text] == []
    assert [part for part in not_told if part in text] == []


@pytest.mark.parametrize("country", ["SE", "FI", "GB", "IN", "CA", "JP"])
def test_the_law_is_told_in_swedish_too(look, country):
    text = words(section(look(language="sv", country=country), "rights"))
    assert "Dina rättigheter om du bor i" in text
    assert not re.search(r"\b(the|withdraw|right|law|you)\b", text)


def test_an_editors_change_of_the_law_shows_at_once(look):
    assert "14 days to withdraw" in look()
    Provision.objects.filter(key="sweden").update(days=15, updated_at=timezone.now())
    assert "15 days to withdraw" in words(section(look(), "rights"))


@pytest.mark.parametrize(
    ("slug", "terms"),
    [
        ("nordic-wellness", {"If a service starts at once"}),
        ("linas-matkasse", {"If you bought goods"}),
        (
            "coursera",
            {
                "If a service starts at once",
                "If digital content starts at once",
                "If it can be seen as both",
            },
        ),
    ],
)
def test_only_what_the_company_sells_is_explained(look, slug, terms):
    html = section(look(slug), "rights")
    assert set(re.findall(r"<dt>(If (?:a|dig|it|you b).*?)</dt>", html)) == terms
