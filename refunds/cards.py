"""The routes side by side, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from providers.templatetags.dates import full_date
from refunds import oldfacts
from refunds.asking import Asked
from refunds.engine.verdict import Basis, Outcome, Route, Status
from refunds.explanations import (
    FLAGS,
    TONES,
    Reason,
    against,
    reasons,
)
from refunds.legalanswers import because, certainty, law_flag, law_text
from refunds.rulewords import rule_text
from refunds.storewords import (
    rules_of,
    store_notes,
    store_readings,
    store_text,
    store_title,
)


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
    days: Sequence[tuple[str, date]] = ()  # of the law, each with what it is
    ask_by: date | None = None  # the store's last day
    readings: Sequence[str] = ()  # its rules, where more than one may apply
    notes: Sequence[str] = ()  # what else we know of it
    maybe: Mapping[str, str] = field(default_factory=dict)  # stores it may have been
    checked_on: date | None = None
    old: bool = False  # checked too long ago to rely on


def cards(asked: Asked) -> list[RouteCard]:
    """Return the routes in words, the best first; those that do not apply last.

    Goodwill that nobody needs is not shown at all, nor a store where none took part.
    """
    made = [
        _with_store(_card(route, asked), asked)
        for route in asked.verdict.routes
        if _is_shown(route, asked)
    ]
    best = asked.verdict.best
    if best.outcome is Outcome.VIA_MARKETPLACE:
        best = asked.verdict.route(Basis.MARKETPLACE)
    elif asked.uncounted_right:
        best = asked.verdict.route(Basis.STATUTORY_WITHDRAWAL)
    return sorted(
        made,
        key=lambda card: (
            card.route is not best,
            card.route.outcome is Outcome.NOT_APPLICABLE,
        ),
    )


def _is_shown(route: Route, asked: Asked) -> bool:
    if route.basis is Basis.GOODWILL and asked.uncounted_right:
        return False
    may_be_missing = route.basis in (Basis.GOODWILL, Basis.MARKETPLACE)
    return not (may_be_missing and route.outcome is Outcome.NOT_APPLICABLE)


def _card(route: Route, asked: Asked) -> RouteCard:
    flag, tone = FLAGS[route.outcome], TONES[route.outcome]
    if route.basis is Basis.STATUTORY_WITHDRAWAL:
        flag = law_flag(route, asked)
        tone = TONES[Outcome.CONDITIONAL] if asked.delivery_right else tone
    elif route.outcome is Outcome.VIA_MARKETPLACE and asked.seller_unknown:
        flag = _("Whoever charged you decides")
    elif route.basis is Basis.MARKETPLACE and not asked.purchase.channel:
        flag = FLAGS[Outcome.UNKNOWN]
    elif route.basis is Basis.GOODWILL and route.status is Status.DECIDED:
        flag = _("You can always ask")
    elif route.outcome is Outcome.REFUNDABLE and route.deadline:
        flag = gettext("Yes, until %(date)s") % {"date": full_date(route.deadline)}
    # Terms that nobody has read were not checked on any day.
    looked_at = route.basis is not Basis.PROVIDER_POLICY or bool(asked.pack.rules)
    return RouteCard(
        title=_route_title(route, asked),
        tone=tone,
        flag=oldfacts.flag(route, flag),
        text=_route_text(route, asked),
        caveat=_caveat(route, asked),
        reasons=reasons(route, asked),
        route=route,
        certainty=certainty(route) if _says_how_sure(route) else "",
        because=because(route) if _says_how_sure(route) else "",
        days=_days(route, asked.today),
        checked_on=route.checked_on if looked_at else None,
        old=looked_at and oldfacts.rests_on_old_facts(route),
    )


def _with_store(card: RouteCard, asked: Asked) -> RouteCard:
    """Add what only a store has: its last day, several rules, and what else we know."""
    route = card.route
    if route.basis is Basis.MARKETPLACE and asked.seller_unknown:
        return replace(card, maybe=asked.other_stores)
    if route.basis is not Basis.MARKETPLACE or asked.store is None:
        return card
    return replace(
        card,
        # What the text has said already, without a source to show, is no reason.
        reasons=[
            reason
            for reason in card.reasons
            if reason.source or reason.sentence != card.text
        ],
        ask_by=asked.verdict.deadline,
        readings=store_readings(route, asked),
        notes=store_notes(asked),
    )


def _caveat(route: Route, asked: Asked) -> str:
    """Return the reservations of the rules that the answer rests on."""
    if route.basis is Basis.STATUTORY_WITHDRAWAL:
        return ""  # an act's reservations are doubts
    language = get_language() or "en"
    caveats = [rule.caveat for rule in rules_of(route, asked) if rule.caveat]
    return " ".join(dict.fromkeys(text.in_language(language) for text in caveats))


def _says_how_sure(route: Route) -> bool:
    """Certainty belongs to an answer, not to what the law or the person lacks."""
    settled = route.outcome is not Outcome.CONDITIONAL or route.gives_money
    fresh = route.status is not Status.STALE
    return route.send_by is not None and settled and fresh


def _days(route: Route, today: date) -> list[tuple[str, date]]:
    """Return the days of the law that still mean something, with what they are."""
    counted, last = route.send_by, route.legal_last_day
    if counted is None or last is None:
        return []
    if today > last:
        days = [(gettext("The period ended"), last)]
    elif today > counted:
        days = [(gettext("Last day by law"), last)]
    else:
        moved = [(gettext("Last day by law"), last)] if last != counted else []
        days = [(gettext("Send by"), counted), *moved]
    if route.only_if_uninformed and route.deadline:
        days.append((gettext("If you were never told"), route.deadline))
    return days


def _route_title(route: Route, asked: Asked) -> str:
    provider = asked.pack.name
    match route.basis:
        case Basis.PROVIDER_POLICY:
            return gettext("%(provider)s’s own terms") % {"provider": provider}
        case Basis.STATUTORY_WITHDRAWAL:
            return gettext("Right of withdrawal by law")
        case Basis.MARKETPLACE:
            return store_title(asked)
        case _:
            return gettext("Goodwill")


def _route_text(route: Route, asked: Asked) -> str:
    refused = against(route, asked)
    match route.basis:
        case Basis.PROVIDER_POLICY:
            return refused or rule_text(asked.pack, route.rule, asked)
        case Basis.STATUTORY_WITHDRAWAL:
            return law_text(route, asked)
        case Basis.MARKETPLACE:
            return store_text(route, asked, refused)
        case _:
            return gettext(
                "Nothing obliges them, but a short, polite request with your reason is"
                " sometimes granted."
            )
