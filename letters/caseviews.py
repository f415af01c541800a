"""A case behind its link: prove the address, see what happened, stop, erase.

A GET changes nothing. The link is the key, so pages tell neither search engines nor
other sites about it, and nothing of them is kept by a browser or a proxy.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cancelhub.downloads import attachment
from letters.caserows import day_sent, day_to_send, page_of, rows
from letters.dayforms import DayForm
from letters.models import Case, Dispatch
from letters.models.dispatches import State
from letters.sending import dispatching, notices, throttling, transport
from letters.sending.bundle import to_zip
from letters.sending.erasing import erase
from letters.sending.proving import (
    MOST_TRIES,
    Proof,
    data_waits,
    prove_by_code,
    prove_by_link,
)
from letters.sending.receipt import to_pdf
from letters.sending.throttling import Throttled

View = Callable[..., HttpResponse]
SENT_AT = time(9)
"""When a letter with a day of its own goes: somebody may be there to read it."""


def private(view: View) -> View:
    """Keep a page behind a link to those who have the link."""

    @wraps(view)
    @sensitive_variables("token")
    @cache_control(no_store=True)
    def shielded(request: HttpRequest, token: str, **more: object) -> HttpResponse:
        try:
            found = Case.objects.behind(token).get()
            response = view(request, found, token, **more)
        except (Case.DoesNotExist, Dispatch.DoesNotExist):  # perhaps erased meanwhile
            return render(request, "letters/case/gone.html", status=404)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return shielded


def _page(
    request: HttpRequest,
    case: Case,
    token: str,
    status: int = 200,
    bound: DayForm | None = None,
    **more: object,
) -> HttpResponse:
    template = "case" if case.proved_at else "proof"
    letters = rows(case, bound)
    goes_later = len(letters) > 1 and not (case.proved_at or case.is_kept_only)
    context = {
        "case": case,
        "token": token,
        "rows": letters,
        "waits": data_waits().days if goes_later else 0,
        "events": case.events.with_letters(),
        "sends_mail": transport.sends_mail(),
        "outbox": transport.outbox().name,
        "answer": page_of(case, "refunds:verdict"),
        "letter_page": page_of(case, "letters:letter"),
        **more,
    }
    return render(request, f"letters/case/{template}.html", context, status=status)


@require_safe
@private
def case(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """Show how far it has come; before the address is proved, ask for the code."""
    return _page(request, case, token)


@require_POST
@private
def code(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """Take the code from the mail."""
    proof = prove_by_code(case, request.POST.get("code", ""))
    if proof is Proof.PROVED:
        return redirect("letters:case", token)
    return _page(request, case, token, 422, proof=proof, most_tries=MOST_TRIES)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def confirm(request: HttpRequest, case: Case, token: str, link: str) -> HttpResponse:
    """Show a button for the link in the mail; only pressing it changes something."""
    proof = None
    if request.method == "POST":
        proof = prove_by_link(case, link)
    if proof is Proof.PROVED or case.proved_at:
        return redirect("letters:case", token)
    status = 422 if proof else 200
    return render(
        request,
        "letters/case/confirm.html",
        {"case": case, "token": token, "proof": proof},
        status=status,
    )


@require_POST
@private
def resend(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """Mail a new code; the earlier one no longer works."""
    if case.proved_at:
        return redirect("letters:case", token)
    try:
        throttling.before_another_code(case, throttling.network_of(request))
    except Throttled as error:
        return _page(request, case, token, 429, until=error.until)
    notices.ask_for_proof(case)
    return redirect(f"{reverse('letters:case', args=[token])}?new")


@require_POST
@private
def stop(request: HttpRequest, case: Case, token: str, key: int) -> HttpResponse:
    """Stop a letter that has not left."""
    dispatch = get_object_or_404(Dispatch, case=case, pk=key)
    if dispatching.stop(dispatch) or dispatch.state == State.CANCELLED:
        return redirect("letters:case", token)
    return _page(request, case, token, 409, too_late=dispatch)


@require_POST
@private
def postpone(request: HttpRequest, case: Case, token: str, key: int) -> HttpResponse:
    """Send a letter that waits on another day, or now."""
    dispatch = get_object_or_404(Dispatch, case=case, pk=key)
    form = day_to_send(dispatch, request.POST)
    if not form.is_valid():
        return _page(request, case, token, 422, form)
    at_once = form.day == timezone.localdate()
    morning = timezone.make_aware(datetime.combine(form.day, SENT_AT))
    wanted = timezone.now() if at_once else morning
    if dispatching.postpone(dispatch, throttling.first_moment(dispatch, wanted)):
        return redirect("letters:case", token)
    return _page(request, case, token, 409, not_postponed=dispatch)


@require_POST
@private
def sent(request: HttpRequest, case: Case, token: str, key: int) -> HttpResponse:
    """Note that its owner has sent a letter, today or on a day since it was written."""
    dispatch = get_object_or_404(Dispatch, case=case, pk=key)
    form = day_sent(dispatch, request.POST)
    if not form.is_valid():
        return _page(request, case, token, 422, form)
    if dispatching.note_sent(dispatch, form.day):
        return redirect("letters:case", token)
    return _page(request, case, token, 409, not_noted=dispatch)


@require_POST
@private
def write_again(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """Erase a case that is not proved, and go back to where it was written."""
    del request
    if case.proved_at:
        return redirect("letters:case", token)
    page = page_of(case, "letters:letter")
    erase(case)
    return redirect(page)


@require_POST
@private
def erase_now(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """Erase everything at once."""
    del token
    company = case.company
    erase(case)
    return render(request, "letters/case/erased.html", {"company": company})


FILES = {"pdf": "application/pdf", "eml": "message/rfc822"}


@require_safe
@private
def file(
    request: HttpRequest, case: Case, token: str, key: int, kind: str
) -> HttpResponse:
    """Hand out the exact bytes that were, or will be, sent."""
    del request, token
    dispatch = get_object_or_404(Dispatch, case=case, pk=key)
    content = dispatch.pdf if kind == "pdf" else dispatch.mime
    if kind not in FILES or not content:
        raise Http404
    return attachment(bytes(content), FILES[kind], f"{dispatch.filename}.{kind}")


@require_safe
@private
def receipt(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """Hand out what we did with the letters, and what that shows."""
    del request, token
    if case.proved_at is None:
        raise Http404
    name = f"{case.provider}-{case.reference}-receipt.pdf"
    return attachment(to_pdf(case), "application/pdf", name)


@require_safe
@private
def bundle(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """Hand out everything that there is of a case."""
    del request, token
    if case.proved_at is None:
        raise Http404
    name = f"{case.provider}-{case.reference}.zip"
    return attachment(to_zip(case), "application/zip", name)
