"""Countries and their groups."""

from __future__ import annotations

from providers.countries import (
    CODES,
    EEA,
    EU,
    countries_by_name,
    country_name,
    expand,
    is_market,
)


def test_groups_have_their_members():
    assert len(EU) == 27
    assert {"IS", "LI", "NO"} == EEA - EU
    assert expand(["EU", "GB"]) == EU | {"GB"}
    assert expand([]) == frozenset()
    assert not expand(["EU"]) & {"GB", "CH", "NO"}


def test_every_member_is_a_country():
    assert expand(["EU", "EEA", "EFTA"]) <= CODES
    assert is_market("SE")
    assert is_market("EEA")
    assert not is_market("UK")


def test_names_follow_the_alphabet_of_the_language():
    swedish = [name for _code, name in countries_by_name("sv")]
    assert (
        swedish.index("Zimbabwe") < swedish.index("Åland") < swedish.index("Österrike")
    )
    english = [name for _code, name in countries_by_name("en")]
    assert english.index("Åland Islands") < english.index("Albania")
    assert country_name("SE", "sv") == "Sverige"
    assert country_name("XX", "sv") == "XX"
