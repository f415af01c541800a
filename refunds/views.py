"""The guide to a provider and the verdict. The verdict's state is its query string."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from cancelhub.htmx import HtmxHttpRequest
from providers.countries import CODES
from providers.vocabulary import UNLISTED
from refunds.asking import Asked, ask
from refunds.calendarfile import ics_response
from refunds.cards import cards
from refunds.checking import matrix, try_cases
from refunds.easyread import countdown, easy_read
from refunds.engine.verdict import Basis, Outcome
from refunds.explanations import answer
from refunds.guide import countries_to_choose, guide_page
from refunds.journey import Chip, chips
from refunds.linkeddata import linked_data
from refunds.listings import source_rows
from refunds.moving import came_from, forwarded
from refunds.plan import todos
from refunds.remembering import remembered
from refunds.rulebook import MONTHS
from refunds.ruletable import for_new_purchases, rule_rows
from refunds.timeline import days_to_act, timeline
from refunds.verdict_json import verdict_json


@require_safe
@forwarded
@remembered
def guide(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """Show the official way out first, then the first question, then all we know.

    The country stays in the address; one that we do not know counts as not chosen.
    The list of countries comes on demand (``choose``): it is a third of a page.
    """
    country = _country_in(request)
    if slug == UNLISTED:
        return _unlisted(request, country)
    asked = ask(slug, {"country": country})
    language = get_language() or "en"
    title = gettext("Cancel %(provider)s or get your money back") % {
        "provider": asked.pack.name
    }
    context = guide_page(asked, country, language) | {
        "title": title,
        "moved": came_from(request.GET.get("from"), slug),
        "is_chosen": request.GET.get("country") == country,
        "linked": linked_data(asked.pack, title, request.build_absolute_uri),
    }
    if "choose" in request.GET:
        context["countries"] = countries_to_choose(asked, language)
    return render(request, "refunds/guide.html", context)


def _unlisted(request: HtmxHttpRequest, country: str) -> HttpResponse:
    """Ask for the name of a company that we do not know."""
    named = request.GET.get("company", "")
    asked = ask(UNLISTED, {"company": named} if named else {})
    context = {"asked": asked, "pack": asked.pack, "country": country}
    return render(request, "refunds/unlisted.html", context)


@require_safe
@forwarded
@remembered
def rules(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """Show every rule we know of, for whichever day and country, with its caveat."""
    country = _country_in(request)
    asked = ask(slug, {"country": country})
    rows = rule_rows(asked.pack, get_language() or "en", country)
    here, other = for_new_purchases(rows, asked.today)
    context = {
        "asked": asked,
        "pack": asked.pack,
        "rules_here": here,
        "rules_other": other,
        "sources": source_rows(asked.pack),
    }
    return render(request, "refunds/rules.html", context)


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
@forwarded
@remembered
def verdict(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """Ask what is still open, or show the answer. Machines get JSON.

    "Yesterday" is another day tomorrow: the address that stays has the date instead.
    """
    preferred = request.get_preferred_type(["text/html", "application/json"])
    if preferred == "application/json":
        return _as_json(ask(slug, request.GET))
    asked = ask(slug, request.GET, in_words=True)
    address = reverse("refunds:verdict", args=[slug])
    lasting = _with_dates(request.GET, asked)
    if lasting != request.GET and not request.htmx:
        return redirect(f"{address}?{lasting.urlencode()}")
    _notice_no_answer(request, asked)
    _recall_answer(request, asked)
    template = "refunds/verdict.html"
    if request.htmx:
        template += "#journey"
    country = {"country": _country_in(request, "was_country")}
    response = render(request, template, verdict_context(asked) | country)
    if request.htmx:
        response["HX-Push-Url"] = f"{address}?{asked.query}"
    return response


@require_safe
@forwarded
def calendar(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """Hand out the days to act by for a calendar."""
    asked = ask(slug, request.GET)
    return ics_response(days_to_act(asked), asked.today, slug)


def _notice_no_answer(request: HtmxHttpRequest, asked: Asked) -> None:
    """Say so if somebody pressed "Continue" without an answer to the first question."""
    key = request.GET.get("asked", "")
    if asked.questions[:1] == [key] and not request.GET.get(key):
        asked.form.add_error(key, gettext("Choose or write an answer first."))


def _recall_answer(request: HtmxHttpRequest, asked: Asked) -> None:
    """Show the answer that somebody came back to change as it was."""
    key = next(iter(asked.questions), "")
    was = request.GET.get(f"was_{key}")
    if was and not asked.form.data.get(key):
        asked.form.data = dict(asked.form.data.items()) | {key: was}


def _with_dates(query: QueryDict, asked: Asked) -> QueryDict:
    """Return a query with dates for all days in it, however they are written."""
    lasting = query.copy()
    for key, day in asked.form.days.items():
        if query[key] != day:
            lasting[key] = day
    return lasting


def _country_in(request: HtmxHttpRequest, key: str = "country") -> str:
    """Return the country in the address, or the one we take it that people live in."""
    chosen = request.GET.get(key, "")
    return chosen if chosen in CODES else settings.DEFAULT_COUNTRY


def verdict_context(asked: Asked) -> dict[str, Any]:
    """Return what the page shows: what is still open, or the answer."""
    told = chips(asked)
    # Where somebody lives and what the company is called are no steps on the way.
    steps = [chip for chip in told if chip.key not in ("country", "company")]
    before = _before(asked, steps)
    context: dict[str, Any] = {
        "asked": asked,
        "pack": asked.pack,
        "chips": told,
        "back": before[-1].query if before else "",
        "number": 0 if asked.changing == "country" else len(before) + 1,
        "share": 100 * len(steps) // (len(steps) + max(len(asked.questions), 1)),
        "official": asked.way_out,
    }
    if asked.complete:
        context |= {
            "answer": answer(asked),
            "countdown": countdown(asked),
            "easy": easy_read(asked),
            "cards": cards(asked),
            "todos": todos(asked),
            "timeline": timeline(asked),
            "asks_amount": _asks_amount(asked),
            "asks_period": not _knows_the_period(asked),
        }
    return context


def _before(asked: Asked, steps: list[Chip]) -> list[Chip]:
    """Return the steps before what is asked now; one to be changed keeps its place."""
    if not asked.changing:
        return steps
    order = list(asked.form.fields)
    place = order.index(asked.changing)
    return [step for step in steps if order.index(step.key) < place]


def _asks_amount(asked: Asked) -> bool:
    """Could we work out what comes back, if we knew what was paid?"""
    best = asked.verdict.best
    by_law = best.basis is Basis.STATUTORY_WITHDRAWAL and best.deadline is not None
    partly = Outcome.PARTLY_REFUNDABLE in best.possible
    return by_law and partly and best.owed is None


def _knows_the_period(asked: Asked) -> bool:
    """Is what was paid for a period of a length that the product tells?"""
    bought = asked.bought
    return bool(bought and bought.recurs and bought.billing in MONTHS)


def _as_json(asked: Asked) -> JsonResponse:
    if asked.form.errors:
        return JsonResponse({"errors": asked.form.errors}, status=400)
    return JsonResponse(verdict_json(asked.verdict))
