"""Rules in each other's way: what nobody can have meant, and what may be chance."""

from __future__ import annotations

import pytest

from refunds.datapack import Pack
from refunds.overlaps import overlaps_by_chance, overlaps_nobody_meant

TEXT = {"sv": "Så är det.", "en": "So it is."}
BASE = {
    "format": 1,
    "slug": "small",
    "name": "Small",
    "category": "learning",
    "website": "https://www.small.example",
    "checked_on": "2026-11-23",
    "domains": ["small.example"],
    "summary": TEXT,
    "sources": {
        "terms": {
            "title": "Terms",
            "url": "https://www.small.example/terms",
            "kind": "primary",
        }
    },
    "channels": [
        {"key": key, "name": TEXT, "source": "terms"} for key in ("web", "shop")
    ],
    "products": [
        {
            "key": key,
            "name": TEXT,
            "kind": "subscription",
            "supply": "digital_service",
            "source": "terms",
        }
        for key in ("course", "plan")
    ],
}


def pack_of(*rules):
    rows = [
        {"key": f"r{place}", "explanation": TEXT, "source": "terms", **rule}
        for place, rule in enumerate(rules)
    ]
    return Pack.checked(BASE | {"rules": rows})


FULL, NONE = {"outcome": "full"}, {"outcome": "none"}
COURSE, PLAN = {"products": ["course"]}, {"products": ["plan"]}
WEB, EEA, SWEDEN = {"channels": ["web"]}, {"countries": ["EEA"]}, {"countries": ["SE"]}


def from_(day):
    return {"valid_from": day}


def to(day):
    return {"valid_to": day}


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param([FULL | COURSE, NONE], id="an exception before the rule"),
        pytest.param([FULL | COURSE, NONE | PLAN], id="nothing in common"),
        pytest.param(
            [FULL | EEA, NONE | {"products": ["course", "plan"]}],
            id="a country before the world",
        ),
        pytest.param(
            [FULL | SWEDEN, NONE | EEA], id="a country before the group it is in"
        ),
        pytest.param(
            [FULL | to("2025-09-30"), NONE | from_("2025-10-01")],
            id="the old terms end before the new begin",
        ),
        pytest.param(
            [FULL | from_("2025-10-01") | to("2025-12-31"), NONE],
            id="terms for a while, before the usual ones",
        ),
        pytest.param(
            [{"outcome": "no_charge"} | COURSE, FULL | COURSE],
            id="a free trial is tried apart",
        ),
        pytest.param(
            [FULL | COURSE, FULL | {"products": ["course", "plan"]}],
            id="it makes no difference which decides",
        ),
        pytest.param(
            [FULL | {"charge": "first"}, NONE | {"charge": "renewal"}],
            id="first payment and renewal",
        ),
    ],
)
def test_rules_in_order_are_no_problem(rules):
    pack = pack_of(*rules)
    assert [*overlaps_nobody_meant(pack), *overlaps_by_chance(pack)] == []


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        pytest.param(
            [FULL | COURSE, NONE | {"products": ["course", "plan"]}],
            "rules[1].products: 'course' is named in vain, decided before by"
            " rules[0] 'r0'",
            id="a product",
        ),
        pytest.param(
            [FULL | WEB, NONE | {"channels": ["shop", "web"]}],
            "rules[1].channels: 'web' is named in vain, decided before by"
            " rules[0] 'r0'",
            id="a channel",
        ),
        pytest.param(
            [FULL | EEA, NONE | {"countries": ["SE", "US"]}],
            "rules[1].countries: 'SE' is named in vain, decided before by"
            " rules[0] 'r0'",
            id="a country whose group an earlier rule names",
        ),
        pytest.param(
            [
                FULL | COURSE | {"charge": "first"},
                {"outcome": "partial"} | COURSE | {"charge": "renewal"},
                NONE | {"products": ["course", "plan"]},
            ],
            "rules[2].products: 'course' is named in vain, decided before by"
            " rules[0] 'r0' and rules[1] 'r1'",
            id="hidden by two together",
        ),
        pytest.param(
            [FULL | to("2025-10-15"), NONE | from_("2025-10-01")],
            "rules[1]: 'r1' holds for the same purchases as rules[0] 'r0' from"
            " 2025-10-01 to 2025-10-15; close the older one with valid_to",
            id="the old terms were closed too late",
        ),
        pytest.param(
            [NONE | from_("2025-10-01"), FULL | to("2025-10-15")],
            "rules[1]: 'r1' holds for the same purchases as rules[0] 'r0' from"
            " 2025-10-01 to 2025-10-15; close the older one with valid_to",
            id="the same, newest first",
        ),
        pytest.param(
            [
                FULL | {"window": {"days": 14, "start": "payment"}} | to("2025-10-01"),
                FULL
                | {"window": {"days": 7, "start": "payment"}}
                | from_("2025-10-01"),
            ],
            "rules[1]: 'r1' holds for the same purchases as rules[0] 'r0' from"
            " 2025-10-01 to 2025-10-01; close the older one with valid_to",
            id="one day too long, and only the window differs",
        ),
    ],
)
def test_what_nobody_can_have_meant(rules, said):
    assert list(overlaps_nobody_meant(pack_of(*rules))) == [said]


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        pytest.param(
            [FULL | COURSE, NONE | SWEDEN],
            "rules[1]: 'r1' crosses rules[0] 'r0'; only their order decides, for"
            " example for course, shop, SE, first payment",
            id="a product and a country",
        ),
        pytest.param(
            [FULL | COURSE | from_("2025-10-01"), NONE | to("2025-12-31")],
            "rules[1]: 'r1' crosses rules[0] 'r0'; only their order decides, for"
            " example for course, shop, ZZ, first payment",
            id="a product for a time, and all until a day",
        ),
    ],
)
def test_what_may_be_chance(rules, said):
    pack = pack_of(*rules)
    assert list(overlaps_nobody_meant(pack)) == []
    assert list(overlaps_by_chance(pack)) == [said]


def test_another_seller_rightly_comes_first():
    pack = pack_of({"outcome": "ask_marketplace"} | WEB, NONE | COURSE)
    assert list(overlaps_by_chance(pack)) == []
