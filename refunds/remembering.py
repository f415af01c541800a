"""Finished pages, kept until something in them could be different.

A guide or a verdict is the same for everybody who asks the same: it depends on the
address, the language, the day and the provider's rows, and on nothing about the person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from cancelhub.htmx import HtmxHttpRequest
from providers.freshness import fresh_after
from providers.models import Provider
from refunds.catalogue import stamp

View = Callable[[HtmxHttpRequest, str], HttpResponse]
LONGEST_ADDRESS = 400
"""Nobody's answers are longer. The cache itself bounds how many are kept."""


def remembered(view: View) -> View:
    """Answer from memory while nothing has changed. Not while templates are edited."""

    @wraps(view)
    def answer(request: HtmxHttpRequest, slug: str) -> HttpResponse:
        address = request.get_full_path()
        if settings.DEBUG or len(address) > LONGEST_ADDRESS:
            return view(request, slug)
        try:
            key = _key(request, slug, address)
        except Provider.DoesNotExist as error:
            raise Http404(slug) from error
        kept = cache.get(key)
        if kept is not None:
            content, headers = kept
            return HttpResponse(content, headers=headers)
        response = view(request, slug)
        if response.status_code == 200:
            cache.set(key, (response.content, dict(response.items())))
        return response

    return answer


def _key(request: HtmxHttpRequest, slug: str, address: str) -> str:
    parts = (
        address,
        bool(request.htmx),
        request.get_preferred_type(["text/html", "application/json"]),
        get_language(),
        timezone.localdate(),
        fresh_after(),
        stamp(slug),
    )
    return f"page:{hashlib.sha256(repr(parts).encode()).hexdigest()}"
