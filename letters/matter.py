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
from refunds.datapack import Pack
from refunds.engine.facts import Purchase
from refunds.engine.verdict import Basis, Check, Finding, Verdict


class WithdrawalLaw(StrEnum):
    """The right of withdrawal that a resident of a country may name."""

    SWEDEN = "sweden"
    EUROPE = "europe"
    UNITED_KINGDOM = "united_kingdom"


class DataLaw(StrEnum):
    """The data protection act that covers a person."""

    GDPR = "gdpr"
    UK_GDPR = "uk_gdpr"


@dataclass(frozen=True, slots=True)
class Matter:
    """A provider, a purchase and the verdict on it: all but the sender."""

    pack: Pack
    purchase: Purchase
    verdict: Verdict

    @property
    def residence(self) -> str | None:
        """The country whose consumer law applies; ``None`` where it was not told."""
        return self.purchase.country

    @property
    def product(self) -> PackedProduct | None:
        """What was bought, where that was told."""
        found = (p for p in self.pack.products if p.key == self.purchase.product)
        return next(found, None)

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
    def withdrawal_law(self) -> WithdrawalLaw | None:
        """The act a withdrawal names; none outside the countries we know of."""
        if self.residence == "SE":
            return WithdrawalLaw.SWEDEN
        if self.residence in EEA:
            return WithdrawalLaw.EUROPE
        return WithdrawalLaw.UNITED_KINGDOM if self.residence == "GB" else None

    @property
    def data_law(self) -> DataLaw | None:
        """The act an erasure request names (GDPR art. 3: residence, establishment)."""
        if self.residence in EEA:
            return DataLaw.GDPR
        if self.residence == "GB":
            return DataLaw.UK_GDPR
        established_in = self.entity.country if self.entity else None
        return DataLaw.GDPR if established_in in EEA else None

    def findings(self, check: Check) -> list[Finding]:
        """What the provider's own rules found in one respect."""
        route = self.verdict.route(Basis.PROVIDER_POLICY)
        return [finding for finding in route.findings if finding.check is check]
