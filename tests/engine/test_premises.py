"""What one buys at the company's own place is no contract at a distance."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from refunds.engine.assess import assess
from refunds.engine.facts import Charge
from refunds.engine.verdict import MONEY_BACK, Basis, Check, Outcome, Status
from refunds.lawalone import any_company
from refunds.packfiles import read_packs
from tests.engine.conftest import LAWLESS
from tests.engine.purchases import PLAN, TODAY, facts

WITH_SHOP = replace(
    LAWLESS, channels=(*LAWLESS.channels, "shop"), on_premises=frozenset({"shop"})
)


def asked_of(law, **purchase):
    bought = replace(PLAN, **purchase)
    verdict = assess(bought, WITH_SHOP, law, TODAY)
    return verdict, verdict.route(Basis.STATUTORY_WITHDRAWAL)


@pytest.mark.parametrize(
    ("channel", "outcome"),
    [
        pytest.param("web", Outcome.REFUNDABLE, id="online, nobody informed"),
        pytest.param("shop", Outcome.NOT_APPLICABLE, id="in the shop"),
        pytest.param(None, Outcome.CONDITIONAL, id="where, decides"),
    ],
)
def test_the_law_is_about_what_is_bought_at_a_distance(law, channel, outcome):
    verdict, route = asked_of(
        law, channel=channel, facts=facts(withdrawal_information_given=False)
    )
    assert route.outcome is outcome
    assert ("channel" in route.missing) is (channel is None)
    if channel == "shop":
        assert route.status is Status.NOT_APPLICABLE
        assert route.provision is not None, "the act is named that does not reach here"
        [finding] = route.findings
        assert (finding.check, finding.holds) == (Check.DISTANCE, False)
        assert not verdict.missing, "no question of the law is left"


@given(
    product=st.sampled_from(LAWLESS.products),
    country=st.sampled_from(["SE", "DE", "GB", "NO", "US", "JP", None]),
    charge=st.sampled_from([*Charge, None]),
    told=st.sampled_from([False, None, True]),
)
def test_nobody_withdraws_from_what_they_bought_in_the_shop(
    law, product, country, charge, told
):
    given_facts = {} if told is None else facts(withdrawal_information_given=told)
    _verdict, route = asked_of(
        law,
        channel="shop",
        product=product,
        country=country,
        charge=charge,
        facts=given_facts,
    )
    assert not route.possible & MONEY_BACK
    assert route.deadline is None


def test_shops_and_gyms_of_the_company_itself_are_marked():
    files, _problems = read_packs([settings.PACKS_DIR])
    marked = {
        (pack.slug, channel.key)
        for pack in [*(file.pack for file in files), any_company()]
        for channel in pack.channels
        if channel.on_premises
    }
    assert marked == {
        ("fitness24seven", "on_site"),
        ("nordic-wellness", "in_club"),
        ("other-company", "on_site"),
        ("sats", "in_club"),
        ("tele2", "on_site"),
        ("telia", "on_site"),
        ("tre", "on_site"),
    }
