"""The window of a rule in words: what it is counted from, and its last day."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from providers.templatetags.dates import full_date
from refunds.engine.facts import Start
from refunds.engine.verdict import Finding

COUNTED_FROM: dict[Start, str | Lazy] = {
    Start.PAYMENT: _("The terms give %(days)s from the payment."),
    Start.RENEWAL: _("The terms give %(days)s from the renewal."),
    Start.SIGNUP: _("The terms give %(days)s from the day you signed up."),
    Start.START: _("The terms give %(days)s from the start."),
    Start.TRIAL_END: _("Nothing is charged if you cancel before the trial ends."),
    Start.PAYMENT_OR_START: _(
        "The terms give %(days)s from the payment or the start, whichever comes first."
    ),
}


def window_sentence(finding: Finding, today: date) -> str:
    """Return how long the window is and when it ends, as far as that is known."""
    days, last = finding.inputs["days"], finding.inputs["last_day"]
    if not isinstance(days, int):
        raise TypeError(days)
    begun = finding.inputs["began_on"]
    start = Start(str(finding.inputs["start"]))
    if not isinstance(last, date) or not isinstance(begun, date):
        return COUNTED_FROM[start] % {
            "days": ngettext("%d day", "%d days", days) % days
        }
    words = {
        "begun": full_date(begun),
        "days": ngettext("%d day", "%d days", days) % days,
        "last": full_date(last),
    }
    past = last < today
    match start:
        case Start.TRIAL_END if past:
            return gettext("Your free trial ended on %(begun)s.") % words
        case Start.TRIAL_END:
            return gettext("Your free trial ends on %(begun)s.") % words
        case Start.START:
            opening = gettext("Start on %(begun)s; the terms give %(days)s from then.")
        case Start.SIGNUP:
            opening = gettext("You signed up on %(begun)s; the terms give %(days)s.")
        case _:
            opening = gettext("You paid on %(begun)s; the terms give %(days)s.")
    closing = (
        gettext("The last day was %(last)s.")
        if past
        else gettext("The last day is %(last)s.")
    )
    return f"{opening} {closing}" % words
