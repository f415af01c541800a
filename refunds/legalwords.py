"""What the law found, a sentence a finding. The engine has decided; this speaks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.functional import Promise as Lazy
from django.utils.translation import (
    get_language,
    gettext,
    ngettext,
    pgettext,
    pgettext_lazy,
)
from django.utils.translation import gettext_lazy as _

from providers.templatetags.dates import full_date
from refunds.asking import Asked
from refunds.engine.case import Period
from refunds.engine.facts import Nature
from refunds.engine.unwinding import INFORMED
from refunds.engine.verdict import Basis, Check, Finding, Outcome
from refunds.legalquestions import LEGAL_QUESTIONS

NATURES: dict[Nature, str | Lazy] = {
    Nature.SERVICE: _(
        "What you bought is a service. For a service you pay at most for the time until"
        " you withdraw."
    ),
    Nature.CONTENT: _(
        "What you bought is digital content. It costs nothing to withdraw, but the"
        " right can be lost once you have started."
    ),
    Nature.CONTESTED: _(
        "What you bought can be seen as a service or as digital content, and the rules"
        " differ. If in doubt, those for services apply."
    ),
    Nature.GOODS: _(
        "You bought goods. The period runs from the day after you received them. Some"
        " are excepted: food and what else spoils, and things made to your order."
    ),
}
PERIOD_OVER: dict[Period, str | Lazy] = {
    Period.COUNTED: _(
        "The contract was made on %(began)s. The period of %(days)s ended on %(last)s."
    ),
    Period.INFORMED_LATE: _(
        "You were told of the right on a later day; the period ended on %(last)s."
    ),
    Period.WITHOUT_INFORMATION: _(
        "Nobody told you of the right, so the period was a year longer. It ended on"
        " %(last)s."
    ),
}
PERIOD_AT_THE_EARLIEST = _(
    "If a free trial came first, the contract may be from as early as %(began)s. Day"
    " %(number)d is then %(last)s."
)
NOT_AT_A_DISTANCE = _(
    "You bought on the company’s own premises. The right of withdrawal is for what you"
    " buy at a distance, for example online or by phone, or where the seller comes to"
    " you."
)
PERIOD_OPEN: dict[Period, str | Lazy] = {
    Period.COUNTED: _(
        "The contract was made on %(began)s. Day %(number)d is %(last)s."
    ),
    Period.RESTARTED: _("You were charged on %(began)s. Day %(number)d is %(last)s."),
    Period.INFORMED_LATE: _(
        "You were told of the right after the contract; the period runs until %(last)s."
    ),
    Period.WITHOUT_INFORMATION: _(
        "Nobody told you of the right, so the period runs up to a year longer, until"
        " %(last)s at most. If they tell you now, 14 days run from then."
    ),
}


def said_by_period(finding: Finding, findings: Sequence[Finding]) -> bool:
    """Is it the missing information, told already as the reason for the period?"""
    longer = any(f.inputs.get("period") == Period.WITHOUT_INFORMATION for f in findings)
    return longer and finding.inputs.get("fact") == INFORMED


def law_sentence(finding: Finding, asked: Asked) -> str:
    """Return what one finding of the law says."""
    inputs = finding.inputs
    match finding.check:
        case Check.LAW:
            return _law(finding, asked)
        case Check.DISTANCE:
            return str(NOT_AT_A_DISTANCE)
        case Check.NATURE:
            return str(NATURES[Nature(str(inputs["nature"]))])
        case Check.WITHDRAWAL_PERIOD:
            return _period(finding) + _if_tried(finding, asked)
        case Check.COUNTERPARTY:
            return gettext(
                "You paid a store, so it is the store that you withdraw from."
            )
        case _:
            return _fact(str(inputs["fact"]), inputs.get("answer"), asked)


def _law(finding: Finding, asked: Asked) -> str:
    provision = asked.verdict.route(Basis.STATUTORY_WITHDRAWAL).provision
    if finding.holds and provision:
        days = ngettext("%d day", "%d days", provision.days) % provision.days
        words = {"days": days, "act": in_language(provision.name)}
        return gettext("You have %(days)s to withdraw by %(act)s.") % words
    if provision and provision.explanation:
        return in_language(provision.explanation)
    return gettext("We do not know what the law gives where you live.")


def _period(finding: Finding) -> str:
    inputs = finding.inputs
    began, last = inputs["began_on"], inputs["send_by"]
    legal, number = inputs["legal_last_day"], inputs["days"]
    if not (
        isinstance(began, date) and isinstance(last, date) and isinstance(number, int)
    ):
        return gettext("The period has ended, whichever day you signed up.")
    period = Period(str(inputs["period"]))
    words = {
        "began": full_date(began),
        "days": ngettext("%d day", "%d days", number) % number,
        "number": number,
        "last": full_date(last),
    }
    if not finding.holds:
        words["last"] = full_date(legal) if isinstance(legal, date) else words["last"]
        return str(PERIOD_OVER.get(period, PERIOD_OVER[Period.COUNTED])) % words
    counted = period is Period.COUNTED and began != inputs["began_by"]
    sentence = str(PERIOD_AT_THE_EARLIEST if counted else PERIOD_OPEN[period]) % words
    if isinstance(legal, date) and legal != last:
        moved = gettext(
            "That is a weekend or a holiday, so the last day by law is %(day)s."
        ) % {"day": full_date(legal)}
        return f"{sentence} {moved}"
    return sentence


def _if_tried(finding: Finding, asked: Asked) -> str:
    """Say what a trial nobody told of would change: the contract began with it."""
    purchase, bought = asked.purchase, asked.bought
    from_payment = finding.inputs["began_on"] == purchase.paid_on is not None
    told = purchase.signed_up_on or purchase.trial_ends_on
    renews = bought is not None and bought.recurs
    if told or not (from_payment and renews):
        return ""
    if not asked.pack.may_be_tried(purchase.product):
        return ""
    earlier = gettext(
        "Did a free trial come first? Then the days count from its start."
    )
    return f" {earlier}"


def _fact(fact: str, answer: object, asked: Asked) -> str:
    if fact not in LEGAL_QUESTIONS:
        return str(asked.form.fields[fact].label)
    question = LEGAL_QUESTIONS[fact]
    if answer is None:
        return str(question.question)
    if isinstance(answer, date):
        return gettext("You were told about the right of withdrawal on %(day)s.") % {
            "day": full_date(answer)
        }
    return str(question.yes if answer else question.no)


READINGS: dict[Outcome, str | Lazy] = {
    Outcome.REFUNDABLE: pgettext_lazy("you get back", "everything"),
    Outcome.PARTLY_REFUNDABLE: pgettext_lazy(
        "you get back", "all but the part for the days you had access"
    ),
    Outcome.NOT_REFUNDABLE: pgettext_lazy("you get back", "nothing"),
}


def both_readings(possible: frozenset[Outcome]) -> str:
    """Name each outcome that a reading of the law leads to, the best one first."""
    named = [str(text) for outcome, text in READINGS.items() if outcome in possible]
    *others, last = named
    comma = "," if len(others) > 1 else ""
    either = pgettext("between outcomes", "or")
    outcomes = f"{', '.join(others)}{comma} {either} {last}" if others else last
    return gettext(
        "It can be seen as a service or as digital content. Depending on that you get"
        " back %(outcomes)s."
    ) % {"outcomes": outcomes}


def in_language(text: object) -> str:
    words = dict(text) if isinstance(text, dict) else {}
    return str(words.get(get_language() or "en", ""))
