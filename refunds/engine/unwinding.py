"""What withdrawing brings while the period is open (legal-facts 1.4).

A service costs pro rata, and only after an express early start and information in time
(CRD art. 14(3)–(4)(a)). Digital content costs nothing, or the right is gone (arts.
14(4)(b), 16(m)).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from refunds.engine.case import Case, Ending, Told, Trace
from refunds.engine.facts import Money, Nature
from refunds.engine.limits import months_after, owed_for
from refunds.engine.tree import Tree, split
from refunds.engine.verdict import Outcome

STARTED = "content_started"
REQUESTED = "early_start_requested"
PERFORMED = "fully_performed"
ACKNOWLEDGED = "loss_acknowledged"
INFORMED = "withdrawal_information_given"

NOT_STARTED, BEGUN = Told(STARTED, False, True), Told(STARTED, True, False)
NOT_REQUESTED, ASKED = Told(REQUESTED, False, True), Told(REQUESTED, True, False)
DONE = Told(PERFORMED, True, False)
AGREED, NOT_AGREED = Told(ACKNOWLEDGED, True, False), Told(ACKNOWLEDGED, False, True)
TOLD, NOT_TOLD = Told(INFORMED, True, False), Told(INFORMED, False, True)


def unwound(case: Case, trace: Trace = ()) -> Tree:
    """Return what comes back from withdrawing now."""
    match case.nature:
        case Nature.SERVICE:
            return service(case, trace)
        case Nature.CONTENT:
            return content(case, trace)
        case _:
            return case.asks(
                STARTED,
                no=lambda: full(case, (*trace, NOT_STARTED)),
                yes=lambda: _either(case, (*trace, BEGUN)),
            )


def _either(case: Case, trace: Trace) -> Tree:
    """Both readings; if in doubt, that as a service (Directive 2019/2161, recital 30).

    Not started, it costs nothing as either.
    """
    as_service = service(case._replace(nature=Nature.SERVICE), trace)
    return split("", [_begun(case, trace), as_service])


def full(case: Case, trace: Trace) -> Ending:
    """Everything comes back."""
    return Ending(Outcome.REFUNDABLE, case, trace)


def lost(case: Case, trace: Trace) -> Ending:
    """Nothing comes back."""
    return Ending(Outcome.NOT_REFUNDABLE, case, trace)


def service(case: Case, trace: Trace) -> Tree:
    """Without an express request to start early, nothing is owed."""
    starts_on = case.purchase.starts_on
    if case.purchase.facts.get(STARTED) is False:
        return full(case, (*trace, NOT_STARTED))
    if starts_on is not None and starts_on > case.today:
        return full(case, trace)
    return case.asks(
        REQUESTED,
        no=lambda: full(case, (*trace, NOT_REQUESTED)),
        yes=lambda: _started(case, (*trace, ASKED)),
    )


def _started(case: Case, trace: Trace) -> Tree:
    performed = case.purchase.facts.get(PERFORMED)
    if performed is None and not case.recurs:
        branches = [_running(case, trace), _performed(case, (*trace, DONE))]
        return split(PERFORMED, branches)
    return _performed(case, (*trace, DONE)) if performed else _running(case, trace)


def _running(case: Case, trace: Trace) -> Tree:
    return _informed(case, trace, then=_pro_rata)


def _performed(case: Case, trace: Trace) -> Tree:
    """Performed to the end: gone if that was acknowledged, or the price is owed."""
    return case.asks(
        ACKNOWLEDGED,
        no=lambda: _informed(case, (*trace, NOT_AGREED), then=_all_owed),
        yes=lambda: lost(case, (*trace, AGREED)),
    )


def _informed(
    case: Case, trace: Trace, *, then: Callable[[Case, Trace], Ending]
) -> Tree:
    """A trader who gave no information in time is owed nothing (art. 14(4)(a)(i))."""
    if not case.informed_in_time:
        return full(case, trace)
    told = case.purchase.facts.get(INFORMED)
    if isinstance(told, date):
        late = told > case.contract.last
        trace = (*trace, Told(INFORMED, told, late))
        return full(case, trace) if late else then(case, trace)
    return case.asks(
        INFORMED,
        no=lambda: full(case, (*trace, NOT_TOLD)),
        yes=lambda: then(case, (*trace, TOLD)),
    )


def _all_owed(case: Case, trace: Trace) -> Ending:
    """The right remains, but the amount in proportion may be all that was paid."""
    return Ending(Outcome.PARTLY_REFUNDABLE, case, trace)


def _pro_rata(case: Case, trace: Trace) -> Ending:
    return Ending(Outcome.PARTLY_REFUNDABLE, case, trace, _owed(case))


def _owed(case: Case) -> Money | None:
    """Price times days used by days paid for, where both are known."""
    purchase = case.purchase
    begun = purchase.starts_on or purchase.paid_on or case.contract.first
    if purchase.paid is None or begun is None:
        return None
    days = purchase.period_days
    months = case.book.months.get(purchase.product or "")
    if days is None and months and case.recurs:
        days = (months_after(begun, months) - begun).days
    used = (case.today - begun).days
    return owed_for(purchase.paid, used, days) if days else None


def content(case: Case, trace: Trace) -> Tree:
    """Gone once started with consent, acknowledgement and the trader's confirmation."""
    return case.asks(
        STARTED,
        no=lambda: full(case, (*trace, NOT_STARTED)),
        yes=lambda: _begun(case, (*trace, BEGUN)),
    )


def _begun(case: Case, trace: Trace) -> Tree:
    return case.asks(
        REQUESTED,
        no=lambda: full(case, (*trace, NOT_REQUESTED)),
        yes=lambda: _agreed(case, (*trace, ASKED)),
    )


def _agreed(case: Case, trace: Trace) -> Tree:
    return case.asks(
        ACKNOWLEDGED,
        no=lambda: full(case, (*trace, NOT_AGREED)),
        yes=lambda: lost(case, (*trace, AGREED)),
    )
