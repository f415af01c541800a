"""The letter page: form and preview, and the letter as a file.

Answers about the purchase travel in the query string; who somebody is comes only in the
body of a POST. It goes only into the answer to it, unless they ask us to send the
letter or to keep it: then it is stored as a case (``letters.sending``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cancelhub.downloads import attachment
from cancelhub.htmx import HtmxHttpRequest
from letters.afterwards import BOTH, DATA, FIRST, MONEY
from letters.clauses import DATA_CLAUSE
from letters.draft import draft_letter
from letters.forms import SenderForm
from letters.letter import Document, LetterDraft, Sender
from letters.mail import mailto, to_eml
from letters.models.dispatches import State
from letters.paper import to_pdf, window
from letters.plain import as_text
from letters.sending.offer import offer
from letters.sending.opening import open_case
from letters.sending.throttling import Throttled, network_of
from letters.switches import gist
from letters.ways import Way, ways
from letters.wording import say
from refunds.asking import ask
from refunds.moving import forwarded
from refunds.plan import erasure_waits

ABOUT_DATA = "data-"
"""Begins the name of a file that holds the request about personal data on its own."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document as the page shows it, with the ways to get it out."""

    document: Document
    text: str
    mailto: str
    ways: list[Way]


def to_txt(document: Document) -> bytes:
    """Return the text with the line ends that every editor reads."""
    return as_text(document.letters).replace("\n", "\r\n").encode()


FILES: dict[str, tuple[str, Callable[[LetterDraft, Document, Sender], bytes]]] = {
    "pdf": ("application/pdf", lambda draft, document, _: to_pdf(draft, document)),
    "txt": ("text/plain; charset=utf-8", lambda _, document, __: to_txt(document)),
    "eml": ("message/rfc822", to_eml),
}


@sensitive_post_parameters()
@cache_control(no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
@forwarded
def letter(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """Show the form with a preview, or hand out the file that a button names."""
    asked = ask(slug, request.GET)
    form = SenderForm(request.POST if request.method == "POST" else None, asked=asked)
    out = request.POST.get("out", "preview")
    if out in ("send", "keep"):
        return _open(request, form, by_us=out == "send")
    kind = out.removeprefix(ABOUT_DATA)
    if kind not in FILES:
        return _page(request, form)
    draft = _draft(form)
    document = draft.document(about_data=out.startswith(ABOUT_DATA))
    if form.is_valid() and document is not None:
        content_type, make = FILES[kind]
        name = f"{draft.filename(document)}.{kind}"
        return attachment(make(draft, document, form.sender()), content_type, name)
    return _page(request, form, status=422)


def _open(request: HtmxHttpRequest, form: SenderForm, *, by_us: bool) -> HttpResponse:
    """Keep the letter behind a new link and have the sender prove their address."""
    draft = _draft(form)
    documents = offer(draft, form.asked).documents if by_us else draft.documents
    if not (form.is_valid() and documents):
        return _page(request, form, status=422)
    try:
        opened = open_case(
            form,
            draft,
            documents,
            ip=network_of(request),
            state=State.DRAFT if by_us else State.OWN,
        )
    except Throttled as error:
        return _page(request, form, status=429, until=error.until)
    return redirect("letters:case", opened.token)


def _draft(form: SenderForm) -> LetterDraft:
    return draft_letter(form.matter(), form.sender(), form.options(), say)


def _about(draft: LetterDraft, form: SenderForm) -> str:
    """Return what the page for afterwards must know of the first letter."""
    if len(draft.documents) > 1:
        return FIRST
    if draft.documents[0].about_data:
        return DATA
    return MONEY if form.options().parts.isdisjoint(DATA_CLAUSE) else BOTH


def _page(
    request: HtmxHttpRequest, form: SenderForm, *, status: int = 200, **more: object
) -> HttpResponse:
    draft = _draft(form)
    ready = form.is_bound and form.is_valid()
    sending = offer(draft, form.asked)
    # Not what a store decides; and one button sends both letters.
    by_us = [] if draft.for_store else sending.documents[:1]
    context = {
        "asked": form.asked,
        "pack": form.asked.pack,
        "form": form,
        "draft": draft,
        "window": window(draft),
        "ready": ready,
        "complaint": next(
            (f"{field.label}: {field.errors[0]}" for field in form if field.errors), ""
        ),
        "about": _about(draft, form),
        "erasure_waits": erasure_waits(form.asked),
        "gist": gist(form.options().parts, about_data=len(draft.documents) > 1),
        "sending": sending,
        "sheets": [
            Sheet(
                document,
                as_text(document.letters),
                mailto(draft, document) if ready else "",
                ways(document, offers_to_send=document in by_us),
            )
            for document in draft.documents
        ],
        **more,
    }
    template = "letters/_live.html" if request.htmx else "letters/letter.html"
    return render(request, template, context, status=status)


@sensitive_post_parameters()
@cache_control(no_store=True)
def csrf_failed(request: HtmxHttpRequest, reason: str = "") -> HttpResponse:
    """Show the letter page again, with a fresh token and all that was typed.

    Django calls this instead of a view whose form came without its token: the page was
    open for long, or the browser keeps no cookies.
    """
    del reason  # for programmers, not for the person
    match = request.resolver_match
    if match is None or match.view_name != "letters:letter":
        return render(request, "403_csrf.html", status=403)
    asked = ask(match.kwargs["slug"], request.GET)
    form = SenderForm(request.POST, asked=asked)
    return _page(request, form, status=403, token_was_stale=True)
