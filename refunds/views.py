"""The guide to a provider and the verdict. The verdict's state is its query string."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from cancelhub.htmx import HtmxHttpRequest
from refunds.asking import Asked, ask
from refunds.cards import cards
from refunds.checking import matrix, try_cases
from refunds.engine.verdict import Basis, Outcome, Step
from refunds.explanations import answer
from refunds.guide import (
    contacts_for,
    entity_for,
    in_force,
    notes_by_topic,
    price_rows,
    rule_rows,
    storefronts,
)
from refunds.journey import chips
from refunds.plan import todos
from refunds.remembering import remembered
from refunds.timeline import timeline
from refunds.verdict_json import verdict_json


@require_safe
@remembered
def guide(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """Show the official way out first, then the first question, then all we know."""
    chosen = request.GET.get("country", settings.DEFAULT_COUNTRY)
    asked = ask(slug, {"country": chosen})
    country = asked.purchase.country or settings.DEFAULT_COUNTRY
    pack, language = asked.pack, get_language() or "en"
    current, earlier = in_force(rule_rows(pack, language), asked.today)
    return render(
        request,
        "refunds/guide.html",
        {
            "asked": asked,
            "pack": pack,
            "country": country,
            "official": asked.way_out,
            "storefronts": storefronts(pack, asked.stores),
            "first_question": asked.questions[:1],
            "rules_now": current,
            "rules_before": earlier,
            "entity": entity_for(pack, country),
            "contacts": contacts_for(pack, country),
            "prices": price_rows(pack, language),
            "notes": notes_by_topic(pack, language),
        },
    )


@staff_member_required
@require_safe
def preview(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """Show editors what the rules answer today, and whether the golden cases hold."""
    asked = ask(slug, {})
    tried = try_cases(asked.pack)
    return render(
        request,
        "refunds/preview.html",
        {
            "pack": asked.pack,
            "today": asked.today,
            "rows": matrix(asked.pack, asked.today),
            "tried": tried,
            "failed": [item for item in tried if not item.passed],
        },
    )


@require_safe
@vary_on_headers("Accept", "HX-Request")
@remembered
def verdict(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """Ask what is still open, or show the answer. Machines get JSON."""
    asked = ask(slug, request.GET)
    if (
        request.get_preferred_type(["text/html", "application/json"])
        == "application/json"
    ):
        return _as_json(asked)
    template = "refunds/verdict.html"
    if request.htmx:
        template += "#journey"
    response = render(request, template, _context(asked))
    if request.htmx:
        address = reverse("refunds:verdict", args=[slug])
        response["HX-Push-Url"] = f"{address}?{asked.query}"
    return response


def _context(asked: Asked) -> dict[str, Any]:
    context: dict[str, Any] = {
        "asked": asked,
        "pack": asked.pack,
        "chips": chips(asked),
        "official": asked.way_out,
        "country": settings.DEFAULT_COUNTRY,
    }
    if asked.complete:
        context |= {
            "answer": answer(asked),
            "cards": cards(asked),
            "todos": todos(asked),
            "timeline": timeline(asked),
            "asks_amount": _asks_amount(asked),
            "claims_in_store": Step.CLAIM_FROM_STORE in asked.verdict.plan,
        }
    return context


def _asks_amount(asked: Asked) -> bool:
    """Could we work out what comes back, if we knew what was paid?"""
    best = asked.verdict.best
    by_law = best.basis is Basis.STATUTORY_WITHDRAWAL and best.deadline is not None
    partly = Outcome.PARTLY_REFUNDABLE in best.possible
    return by_law and partly and asked.purchase.paid is None


def _as_json(asked: Asked) -> JsonResponse:
    if asked.form.errors:
        return JsonResponse({"errors": asked.form.errors}, status=400)
    return JsonResponse(verdict_json(asked.verdict))
