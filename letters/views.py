"""The letter page: form and preview, and the letter as a file.

Answers about the purchase travel in the query string; who somebody is comes only in the
body of a POST. It goes only into the answer to it, unless they ask us to send the
letter: then it is stored as a case (``letters.sending``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cancelhub.htmx import HtmxHttpRequest
from letters.draft import draft_letter
from letters.forms import SenderForm
from letters.letter import Document, LetterDraft, Sender
from letters.mail import mailto, to_eml
from letters.paper import to_pdf, window
from letters.plain import as_text
from letters.sending.offer import offer
from letters.sending.opening import open_case
from letters.sending.throttling import Throttled, network_of
from letters.wording import say
from refunds.asking import ask
from refunds.moving import forwarded

ABOUT_DATA = "data-"
"""Begins the name of a file that holds the request about personal data on its own."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document as the page shows it, with the ways to get it out."""

    document: Document
    text: str
    mailto: str


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
    if out == "send":
        return _send(request, form)
    kind = out.removeprefix(ABOUT_DATA)
    if kind not in FILES:
        return _page(request, form)
    draft = _draft(form)
    document = draft.document(about_data=out.startswith(ABOUT_DATA))
    if form.is_valid() and document is not None:
        content_type, make = FILES[kind]
        name = f"{draft.filename(document)}.{kind}"
        return HttpResponse(
            make(draft, document, form.sender()),
            content_type=content_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    return _page(request, form, status=422)


def _send(request: HtmxHttpRequest, form: SenderForm) -> HttpResponse:
    """Keep the letter behind a new link and have the sender prove their address."""
    draft = _draft(form)
    possible = offer(draft, form.asked)
    if not form.is_valid() or possible.refused:
        return _page(request, form, status=422)
    try:
        network = network_of(request)
        opened = open_case(form, draft, possible.documents, ip=network)
    except Throttled as error:
        return _page(request, form, status=429, until=error.until)
    return redirect("letters:case", opened.token)


def _draft(form: SenderForm) -> LetterDraft:
    return draft_letter(form.matter(), form.sender(), form.options(), say)


def _page(
    request: HtmxHttpRequest, form: SenderForm, *, status: int = 200, **more: object
) -> HttpResponse:
    draft = _draft(form)
    ready = form.is_bound and form.is_valid()
    context = {
        "asked": form.asked,
        "pack": form.asked.pack,
        "form": form,
        "draft": draft,
        "window": window(draft),
        "ready": ready,
        # Asked for where it is shown: not of what was bought through a store.
        "sending": SimpleLazyObject(lambda: offer(draft, form.asked)),
        "sheets": [
            Sheet(
                document,
                as_text(document.letters),
                mailto(draft, document) if ready else "",
            )
            for document in draft.documents
        ],
        **more,
    }
    template = "letters/letter.html" + ("#sheet" if request.htmx else "")
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
