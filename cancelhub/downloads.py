"""Files that a browser saves instead of showing them."""

from __future__ import annotations

from django.http import HttpResponse


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    """Return a file to save under a name that holds no quotes."""
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
