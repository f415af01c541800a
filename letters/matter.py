"""What a letter is about, and which law its words may name.

Pure: facts in, answers out. A citation belongs to the reader's own jurisdiction
(legal-facts 5.3, 8.2); where we know of no right, the letter names no law.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from letters.recipients import closest
from providers.countries import EEA
from providers.datapack import PackedChannel, PackedEntity, PackedProduct
from refunds.byphone import may_be_by_phone
from refunds.datapack import Pack
from refunds.engine.facts import Purchase
from refunds.engine.law import (
    DataProvision,
    DataRight,
    Law,
    Provision,
    Right,
)
from refunds.engine.unwinding import INFORMED, REQUESTED
from refunds.engine.verdict import (
    Basis,
    Check,
    Finding,
    LetterKind,
    Outcome,
    Route,
    Verdict,
)
from refunds.lawalone import is_kind


class DataLaw(StrEnum):
    """The data protection act that covers a person."""

    GDPR = "gdpr"
    UK_GDPR = "uk_gdpr"
    ACT = "act"  # named without its articles


@dataclass(frozen=True, slots=True)
class Matter:
    """A provider, a purchase, the verdict on it and the law: all but the sender.

    ``store`` is who took the money, where that was a store.
    """

    pack: Pack
    purchase: Purchase
    verdict: Verdict
    law: Law
    store: Pack | None = None

    @property
    def residence(self) -> str | None:
        """The country whose consumer law applies; ``None`` where it was not told."""
        return self.purchase.country

    @property
    def product(self) -> PackedProduct | None:
        """What was bought, where that was told."""
        return self.pack.product(self.purchase.product)

    @property
    def product_is_a_kind(self) -> bool:
        """Do we know only the kind of thing, not what the company calls it?"""
        return self.product is not None and is_kind(self.product)

    @property
    def channel(self) -> PackedChannel | None:
        """Where it was bought, where that was told."""
        found = (c for c in self.pack.channels if c.key == self.purchase.channel)
        return next(found, None)

    @property
    def recurs(self) -> bool | None:
        """Does it renew by itself?"""
        return None if self.product is None else self.product.recurs

    @property
    def entity(self) -> PackedEntity | None:
        """The legal person that people in this country deal with."""
        return closest(self.pack.entities, self.residence)

    @property
    def by_law(self) -> Route:
        """What the law of withdrawal gives."""
        return self.verdict.route(Basis.STATUTORY_WITHDRAWAL)

    @property
    def terms_leave_it_open(self) -> bool:
        """Does the letter ask by terms that leave the answer to the company?"""
        policy = self.verdict.route(Basis.PROVIDER_POLICY)
        by_terms = self.verdict.letter is LetterKind.POLICY_REFUND
        return by_terms and policy.outcome is Outcome.CONDITIONAL

    @property
    def may_be_sold_by_phone(self) -> bool:
        """May it be a sale by phone, where the law asks to accept in writing?"""
        return may_be_by_phone(self.pack, self.purchase, self.right)

    @property
    def may_leave_early(self) -> bool:
        """Does one ask to leave a contract that binds, by terms that leave it open?"""
        binds = self.pack.binds and self.product is not None and self.product.binding
        return self.terms_leave_it_open and bool(binds)

    @property
    def denied(self) -> set[str]:
        """What the sender denies, so that by law the time until now costs nothing.

        Information on the right, or an express request to start at once.
        """
        if self.by_law.outcome is not Outcome.REFUNDABLE:
            return set()
        return {
            str(finding.inputs["fact"])
            for finding in self.findings(Check.FACT, Basis.STATUTORY_WITHDRAWAL)
            if finding.holds and finding.inputs.get("answer") is False
        } & {INFORMED, REQUESTED}

    @property
    def by_store(self) -> Route:
        """What the store gives that took the money."""
        return self.verdict.route(Basis.MARKETPLACE)

    @property
    def right(self) -> Provision | None:
        """The right a withdrawal names; none where the country has none, or on site."""
        if self.verdict.outcome is Outcome.NO_CHARGE:
            on_premises = self.channel is not None and self.channel.on_premises
            made = self.purchase.signed_up_on or self.verdict.today
            return None if on_premises else self.law.right_in(self.residence, made)
        provision = self.by_law.provision
        if provision is None or self.by_law.outcome is Outcome.NOT_APPLICABLE:
            return None
        return provision if provision.right is Right.WITHDRAWAL else None

    @property
    def data_act(self) -> DataProvision | None:
        """The data protection act of the country of residence."""
        if self.residence is None:
            return None
        return self.law.data_in(self.residence, self.verdict.today)

    @property
    def data_law(self) -> DataLaw | None:
        """The act an erasure request names (GDPR art. 3: residence, establishment)."""
        act = self.data_act
        if act and act.right in (DataRight.GDPR, DataRight.UK_GDPR):
            return DataLaw(act.right.value)
        if self.entity and self.entity.country in EEA:
            return DataLaw.GDPR
        return DataLaw.ACT if act and act.right is DataRight.ACT else None

    def findings(
        self, check: Check, basis: Basis = Basis.PROVIDER_POLICY
    ) -> list[Finding]:
        """What the provider's own rules, or the store's, found in one respect."""
        route = self.verdict.route(basis)
        return [finding for finding in route.findings if finding.check is check]
