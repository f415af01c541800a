"""The pages around: who runs this, what is kept, how verdicts are made, which words.

What they say of an installation comes from its settings, so that it stays true there.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from letters.models.cases import UNPROVED_HOURS
from letters.sending.transport import sends_mail
from refunds.glossary import WORDS

STATEMENT_ON = date(2026, 11, 24)
"""When the accessibility statement was last compared with the site."""


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say who runs the site, who pays, and why it is there."""
    return _shown(request, "about")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is stored about whom, for how long, and who gets it."""
    return _shown(
        request,
        "privacy",
        days=settings.RETENTION_DAYS,
        hours=UNPROVED_HOURS,
        sends_mail=sends_mail(),
        stamped=bool(settings.TSA_URL),
        reported=settings.ESP,
    )


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Say what a verdict rests on, and where its limits are."""
    return _shown(request, "method", days=settings.FRESHNESS_DAYS)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what works for whom, and what does not yet."""
    return _shown(request, "accessibility", day=STATEMENT_ON)


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Explain the words of law that the site uses."""
    return _shown(request, "words", words=WORDS)


def _shown(request: HttpRequest, name: str, **more: object) -> HttpResponse:
    context = {"operator": settings.OPERATOR, "contact": settings.CONTACT_EMAIL, **more}
    return render(request, f"pages/{name}.html", context)


app_name = "pages"
urlpatterns = [
    path(_("about/"), about, name="about"),
    path(_("privacy/"), privacy, name="privacy"),
    path(_("how-verdicts-are-made/"), method, name="method"),
    path(_("accessibility/"), accessibility, name="accessibility"),
    path(_("words/"), words, name="words"),
]
