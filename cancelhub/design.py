"""The living page of the design: tokens as measured, components as the site draws them.

Its address has a language like every page, so that both are one click apart; without
one, ``/design/`` leads to the visitor's. What is shown comes from real questions to the
site, so that it keeps up with templates and data. The public gets no page.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cancelhub import tokens
from letters.draft import draft_letter
from letters.forms import SenderForm
from letters.paper import window
from letters.wording import say
from providers.models import Provider
from providers.vocabulary import UNLISTED
from refunds.asking import Asked, ask
from refunds.cards import RouteCard, cards
from refunds.guide import guide_page
from refunds.views import verdict_context

SHOWN = "coursera"
"""A provider with rules of every kind."""

BOUGHT = {
    "channel": "web",
    "product": "course_one_time",
    "country": "SE",
    "charge": "first",
    "certificate_earned": "no",
    "content_accessed": "no",
}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show all of it to those who build or edit the site."""
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404("design")
    css = tokens.STYLE_SHEET.read_text(encoding="utf-8")
    context = _tokens(css) | _components(get_language() or "en")
    return render(request, "design.html", context)


def _tokens(css: str) -> dict[str, Any]:
    values = tokens.tokens(css)
    return {
        "colours": tokens.colours(css),
        "pairs": tokens.pairs(css),
        "types": {name: values[name] for name in tokens.TYPE},
        "spaces": tokens.named("s", values),
        "radii": tokens.named("radius", values),
        "tones": tokens.TONES,
    }


def _components(language: str) -> dict[str, Any]:
    """Return what the templates need, from one purchase and from slips in it."""
    bought = _bought(days_ago=5)
    suggested = {k: v for k, v in SenderForm(None, asked=bought).known.items() if v}
    typed = {"name": "Åsa Öberg", "account_email": "asa"}
    form = SenderForm(suggested | typed, asked=bought)
    draft = draft_letter(form.matter(), form.sender(), form.options(), say)
    guide = guide_page(bought, "SE", language)
    return {
        **guide,
        "way_out": guide["official"],
        **verdict_context(bought),
        "routes": _a_route_in_each_tone(),
        "nothing_told": ask(SHOWN, {}),
        "wrong": ask(SHOWN, BOUGHT | {"paid_on": "1999-01-01"}),
        "unlisted_asked": ask(UNLISTED, {"company": "Okända AB"}),
        "form": form,
        "letter": draft.documents[0],
        "window": window(draft),
        "found": Provider.objects.listed()[:3],
        "covered": Provider.objects.count(),
        "unlisted": UNLISTED,
    }


def _bought(*, days_ago: int, **changes: str) -> Asked:
    day = timezone.localdate() - timedelta(days=days_ago)
    return ask(SHOWN, BOUGHT | {"paid_on": day.isoformat()} | changes)


def _a_route_in_each_tone() -> list[tuple[Asked, RouteCard]]:
    """Return the first card of each tone, with the question it answers."""
    found: dict[str, tuple[Asked, RouteCard]] = {}
    for asked in (
        _bought(days_ago=5),
        _bought(days_ago=400),
        _bought(days_ago=5, channel="app_store"),
        ask(SHOWN, {}),
    ):
        for card in cards(asked):
            found.setdefault(card.tone, (asked, card))
    return [found[tone] for tone in tokens.TONES if tone in found]
