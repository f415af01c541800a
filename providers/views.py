"""The way in: the start page and the catalogue, and what it rests on."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from cancelhub.htmx import HtmxHttpRequest
from providers import suggesting
from providers.attribution import COLLECTIONS
from providers.forms import SuggestionForm
from providers.labels import CATEGORIES
from providers.models import Provider
from providers.models.lookup import MOST
from providers.vocabulary import UNLISTED

EXAMPLES = (
    "coursera",
    "spotify",
    "netflix",
    "hbo-max",
    "storytel",
    "dagens-nyheter",
    "sats",
    "adobe-creative-cloud",
)
"""Something of each kind to begin with. Not a ranking: we have no figures for one."""

PAGE_SIZE = 50
LONGEST_QUERY = 100


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what the site does and let people search."""
    found = {one.slug: one for one in Provider.objects.filter(slug__in=EXAMPLES)}
    examples = [found[slug] for slug in EXAMPLES if slug in found]
    return render(request, "providers/home.html", {"examples": examples})


@require_safe
@vary_on_headers("HX-Request")
def provider_list(request: HtmxHttpRequest) -> HttpResponse:
    """Show the providers to choose from; HTMX asks for the results alone."""
    query = searched_for(request)
    category = request.GET.get("category", "")
    providers = Provider.objects.in_category(category).listed()
    # What was found is short, and listing it spares a query that counts it.
    found = list(Provider.objects.search(query)) if query else providers
    pages = Paginator(found, PAGE_SIZE)
    context = {
        "query": query,
        "category": category,
        "heading": next((CATEGORIES[key] for key in CATEGORIES if key == category), ""),
        "categories": Provider.objects.in_each_category,  # asked for without a query
        "alike": [
            (key.value, name)
            for key, name in CATEGORIES.items()
            if query and query.casefold() in str(name).casefold()
        ],
        "most": MOST,
        "page": pages.get_page(request.GET.get("page")),
        "unlisted": UNLISTED,
        "covered": Provider.objects.count,  # only asked for when nothing was found
    }
    template = "providers/provider_list.html"
    if request.htmx:
        template += "#results"
    return render(request, template, context)


@csrf_exempt  # it knows no person, so nobody else can act for one; a day has its limit
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest) -> HttpResponse:
    """Take the name of a company that somebody misses; nothing about that person."""
    if request.method != "POST":
        known = {key: request.GET.get(key, "") for key in ("name", "country")}
        form = SuggestionForm(initial=known)
        context = {"form": form, "thanks": "thanks" in request.GET}
        return render(request, "providers/suggest.html", context)
    form = SuggestionForm(request.POST)
    if not form.is_valid():
        return render(request, "providers/suggest.html", {"form": form})
    try:
        suggesting.suggest(**form.cleaned_data, today=timezone.localdate())
    except suggesting.TooManySuggestions:
        context = {"form": form, "full": True}
        return render(request, "providers/suggest.html", context, status=429)
    return redirect(f"{request.path}?thanks")


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Say what the facts rest on, and give the notices that licences ask for."""
    facts = Provider.objects.rest_on(COLLECTIONS)
    context = {
        "facts": facts,
        "collections": [(item, facts[item.key]) for item in COLLECTIONS],
        "limit": settings.FRESHNESS_DAYS,
    }
    return render(request, "providers/sources.html", context)


def searched_for(request: HttpRequest) -> str:
    """Return the words of the query; what no name can contain is left out."""
    typed = request.GET.get("q", "").replace("\0", "")
    return " ".join(typed.split())[:LONGEST_QUERY]
