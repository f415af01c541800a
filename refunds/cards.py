"""The routes side by side, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from providers.templatetags.dates import full_date
from refunds import oldfacts
from refunds.asking import Asked
from refunds.datapack import PackedRule
from refunds.engine.verdict import Basis, Check, Outcome, Route, Status
from refunds.explanations import (
    FLAGS,
    TONES,
    Reason,
    reasons,
    rule_of,
    store_name,
)
from refunds.legalanswers import because, certainty, law_flag, law_text


@dataclass(frozen=True, slots=True)
class RouteCard:
    """One route in words."""

    title: str
    tone: str
    flag: str | Lazy
    text: str
    caveat: str
    reasons: list[Reason]
    route: Route
    certainty: str = ""
    because: str = ""
    longest: date | None = None  # the last day if nobody told of the right
    old: bool = False  # checked too long ago to rely on


def cards(asked: Asked) -> list[RouteCard]:
    """Return the routes in words, the best first; those that do not apply last.

    Goodwill that nobody needs is not shown at all.
    """
    made = [
        _card(route, asked)
        for route in asked.verdict.routes
        if route.basis is not Basis.GOODWILL
        or route.outcome is not Outcome.NOT_APPLICABLE
    ]
    best = asked.verdict.best
    return sorted(
        made,
        key=lambda card: (
            card.route is not best,
            card.route.outcome is Outcome.NOT_APPLICABLE,
        ),
    )


def _card(route: Route, asked: Asked) -> RouteCard:
    rule = rule_of(route, asked)
    language = get_language() or "en"
    flag = FLAGS[route.outcome]
    if route.basis is Basis.STATUTORY_WITHDRAWAL:
        flag = law_flag(route)
    elif route.basis is Basis.MARKETPLACE and not asked.purchase.channel:
        flag = FLAGS[Outcome.UNKNOWN]
    elif route.basis is Basis.GOODWILL and route.status is Status.DECIDED:
        flag = _("You can always ask")
    elif route.outcome is Outcome.REFUNDABLE and route.deadline:
        flag = gettext("Yes, until %(date)s") % {"date": full_date(route.deadline)}
    return RouteCard(
        title=_route_title(route, asked),
        tone=TONES[route.outcome],
        flag=oldfacts.flag(route, flag),
        text=_route_text(route, asked, rule),
        caveat=rule.caveat.in_language(language) if rule and rule.caveat else "",
        reasons=reasons(route, asked),
        route=route,
        certainty=certainty(route) if _says_how_sure(route) else "",
        because=because(route) if _says_how_sure(route) else "",
        longest=_longest(route),
        old=oldfacts.rests_on_old_facts(route),
    )


def _says_how_sure(route: Route) -> bool:
    """Certainty belongs to an answer, not to what the law or the person lacks."""
    settled = route.outcome is not Outcome.CONDITIONAL or route.gives_money
    fresh = route.status is not Status.STALE
    return route.send_by is not None and settled and fresh


def _longest(route: Route) -> date | None:
    last, deadline = route.legal_last_day, route.deadline
    return deadline if last and deadline and deadline > last else None


def _failed(route: Route, asked: Asked) -> str:
    """Return why a rule that gives money does not give it here; else nothing."""
    if route.outcome is not Outcome.NOT_REFUNDABLE:
        return ""
    reasons_against = (
        reason.sentence
        for reason, finding in zip(reasons(route, asked), route.findings, strict=True)
        if finding.holds is False and finding.check in (Check.WINDOW, Check.EVENT)
    )
    return " ".join(reasons_against)


def _route_title(route: Route, asked: Asked) -> str:
    provider = asked.pack.name
    match route.basis:
        case Basis.PROVIDER_POLICY:
            return gettext("%(provider)s’s own terms") % {"provider": provider}
        case Basis.STATUTORY_WITHDRAWAL:
            return gettext("Right of withdrawal by law")
        case Basis.MARKETPLACE:
            return gettext("The store")
        case _:
            return gettext("Goodwill")


def _route_text(route: Route, asked: Asked, rule: PackedRule | None) -> str:
    match route.basis:
        case Basis.PROVIDER_POLICY if failed := _failed(route, asked):
            return failed
        case Basis.PROVIDER_POLICY if rule:
            return rule.explanation.in_language(get_language() or "en")
        case Basis.PROVIDER_POLICY:
            return ""
        case Basis.STATUTORY_WITHDRAWAL:
            return law_text(route, asked)
        case Basis.MARKETPLACE if not asked.purchase.channel:
            return gettext(
                "If the receipt names Apple or Google, ask them for the money."
            )
        case Basis.MARKETPLACE if route.outcome is Outcome.NOT_APPLICABLE:
            return gettext("You bought from %(provider)s itself.") % {
                "provider": asked.pack.name
            }
        case Basis.MARKETPLACE:
            return gettext(
                "Ask %(store)s for the money, with the account you bought with."
            ) % {"store": store_name(asked)}
        case _:
            return gettext(
                "Nothing obliges them, but a short, polite request with your reason is"
                " sometimes granted."
            )
