"""Finished pages, kept until something in them could be different.

A guide or a verdict is the same for everybody who asks the same: it depends on the
address, the language, the day and the provider's rows, and on nothing about the person.
Answers and the country are part of the address.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from cancelhub.htmx import HtmxHttpRequest
from providers.freshness import fresh_after
from providers.models import Provider
from refunds.catalogue import stamp

View = Callable[[HtmxHttpRequest, str], HttpResponse]
Kept = tuple[bytes, bytes, dict[str, str]]
"""A page, the page compressed, and its headers."""

LONGEST_ADDRESS = 400
"""Nobody's answers are longer. The cache itself bounds how many are kept."""

TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
INDENTATION = re.compile(rb"\n\s+")
"""A sixth of a page, and of no use to browsers: nobody types lines into these pages."""


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
        kept: Kept | None = cache.get(key)
        if kept is None:
            response = view(request, slug)
            if response.status_code != 200:
                return response
            kept = _kept(response)
            cache.set(key, kept)
        return _sent(kept, request)

    return answer


def _kept(response: HttpResponse) -> Kept:
    content = INDENTATION.sub(b"\n", response.content)
    patch_vary_headers(response, ["Accept-Encoding"])
    # Browsers may keep it and ask each time: what an editor changes shows at once.
    response["Cache-Control"] = "no-cache"
    response["ETag"] = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    return content, gzip.compress(content, mtime=0), dict(response.items())


def _sent(kept: Kept, request: HtmxHttpRequest) -> HttpResponse:
    """Send a quarter of the bytes to whoever takes them.

    The length of a compressed page gives nothing away, as in BREACH: these pages hold
    no token and nothing about the person but what the address itself says.
    """
    content, packed, headers = kept
    response = HttpResponse(content, headers=headers)
    if TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")):
        response = HttpResponse(packed, headers=headers | {"Content-Encoding": "gzip"})
    return (
        get_conditional_response(request, headers["ETag"], None, response) or response
    )


def _key(request: HtmxHttpRequest, slug: str, address: str) -> str:
    parts = (
        request.scheme,
        request.get_host(),  # pages name their whole address
        address,
        bool(request.htmx),
        request.get_preferred_type(["text/html", "application/json"]),
        get_language(),
        timezone.localdate(),
        fresh_after(),
        stamp(slug),
    )
    return f"page:{hashlib.sha256(repr(parts).encode()).hexdigest()}"
