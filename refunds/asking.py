"""One question put to the site: provider and answers in, verdict out.

The clock is read here, at the edge, and nowhere below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext

from providers.datapack import PackedChannel, PackedProduct, PackedSource
from providers.models import Provider
from providers.vocabulary import UNLISTED, Tier
from refunds import catalogue
from refunds.datapack import Pack
from refunds.engine.assess import assess
from refunds.engine.facts import Purchase
from refunds.engine.law import Law, Provision
from refunds.engine.verdict import Basis, Outcome, Route, Verdict
from refunds.fields import UNKNOWN
from refunds.forms import PurchaseForm, store_of
from refunds.legalquestions import LEGAL_QUESTIONS
from refunds.unpaid import unpaid_right


@dataclass(frozen=True, slots=True)
class Asked:
    """A provider, what the person answered, and the verdict that follows."""

    pack: Pack
    form: PurchaseForm
    purchase: Purchase
    verdict: Verdict
    today: date
    stores: Mapping[str, Pack]
    law: Law
    tier: Tier | None
    other_stores: Mapping[str, str]

    @property
    def contacts_only(self) -> bool:
        """Is this all from open data, with no rule anybody has looked at?"""
        return self.tier is Tier.BASIC

    @property
    def sources_of_contacts(self) -> list[PackedSource]:
        """Where the company's contacts were read."""
        used = {contact.source for contact in self.pack.contacts}
        return [self.pack.sources[key] for key in self.pack.sources if key in used]

    @property
    def unlisted(self) -> bool:
        """Is this a company that we know by nothing but the name the person typed?"""
        return self.tier is None

    @property
    def nothing_told(self) -> bool:
        """Has nothing been said of a purchase yet?"""
        return self.form.answers().keys() <= {"company", "country"}

    @property
    def channel(self) -> PackedChannel | None:
        """The channel of the purchase; the provider's own where it is not known."""
        own = [item for item in self.pack.channels if item.billed_by is None]
        key = self.purchase.channel
        chosen = [item for item in self.pack.channels if item.key == key]
        return next(iter([*chosen, *own]), None)

    @property
    def bought(self) -> PackedProduct | None:
        """The product, where that was told."""
        return self.pack.product(self.purchase.product)

    @property
    def may_renew(self) -> bool:
        """Is it, or may it be, something that goes on by itself?"""
        return self.purchase.product is None or bool(self.bought and self.bought.recurs)

    @property
    def leaving_may_cost(self) -> bool:
        """Does what was bought bind, and have we something to say of leaving it?"""
        return bool(self.bought and self.bought.binding and self.bought.note)

    @property
    def tells_of_one_product(self) -> bool:
        """Does the answer rest on a rule for some products, and which is not known?"""
        key = self.verdict.route(Basis.PROVIDER_POLICY).rule
        every = {product.key for product in self.pack.products}
        told_of = [
            set(rule.products) or every for rule in self.pack.rules if rule.key == key
        ]
        return self.purchase.product is None and any(every - some for some in told_of)

    @property
    def store(self) -> Pack | None:
        """The store that took the money, if one did."""
        return store_of(self.pack, self.purchase.channel, self.stores)

    @property
    def seller_unknown(self) -> bool:
        """Did somebody else take the money, of whom we know neither name nor rules?"""
        verdict = self.verdict
        return verdict.outcome is Outcome.VIA_MARKETPLACE and not verdict.best.store

    @property
    def way_out(self) -> PackedChannel | None:
        """Where to cancel and ask for money: what the store says of itself, if one."""
        return own_channel(self.store) or self.channel

    def of_route(self, route: Route) -> Pack:
        """Return the pack in whose words a route's rules and events are told."""
        in_store = route.basis is Basis.MARKETPLACE
        return (self.store if in_store else None) or self.pack

    def living_in(self, country: str) -> Asked:
        """Return the same purchase by somebody who lives in a country."""
        return ask(self.pack.slug, self.form.answers() | {"country": country})

    @property
    def query(self) -> str:
        """The valid answers as a query string, always in the same order."""
        return urlencode(self.form.answers())

    @property
    def changing(self) -> str:
        """What somebody came back to change; empty if what is asked next is new."""
        told = self.form.answers()
        open_still = [key for key in self.form.fields if key not in told]
        return next((key for key in open_still if f"was_{key}" in self.form.data), "")

    def query_to_change(self, key: str) -> str:
        """The query string with one answer taken back, and what it was.

        One that is being changed just now is kept as it was.
        """
        answers = self.form.answers()
        if self.changing:
            answers[self.changing] = self.form.data[f"was_{self.changing}"]
        was = answers.pop(key)
        return urlencode(answers | {f"was_{key}": was})

    @property
    def questions(self) -> list[str]:
        """What to ask next, in order: wrong answers, then facts that can decide.

        Those of the law come last, when what it counts from is known: before that they
        may not matter, and after an "I don't know" they settle nothing.
        """
        answers = self.form.answers()
        wrong = [key for key in self.form.fields if key in self.form.errors]
        if self.unlisted and "company" not in answers:
            wrong.insert(0, "company")
        missing = self.verdict.missing
        asked = [key for key in missing if key not in LEGAL_QUESTIONS]
        by_law = self.verdict.route(Basis.STATUTORY_WITHDRAWAL).missing
        open_still = [key for key in asked if answers.get(key) != UNKNOWN]
        if not open_still and not set(asked) & set(by_law):
            open_still = [key for key in missing if answers.get(key) != UNKNOWN]
        if self.tells_of_one_product and "product" not in answers:
            open_still.insert(0, "product")
        if self.may_be_trial and "trial_ends_on" not in answers:
            open_still.append("trial_ends_on")
        if self.unpaid_right and "signed_up_on" not in answers:
            open_still.append("signed_up_on")
        # What somebody came back to change is asked, even if it decides nothing.
        asked_now = dict.fromkeys([*wrong, self.changing, *open_still])
        return [key for key in asked_now if key not in ("", "country")]

    @property
    def in_trial(self) -> bool:
        """Has nothing been charged yet for something that goes on by itself?

        No rule may need to know when a trial ends, but the person does.
        """
        return self.verdict.outcome is Outcome.NO_CHARGE and self.may_renew

    @property
    def nothing_charged(self) -> bool:
        """Has nobody been paid yet, neither the company nor a store?"""
        return self.purchase.charged_by(self.today) is False

    @property
    def may_be_trial(self) -> bool:
        """Is it a free trial that nothing has been charged for, as far as we know?"""
        return self.in_trial and self.pack.may_be_tried(self.purchase.product)

    @property
    def unpaid_right(self) -> Provision | None:
        """The right to withdraw from what binds, although nothing has been charged."""
        if self.verdict.outcome is not Outcome.NO_CHARGE:
            return None
        return unpaid_right(self.pack, self.purchase, self.law, self.today)

    @property
    def unpaid_last_day(self) -> date | None:
        """The day to use that right by, where the day of the contract is known."""
        right, made = self.unpaid_right, self.purchase.signed_up_on
        return right.counted(made).last_chance(self.today) if right and made else None

    @property
    def deadline(self) -> date | None:
        """The day to act by: the verdict's, or that of a right before any charge."""
        return self.unpaid_last_day or self.verdict.deadline

    @property
    def if_uninformed(self) -> bool:
        """Is the period over, but for those whom nobody told of the right?"""
        law = self.verdict.route(Basis.STATUTORY_WITHDRAWAL)
        return law.only_if_uninformed and law.deadline == self.verdict.deadline

    @property
    def delivery_right(self) -> Provision | None:
        """The right to give a thing back, where it is all we know of the purchase.

        Its days run from a delivery that nobody asks about. What keeps coming is left
        out: mostly food, which is excepted (Directive 2011/83/EU art. 16(d)).
        """
        law = self.verdict.route(Basis.STATUTORY_WITHDRAWAL)
        alone = self.verdict.outcome is Outcome.UNKNOWN and law.not_counted
        return law.provision if alone and not self.may_renew else None

    @property
    def uncounted_right(self) -> Provision | None:
        """The right to withdraw that no route of the verdict counts."""
        return self.unpaid_right or self.delivery_right

    @property
    def trial_ends_on(self) -> date | None:
        """The day to cancel before, where only the person knows one."""
        day = self.purchase.trial_ends_on
        known = self.in_trial and day is not None and day >= self.today
        return day if known and self.verdict.deadline is None else None

    @property
    def asks_country(self) -> bool:
        """The country is always asked for: it decides who the letter goes to."""
        return "country" not in self.form.answers()

    @property
    def complete(self) -> bool:
        """Has everything been asked that can change the answer?"""
        return not (self.questions or self.asks_country)


def own_channel(store: Pack | None) -> PackedChannel | None:
    """Return the channel of a store in which it takes the money itself."""
    channels = store.channels if store else ()
    return next((item for item in channels if item.billed_by is None), None)


def ask(
    slug: str,
    answers: Mapping[str, str],
    *,
    in_words: bool = False,
    on: date | None = None,
) -> Asked:
    """Return the verdict for the answers given so far, today or ``on`` another day.

    People may give days ``in_words``, such as "igår"; tools may not.

    Answers that make no sense count as not given; ``form.errors`` says which and why.

    Raises:
        Http404: there is no such provider.
    """
    try:
        entry = catalogue.find(slug)
    except Provider.DoesNotExist as error:
        raise Http404(slug) from error
    today = on or timezone.localdate()
    form = PurchaseForm(
        answers, pack=entry.pack, today=today, stores=entry.stores, in_words=in_words
    )
    form.is_valid()  # an invalid answer is an unknown one; the page shows the errors
    purchase = form.to_purchase()
    verdict = assess(purchase, entry.rules, entry.law, today)
    pack = entry.pack
    if slug == UNLISTED:
        named = form.answers().get("company") or gettext("the company")
        pack = pack.model_copy(update={"name": named})
    return Asked(
        pack,
        form,
        purchase,
        verdict,
        today,
        entry.stores,
        entry.law,
        entry.tier,
        entry.other_stores,
    )
