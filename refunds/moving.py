"""Old addresses: on to the provider that took over, or a page that says why not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from cancelhub.htmx import HtmxHttpRequest
from providers.models import Redirect
from providers.models.fields import slug_validator

View = Callable[[HtmxHttpRequest, str], HttpResponse]


def forwarded(view: View) -> View:
    """Answer for a slug that had a provider once. One that has it now comes first."""

    @wraps(view)
    def answer(request: HtmxHttpRequest, slug: str) -> HttpResponse:
        try:
            return view(request, slug)
        except Http404:
            moved = Redirect.objects.select_related("provider").filter(old_slug=slug)
            redirect = moved.first()
            if redirect is None:
                raise
        if redirect.provider is None:
            return render(request, "refunds/gone.html", {"gone": redirect}, status=410)
        guide = reverse("refunds:guide", args=[redirect.provider.slug])
        return HttpResponsePermanentRedirect(
            f"{guide}?{urlencode({'from': redirect.old_slug})}"
        )

    return answer


def came_from(old_slug: str | None, slug: str) -> Redirect | None:
    """Return why somebody who asked for one address was sent to another."""
    try:
        slug_validator(old_slug)
    except ValidationError:  # also of none, and of what no database takes
        return None
    return Redirect.objects.filter(old_slug=old_slug, provider__slug=slug).first()
