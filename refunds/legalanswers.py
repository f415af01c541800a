"""What the law answers: flag, headline, text, and how sure it is."""

from __future__ import annotations

from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from providers.countries import country_in_text
from providers.money import rounded_money
from providers.templatetags.dates import full_date, weekday_date
from refunds import oldfacts
from refunds.asking import Asked
from refunds.engine.facts import Nature
from refunds.engine.law import Provision, Right
from refunds.engine.verdict import (
    Basis,
    Certainty,
    Check,
    Doubt,
    Outcome,
    Route,
    Status,
)
from refunds.legalwords import (
    NATURES,
    NOT_AT_A_DISTANCE,
    both_readings,
    in_language,
    law_sentence,
)
from refunds.uncounted import flag_for_days, withdrawn_unpaid

DOUBTS: dict[Doubt, str | Lazy] = {
    Doubt.CLASSIFIED: _(
        "a single purchase of this kind is mostly seen as a service, but no court has"
        " said so of this one"
    ),
    Doubt.CONTESTED: _("the law can be read in two ways"),
    Doubt.ROLLED_DAY: _(
        "day 14 has passed, and only the rule on weekends and holidays keeps the period"
        " open"
    ),
    Doubt.ESTIMATE: _("the amount is our estimate, counted in days"),
    Doubt.STORE: _("your contract is with the store, whose terms may settle it"),
}
CERTAINTIES: dict[Certainty, str | Lazy] = {
    Certainty.CERTAIN: _("Certain"),
    Certainty.PROBABLE: _("Probable"),
    Certainty.UNCERTAIN: _("Uncertain"),
}


def doubts(route: Route) -> list[str]:
    """Return why a route is less than certain; each goes on from "because"."""
    reasons = [str(DOUBTS[doubt]) for doubt in route.doubts if doubt in DOUBTS]
    if route.provision and route.provision.doubt:
        return [in_language(route.provision.doubt), *reasons]
    return reasons


def certainty(route: Route) -> str:
    """Return how sure the answer is, in a word."""
    return str(CERTAINTIES[route.certainty])


def because(route: Route) -> str:
    """Return the reasons for being less than certain as a sentence."""
    reasons = "; ".join(doubts(route))
    return gettext("The reason: %(reasons)s.") % {"reasons": reasons} if reasons else ""


def law_flag(route: Route, asked: Asked) -> str | Lazy:
    """Return the law's answer in a few words."""
    if last := asked.unpaid_last_day:
        return gettext("Yes, until %(date)s") % {"date": full_date(last)}
    if right := asked.unpaid_right:
        return flag_for_days(right)
    if asked.delivery_right:
        return gettext("It depends")
    day = full_date(route.deadline) if route.deadline else ""
    match route.outcome:
        case Outcome.PARTLY_REFUNDABLE if costs_nothing(route) and day:
            return gettext("Yes, until %(date)s") % {"date": day}
        case Outcome.REFUNDABLE if day:
            return gettext("Yes, until %(date)s") % {"date": day}
        case Outcome.PARTLY_REFUNDABLE if route.owed:
            owed = rounded_money(route.owed, get_language() or "en")
            return gettext("Yes, less about %(owed)s") % {"owed": owed}
        case Outcome.PARTLY_REFUNDABLE if day:
            return gettext("Yes, part of it, until %(date)s") % {"date": day}
        case Outcome.CONDITIONAL if route.gives_money and day:
            return gettext("Yes, until %(date)s") % {"date": day}
        case Outcome.CONDITIONAL:
            return gettext("It depends")
        case Outcome.NOT_REFUNDABLE if _period_is_over(route):
            return gettext("No, the period is over")
        case Outcome.NOT_REFUNDABLE:
            return gettext("No, the right is gone")
        case Outcome.NOT_APPLICABLE:
            return gettext("No such right")
        case Outcome.NO_CHARGE:
            return gettext("Nothing charged yet")
        case _:
            return gettext("We do not know")


def _period_is_over(route: Route) -> bool:
    return any(
        finding.check is Check.WITHDRAWAL_PERIOD and not finding.holds
        for finding in route.findings
    )


def on_premises(route: Route) -> bool:
    """Was it bought at the company's own place, where the law does not reach?"""
    return any(finding.check is Check.DISTANCE for finding in route.findings)


def law_text(route: Route, asked: Asked) -> str:
    """Return what the law's answer means for the person."""
    text = _law_text(route, asked)
    act = route.provision
    counts = act is not None and act.right is Right.WITHDRAWAL and not route.send_by
    if act is None or not (asked.seller_unknown and counts):
        return text
    days = ngettext("%d day", "%d days", act.days) % act.days
    by_law = gettext(
        "By law you mostly have %(days)s from the contract to withdraw. You withdraw"
        " from whoever sold it to you."
    ) % {"days": days}
    return f"{by_law} {text}"


def _law_text(route: Route, asked: Asked) -> str:
    seller = asked.stores[route.store].name if route.store else asked.pack.name
    if asked.seller_unknown:
        seller = gettext("Whoever sold it")
    country = asked.purchase.country
    match route.outcome:
        case Outcome.REFUNDABLE:
            return gettext(
                "You can withdraw from the contract and get everything back."
            )
        case Outcome.PARTLY_REFUNDABLE:
            return _partly(route, seller)
        case Outcome.CONDITIONAL if route.status is Status.STALE:
            return gettext("The law may have changed since we read it.")
        case Outcome.CONDITIONAL if Doubt.CONTESTED in route.doubts:
            return both_readings(route.possible)
        case Outcome.CONDITIONAL if route.gives_money:
            return gettext(
                "You can withdraw from the contract. Whether they may keep payment for"
                " the days you had access depends on how you ordered and what you were"
                " told."
            )
        case Outcome.UNKNOWN if route.provision and not asked.purchase.product:
            return gettext("What the law gives depends on what you bought.")
        case Outcome.NOT_APPLICABLE if on_premises(route):
            return str(NOT_AT_A_DISTANCE)
        case Outcome.NOT_APPLICABLE | Outcome.UNKNOWN if route.provision:
            return in_language(route.provision.explanation) or str(
                NATURES[Nature.GOODS]
            )
        case Outcome.UNKNOWN if country:
            return gettext(
                "We do not know the law on withdrawal in %(country)s, and would rather"
                " say so than guess."
            ) % {"country": country_in_text(country, get_language() or "en")}
        case Outcome.NO_CHARGE if right := asked.unpaid_right:
            return withdrawn_unpaid(asked, right)
        case Outcome.NO_CHARGE:
            return gettext("There is nothing to give back yet.")
        case Outcome.NOT_REFUNDABLE if not _period_is_over(route):
            return gettext(
                "Within the period, but what you answered means that nothing comes"
                " back by law."
            )
        case _:
            return ""


def costs_nothing(route: Route) -> bool:
    """Is what may be kept nothing at all, as on the first day?"""
    return route.owed is not None and not route.owed.amount


def _partly(route: Route, provider: str) -> str:
    if route.owed is None:
        return gettext(
            "You can withdraw from the contract. %(provider)s may keep payment for the"
            " days you had access."
        ) % {"provider": provider}
    owed = rounded_money(route.owed, get_language() or "en")
    return gettext(
        "You can withdraw from the contract. %(provider)s may keep payment for the days"
        " you had access, about %(owed)s."
    ) % {"provider": provider, "owed": owed}


def sent_in_time(provision: Provision | None) -> str:
    """Return the sentence on sending, where the act says so; otherwise nothing."""
    if provision is None or not provision.sent_in_time_counts:
        return ""
    return gettext("A message sent by then counts, even if it arrives later.")


def law_headline(route: Route, asked: Asked) -> str:
    """Return the verdict's one sentence where the law gives the most."""
    words = {"date": weekday_date(route.deadline) if route.deadline else ""}
    whole = route.outcome is Outcome.REFUNDABLE or costs_nothing(route)
    match route.outcome:
        case _ if route.status is Status.STALE:
            return oldfacts.law_headline(words)
        case _ if whole and route.deadline:
            return (
                gettext("You can withdraw until %(date)s and get the full amount back.")
                % words
            )
        case Outcome.REFUNDABLE:
            return gettext("You can withdraw and get the full amount back.")
        case Outcome.PARTLY_REFUNDABLE if route.amount and route.deadline:
            amount = rounded_money(route.amount, get_language() or "en")
            return gettext(
                "You can withdraw until %(date)s and get about %(amount)s back."
            ) % (words | {"amount": amount})
        case Outcome.PARTLY_REFUNDABLE if route.deadline:
            return (
                gettext(
                    "You can withdraw until %(date)s, but probably not get all of it"
                    " back."
                )
                % words
            )
        case Outcome.PARTLY_REFUNDABLE:
            return gettext("You can withdraw, but probably not get all of it back.")
        case _ if (
            Doubt.CONTESTED in route.doubts and route.deadline and not route.missing
        ):
            return (
                gettext(
                    "You can try to withdraw until %(date)s. Whether money comes back"
                    " depends on how the law is read."
                )
                % words
            )
        case _ if route.gives_money and route.deadline:
            return (
                gettext(
                    "You can withdraw until %(date)s. How much you get back depends on"
                    " an answer we do not have."
                )
                % words
            )
        case _ if route.deadline:
            return (
                gettext(
                    "It depends. By law you may be able to withdraw until %(date)s."
                )
                % words
            )
        case Outcome.NOT_REFUNDABLE if asked.unlisted or asked.contacts_only:
            return gettext(
                "Probably not by law. We have not read the company’s own terms."
            )
        case Outcome.NOT_REFUNDABLE:
            return gettext(
                "Probably not by law. We have found no rule in the company’s own terms."
            )
        case _:
            return gettext("It depends on an answer we do not have.")


def law_lead(route: Route, asked: Asked) -> str:
    """Return what to know right after the headline."""
    parts = [
        law_text(route, asked),
        sent_in_time(route.provision) if route.deadline else "",
    ]
    if route.missing:
        open_questions = " ".join(
            str(asked.form.fields[key].label) for key in route.missing
        )
        parts = [gettext("Still open: %(questions)s") % {"questions": open_questions}]
    return " ".join(part for part in parts if part)


def law_reason(asked: Asked) -> str:
    """Return in one sentence why the law gives no more, beside a no by the terms."""
    route = asked.verdict.route(Basis.STATUTORY_WITHDRAWAL)
    for finding in route.findings:
        if finding.check is Check.WITHDRAWAL_PERIOD and finding.holds is False:
            return law_sentence(finding, asked)
    return law_text(route, asked)
