"""The verdict in a few short sentences, for people who read with difficulty.

It says nothing that the full answer does not, and leaves no condition out: where the
answer depends on something, so do these words.
"""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from providers.templatetags.dates import weekday_date
from refunds.asking import Asked
from refunds.engine.verdict import Outcome
from refunds.legalanswers import costs_nothing
from refunds.storewords import store_name


def easy_read(asked: Asked) -> list[str]:
    """Return what comes back, until when, and what to do."""
    deadline = asked.verdict.deadline
    told = [_outcome(asked)]
    if deadline and deadline >= asked.today:
        last = gettext("The last day is %(date)s.")
        if asked.if_uninformed:
            last = gettext(
                "Were you never told that you can withdraw? Then the last day is"
                " %(date)s."
            )
        told.append(last % {"date": weekday_date(deadline)})
    return [*told, *_what_to_do(asked)]


def _outcome(asked: Asked) -> str:
    best = asked.verdict.best
    if last := asked.unpaid_last_day:
        day = weekday_date(last)
        return gettext("You can withdraw until %(date)s.") % {"date": day}
    if right := asked.delivery_right:
        return ngettext(
            "You can mostly withdraw for %(days)d day.",
            "You can mostly withdraw for %(days)d days.",
            right.days,
        ) % {"days": right.days}
    match Outcome.REFUNDABLE if costs_nothing(best) else asked.verdict.outcome:
        case Outcome.REFUNDABLE:
            return gettext("You can get all of your money back.")
        case Outcome.PARTLY_REFUNDABLE:
            return gettext("You can get some of your money back.")
        case Outcome.NO_CHARGE:
            return gettext("You have not paid anything yet.")
        case Outcome.CONDITIONAL if best.gives_money:
            return gettext("You can get all or some of your money back.")
        case Outcome.CONDITIONAL:
            return gettext("You may get money back. It is not certain.")
        case Outcome.VIA_MARKETPLACE:
            words = {"store": store_name(asked), "provider": asked.pack.name}
            return (
                gettext("You did not pay %(provider)s. It is %(store)s that decides.")
                % words
            )
        case Outcome.NOT_REFUNDABLE:
            return gettext("You will probably not get your money back.")
        case _:
            return gettext("We do not know whether you can get money back.")


def _what_to_do(asked: Asked) -> list[str]:
    match asked.verdict.outcome:
        case Outcome.NO_CHARGE if asked.may_be_trial or not asked.may_renew:
            return [gettext("Cancel in time. Then you pay nothing.")]
        case Outcome.NO_CHARGE if not asked.unpaid_right:
            return [gettext("Cancel the contract as soon as you can.")]
        case Outcome.NO_CHARGE if not asked.unpaid_last_day:
            return [
                gettext(
                    "Did you sign up online or by phone a few days ago? Then withdraw"
                    " from the contract."
                ),
                gettext("Otherwise cancel it as soon as you can."),
            ]
        case Outcome.VIA_MARKETPLACE if asked.seller_unknown:
            return [
                gettext(
                    "Ask whoever charged you. See your receipt or your bank statement."
                ),
                gettext("We have a text that you can use."),
            ]
        case Outcome.VIA_MARKETPLACE:
            return [
                gettext("Ask in the store’s form. We have a text that you can use.")
            ]
        case Outcome.NOT_REFUNDABLE | Outcome.UNKNOWN if not asked.delivery_right:
            more = gettext("You can also have your data erased.")
            if asked.may_renew:
                more = gettext(
                    "You can also end the subscription and have your data erased."
                )
            return [gettext("You can still ask. We help you with the letter."), more]
        case _:
            return [
                gettext("Write the letter here. It takes a few minutes."),
                gettext("Send it, and keep a copy."),
            ]


def countdown(asked: Asked) -> str:
    """Return how many days are left to act; nothing where no day surely counts."""
    deadline = asked.deadline
    if deadline is None or deadline < asked.today or asked.if_uninformed:
        return ""
    left = (deadline - asked.today).days
    if not left:
        return gettext("Today is the last day.")
    return ngettext("%(days)d day left.", "%(days)d days left.", left) % {"days": left}
