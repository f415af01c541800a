"""The right to withdraw from what binds, before anything has been charged.

Pure. The engine's routes lead to money; where none was taken they end at once, whatever
the law gives. Who is bound by a phone or gym contract needs the right all the same: to
cancel there is to accept binding and notice period. Page and letter ask here.
"""

from __future__ import annotations

from datetime import date

from refunds.datapack import Pack
from refunds.engine.facts import Purchase
from refunds.engine.law import Law, Provision


def unpaid_right(
    pack: Pack, purchase: Purchase, law: Law, today: date
) -> Provision | None:
    """Return the act that gives the right, unless its days are over by what was told.

    ``None``, too, in a free trial, which one only cancels; where it may have been
    bought on the premises; and by an act that is unsure or was checked too long ago.
    """
    if pack.may_be_tried(purchase.product) or pack.may_be_on_premises(purchase.channel):
        return None
    made = purchase.signed_up_on
    right = law.right_in(purchase.country, made or today)
    if right is None or right.stale or right.announced or not right.certain:
        return None
    over = made is not None and not right.counted(made).open_on(today)
    return None if over else right
