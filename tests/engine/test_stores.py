"""A purchase through a store, by the shipped rules of Apple and Google."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import settings

from refunds.datapack import Pack
from refunds.engine.assess import assess
from refunds.engine.facts import Charge, Purchase
from refunds.engine.verdict import Basis, Check, LetterKind, Outcome, Status, Step
from refunds.rulebook import rulebook

PAID = date(2026, 11, 10)
APPLE = Purchase(
    product="plus_annual",
    channel="app_store",
    country="SE",
    charge=Charge.FIRST,
    paid_on=PAID,
    events={"delivery_started_acknowledged": False},
)
GOOGLE = replace(APPLE, channel="google_play", events={})
AGREED = {"delivery_started_acknowledged": True}
ENDED, GIVEN, OPEN = "not_refundable", "refundable", "conditional"
LAST = PAID + timedelta(days=14)
SECOND = PAID + timedelta(days=2)


@pytest.fixture(scope="module")
def books():
    """The shipped packs of sellers, with the stores they sell through."""
    packs = {
        slug: Pack.read(settings.PACKS_DIR / f"{slug}.toml")
        for slug in ("coursera", "tinder", "app-store", "google-play")
    }
    return {
        slug: rulebook(pack, fresh_after=date.min, stores=packs)
        for slug, pack in packs.items()
    }


@pytest.fixture
def told(books, law):
    """Ask about a purchase so many days after it was paid for."""

    def answer(purchase, day, *, stale=False, seller="coursera"):
        book = books[seller]
        if stale:
            fronts = {
                channel: replace(front, rules=replace(front.rules, stale=True))
                for channel, front in book.storefronts.items()
            }
            book = replace(book, storefronts=fronts)
        return assess(purchase, book, law, PAID + timedelta(days=day))

    return answer


@pytest.mark.parametrize(
    ("changes", "day", "outcome", "deadline"),
    [
        pytest.param({}, 14, GIVEN, LAST, id="Sweden, day 14"),
        pytest.param({}, 15, ENDED, None, id="Sweden, day 15: the 14 days are over"),
        pytest.param({"country": "IE"}, 14, GIVEN, LAST, id="Ireland, day 14"),
        pytest.param({"country": "GB"}, 14, OPEN, None, id="not in the EU any more"),
        pytest.param({"country": "US"}, 1, OPEN, None, id="the USA: Apple decides"),
        pytest.param({"events": AGREED}, 1, ENDED, None, id="agreed to lose the right"),
        pytest.param({"events": {}}, 1, OPEN, LAST, id="who knows whether agreed"),
        pytest.param(
            {"charge": Charge.RENEWAL}, 1, OPEN, None, id="a renewal: Apple decides"
        ),
        pytest.param({"charge": None}, 1, OPEN, LAST, id="perhaps a renewal"),
        pytest.param(
            {"product": "course_one_time"}, 14, GIVEN, LAST, id="one payment, day 14"
        ),
        pytest.param(
            {"product": "course_one_time"}, 15, ENDED, None, id="one payment, day 15"
        ),
        pytest.param(
            {"product": "course_one_time", "country": "US"},
            1,
            "unknown",
            None,
            id="one payment in the USA: no rule that we know",
        ),
        pytest.param(
            {"product": "plus_prepaid_1m"}, 1, "unknown", None, id="nothing like it"
        ),
        pytest.param(
            {"paid_on": None, "charged": False}, 1, "no_charge", None, id="not charged"
        ),
        pytest.param(
            {"paid_on": None, "trial_ends_on": PAID + timedelta(days=7)},
            1,
            "no_charge",
            None,
            id="in a free trial",
        ),
    ],
)
def test_apple(told, changes, day, outcome, deadline):
    verdict = told(replace(APPLE, **changes), day)
    assert verdict.outcome is Outcome.VIA_MARKETPLACE
    assert verdict.route(Basis.MARKETPLACE).outcome == outcome
    assert verdict.deadline == deadline


@pytest.mark.parametrize(
    ("changes", "day", "outcome", "deadline"),
    [
        pytest.param({}, 14, OPEN, LAST, id="a service, or content: day 14"),
        pytest.param({}, 15, ENDED, None, id="a service, or content: day 15"),
        pytest.param({"country": "NO"}, 14, OPEN, LAST, id="the EEA, too"),
        pytest.param({"country": "GB"}, 14, OPEN, LAST, id="and the United Kingdom"),
        pytest.param({"country": "US"}, 1, "unknown", None, id="elsewhere no rule"),
        pytest.param(
            {"product": "course_one_time"},
            1,
            OPEN,
            SECOND,
            id="an app: 48 hours, day 1",
        ),
        pytest.param(
            {"product": "course_one_time"},
            2,
            OPEN,
            SECOND,
            id="an app: 48 hours, day 2",
        ),
        pytest.param(
            {"product": "course_one_time"}, 3, ENDED, None, id="an app: the developer"
        ),
        pytest.param(
            {"product": "course_one_time", "country": "US"},
            3,
            "unknown",
            None,
            id="an app or content that no rule names",
        ),
    ],
)
def test_google(told, changes, day, outcome, deadline):
    verdict = told(replace(GOOGLE, **changes), day)
    route = verdict.route(Basis.MARKETPLACE)
    assert (route.outcome, verdict.deadline) == (outcome, deadline)
    assert verdict.missing == ()


def test_a_rule_speaks_with_its_source_and_trace(told):
    route = told(APPLE, 10).route(Basis.MARKETPLACE)
    assert (route.rule, route.store) == ("eu-14-days-subscription", "app-store")
    assert route.source.url.startswith("https://www.apple.com/")
    assert route.checked_on == date(2026, 11, 23)
    assert [(item.check, item.holds) for item in route.findings] == [
        (Check.WINDOW, True),
        (Check.EVENT, True),
    ]


def test_which_of_its_products_it_is_only_the_store_can_tell(told):
    route = told(GOOGLE, 1).route(Basis.MARKETPLACE)
    named, *tested = route.findings
    assert (named.check, named.holds) == (Check.COUNTERPART, None)
    assert named.inputs == {"products": "digital_service subscription"}
    assert [item.rule for item in tested] == [
        "europe-service-14-days",
        "europe-content-not-refunded",
    ]
    assert (route.status, route.missing, route.rule) == (Status.DECIDED, (), None)


def test_what_the_store_does_not_sell_has_no_rules(told):
    route = told(replace(APPLE, product="plus_prepaid_1m"), 1).route(Basis.MARKETPLACE)
    assert [item.check for item in route.findings] == [Check.COUNTERPART]
    assert route.source is None, "the provider's terms are not the store's"


@pytest.mark.parametrize("purchase", [APPLE, GOOGLE], ids=["Apple", "Google"])
def test_old_rules_of_the_store_give_no_confident_answer(told, purchase):
    verdict = told(purchase, 1, stale=True)
    route = verdict.route(Basis.MARKETPLACE)
    assert (route.outcome, route.status) == (Outcome.CONDITIONAL, Status.STALE)
    assert route.findings[-1].check is Check.FRESH
    assert verdict.deadline == LAST


ALL = dict.fromkeys(("product", "charge", "country", "paid_on"))


@pytest.mark.parametrize(
    ("purchase", "missing"),
    [
        pytest.param(
            replace(APPLE, events={}, **ALL),
            ("product", "charge", "country", "paid_on", *AGREED),
            id="all that Apple's rules ask",
        ),
        pytest.param(
            replace(APPLE, events={}, **ALL | {"country": "US"}),
            ("product",),
            id="the USA: content or subscription",
        ),
        pytest.param(
            replace(APPLE, charge=Charge.RENEWAL, paid_on=None, events={}),
            (),
            id="a renewal: when does not matter",
        ),
        pytest.param(
            replace(APPLE, paid_on=PAID - timedelta(days=30), events={}),
            (),
            id="too late, whatever was agreed",
        ),
        pytest.param(replace(GOOGLE, paid_on=None), ("paid_on",), id="Google: when"),
        pytest.param(
            replace(GOOGLE, product="guided_project", paid_on=None), (), id="no rules"
        ),
        pytest.param(
            replace(GOOGLE, channel=None, product="course_one_time", paid_on=None),
            ("channel", "paid_on", "certificate_earned"),
            id="the store's questions come after who charged",
        ),
    ],
)
def test_only_what_can_change_the_answer_is_asked(told, purchase, missing):
    asked = told(purchase, 1).missing
    assert asked[: len(missing)] == missing
    if purchase.channel:
        assert asked == missing


@pytest.mark.parametrize(
    ("purchase", "day", "claim"),
    [
        (APPLE, 14, (Step.CLAIM_FROM_STORE, Step.WAIT_FOR_MONEY)),
        (APPLE, 15, (Step.CLAIM_FROM_STORE, Step.WAIT_FOR_ANSWER)),
        (GOOGLE, 1, (Step.CLAIM_FROM_STORE, Step.WAIT_FOR_ANSWER)),
        (replace(APPLE, paid_on=None, charged=False), 1, ()),
    ],
    ids=["given", "too late", "Google decides", "nothing charged"],
)
def test_the_plan_goes_through_the_store(told, purchase, day, claim):
    verdict = told(purchase, day)
    assert verdict.letter is LetterKind.STORE_REQUEST
    assert verdict.plan == (
        Step.STOP_RENEWAL_IN_STORE,
        Step.SAVE_DOCUMENTS,
        *claim,
        Step.REQUEST_ERASURE,
    )


def test_a_seller_in_stores_alone_is_asked_about_by_store(books, told, law):
    book = books["tinder"]
    in_stores = replace(book, channels=tuple(book.marketplaces))
    verdict = assess(Purchase(product="sub", country="SE"), in_stores, law, PAID)
    assert (verdict.outcome, verdict.missing) == (
        Outcome.VIA_MARKETPLACE,
        ("channel",),
    )


def test_where_we_know_none_of_its_rules_the_store_still_decides(books, law):
    bare = replace(books["coursera"], storefronts={})
    verdict = assess(APPLE, bare, law, PAID)
    assert verdict.route(Basis.MARKETPLACE).outcome is Outcome.VIA_MARKETPLACE
    assert (verdict.deadline, verdict.missing) == (None, ())
