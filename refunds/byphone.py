"""Sales by phone: who is called is bound only by what they accept in writing.

Pure. In countries whose law says so (Sweden: 2005:59, 2 kap. 3 a §).
"""

from __future__ import annotations

from refunds.datapack import Pack
from refunds.engine.facts import Charge, Purchase
from refunds.engine.law import Citation, Provision


def may_be_by_phone(pack: Pack, purchase: Purchase, right: Provision | None) -> bool:
    """May it be a new contract made by phone, under a law that wants it in writing?"""
    cited = right is not None and right.citations.get(Citation.ACCEPTANCE)
    may_be_new = purchase.charge is not Charge.RENEWAL
    return bool(cited) and may_be_new and pack.may_call
