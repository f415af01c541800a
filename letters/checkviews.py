"""Is this exactly a file that we sent? Anybody may ask, and learns nothing else.

The question is a checksum: the browser adds the file up, or the file comes here and is
added up as it arrives; no byte of it is kept. Nothing is changed by asking, so neither
form nor answer needs a cookie.
"""

from __future__ import annotations

import hashlib
import re

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from letters.models import Dispatch
from letters.sending import throttling
from letters.sending.throttling import Throttled

SHA256 = re.compile(r"[0-9a-f]{64}")
LARGEST = 3_000_000
"""No letter of ours comes near it."""


class AddedUp(FileUploadHandler):
    """Adds an uploaded file up, chunk by chunk, and keeps none of it."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.sum, self.size = hashlib.sha256(), 0
        self.digest, self.too_large = "", False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Add a chunk."""
        del start
        self.size += len(raw_data)
        if self.size > LARGEST:
            self.too_large = True
            raise StopUpload(connection_reset=False)
        self.sum.update(raw_data)

    def file_complete(self, file_size: int) -> None:
        """End a file: there is nothing to hand on but its checksum."""
        del file_size
        self.digest = self.sum.hexdigest()
        self.sum, self.size = hashlib.sha256(), 0


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def check(request: HttpRequest) -> HttpResponse:
    """Say whether a file is one that we sent, and when and where to."""
    if request.method != "POST" and "sha256" not in request.GET:
        return _page(request)
    try:
        throttling.before_a_check(throttling.network_of(request))
    except Throttled:
        return _page(request, 429, problem="throttled")
    if request.method == "POST":
        added = AddedUp(request)
        request.upload_handlers = [added]
        _ = request.POST  # reads what is sent
        if added.too_large:
            return _page(request, 413, problem="too_large")
        digest = added.digest
    else:
        digest = request.GET["sha256"].strip().lower()
    if not SHA256.fullmatch(digest):
        return _page(request, 422, problem="no_file")
    found = Dispatch.objects.sent_as(digest).first()
    return _page(request, asked=True, digest=digest, found=found)


def _page(request: HttpRequest, status: int = 200, **more: object) -> HttpResponse:
    context = {
        "site": settings.SITE_NAME,
        "days": settings.RETENTION_DAYS,
        "largest": LARGEST // 1_000_000,
        **more,
    }
    response = render(request, "letters/check.html", context, status=status)
    if more:
        response["X-Robots-Tag"] = "noindex, nofollow"
    return response
