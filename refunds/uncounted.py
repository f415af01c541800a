"""What no route counts, in words: goods, free trials, contracts without a bill yet."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from providers.templatetags.dates import weekday_date
from refunds.asking import Asked
from refunds.engine.law import Provision


def uncharged_headline(asked: Asked) -> str:
    """Return the verdict's one sentence where nothing has been charged."""
    if asked.trial_ends_on:
        text = gettext(
            "You have not been charged yet. Cancel before the trial ends on %(date)s."
        )
        return text % {"date": weekday_date(asked.trial_ends_on)}
    if last := asked.unpaid_last_day:
        text = gettext(
            "You have not been charged yet. You can withdraw until %(date)s."
        )
        return text % {"date": weekday_date(last)}
    if asked.pack.binds and not asked.may_be_trial:
        return gettext("You have not been charged yet. End the contract in time.")
    return gettext("You have not been charged yet. Cancel before you are.")


def flag_for_days(right: Provision) -> str:
    """Return the answer where the day of the contract is not known, in a few words."""
    text = ngettext("Yes, for %(days)d day", "Yes, for %(days)d days", right.days)
    return text % {"days": right.days}


def delivery_headline(right: Provision) -> str:
    """Return the sentence for goods, whose days run from a delivery we do not know."""
    text = ngettext(
        "By law you can mostly withdraw until %(days)d day after you received it.",
        "By law you can mostly withdraw until %(days)d days after you received it.",
        right.days,
    )
    return text % {"days": right.days}


def withdrawn_unpaid(asked: Asked, right: Provision) -> str:
    """Return what withdrawing brings to somebody who is bound and has had no bill."""
    if last := asked.unpaid_last_day:
        words = {"date": weekday_date(last)}
        when = gettext("You can withdraw until %(date)s.") % words
    else:
        when = ngettext(
            "If you signed up no more than %(days)d day ago, you can withdraw.",
            "If you signed up no more than %(days)d days ago, you can withdraw.",
            right.days,
        ) % {"days": right.days}
    then = gettext(
        "Then no binding period and no notice period holds you. If you asked them to"
        " start at once, they may charge for the days until then."
    )
    return f"{when} {then}"
