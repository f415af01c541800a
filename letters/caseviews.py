"""A case behind its link: prove the address, see what happened, stop, erase.

A GET changes nothing. The link is the key, so pages tell neither search engines nor
other sites about it, and nothing of them is kept by a browser or a proxy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import wraps
from typing import Any, cast
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from letters.models import Case, Dispatch
from letters.models.dispatches import State
from letters.sending import dispatching, notices, throttling, transport
from letters.sending.bundle import to_zip
from letters.sending.erasing import erase
from letters.sending.opening import note_sent
from letters.sending.proving import MOST_TRIES, Proof, prove_by_code, prove_by_link
from letters.sending.receipt import to_pdf
from letters.sending.throttling import Throttled
from providers.daywords import Time
from refunds.fields import DayField

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
        except Case.DoesNotExist:  # also if it is erased meanwhile
            return render(request, "letters/case/gone.html", status=404)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return shielded


def _page(
    request: HttpRequest, case: Case, token: str, status: int = 200, **more: object
) -> HttpResponse:
    template = "case" if case.proved_at else "proof"
    context = {
        "case": case,
        "token": token,
        "dispatches": case.dispatches.all(),
        "events": case.events.select_related("dispatch"),
        "sends_mail": transport.sends_mail(),
        "outbox": transport.outbox().name,
        "today": timezone.localdate(),
        "afterwards": _page_of(case, "letters:after"),
        "answer": _page_of(case, "refunds:verdict"),
        **more,
    }
    return render(request, f"letters/case/{template}.html", context, status=status)


def _page_of(case: Case, name: str) -> str:
    """Return another page about the same purchase; more can be added to its query."""
    query = urlsplit(case.letter_page).query
    page = reverse(name, args=[case.provider])
    return f"{page}?{query}&" if query else f"{page}?"


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


class DayForm(forms.Form):
    """On which day a letter should go; today is at once."""

    day = DayField(time=Time.COMING, words=(), required=True)

    def __init__(self, data: Mapping[str, Any], *, today: date, case: Case) -> None:
        super().__init__(data)
        self.today = cast("DayField", self.fields["day"]).today = today
        self.written_on = timezone.localdate(case.created_at)

    def clean_day(self) -> date:
        """Refuse a day that has passed, or by which the case is erased."""
        day: date = self.cleaned_data["day"]
        today = self.today
        if not today <= day < today + timedelta(days=settings.RETENTION_DAYS):
            raise forms.ValidationError("too early or too late")
        return day


class SentForm(DayForm):
    """On which day its owner sent a letter."""

    day = DayField(time=Time.PAST, words=(), required=True)

    def clean_day(self) -> date:
        """Refuse a day to come, and one on which the letter was not yet written."""
        day: date = self.cleaned_data["day"]
        if not self.written_on <= day <= self.today:
            raise forms.ValidationError("too early or too late")
        return day


@require_POST
@private
def postpone(request: HttpRequest, case: Case, token: str, key: int) -> HttpResponse:
    """Send a letter that waits on another day, or now."""
    dispatch = get_object_or_404(Dispatch, case=case, pk=key)
    today = timezone.localdate()
    form = DayForm(request.POST, today=today, case=case)
    if not form.is_valid():
        return _page(request, case, token, 422, wrong_day=dispatch, typed=form["day"])
    morning = timezone.make_aware(datetime.combine(form.cleaned_data["day"], SENT_AT))
    at_once = form.cleaned_data["day"] == today
    wanted = timezone.now() if at_once else morning
    if dispatching.postpone(dispatch, throttling.first_moment(dispatch, wanted)):
        return redirect("letters:case", token)
    return _page(request, case, token, 409, not_postponed=dispatch)


@require_POST
@private
def sent(request: HttpRequest, case: Case, token: str, key: int) -> HttpResponse:
    """Note that its owner has sent a letter, today or on a day before."""
    dispatch = get_object_or_404(Dispatch, case=case, pk=key)
    form = SentForm(request.POST, today=timezone.localdate(), case=case)
    if not form.is_valid():
        return _page(request, case, token, 422, wrong_sent=dispatch, typed=form["day"])
    note_sent(dispatch, form.cleaned_data["day"])
    return redirect("letters:case", token)


@require_POST
@private
def write_again(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """Erase a case that is not proved, and go back to where it was written."""
    del request
    if case.proved_at or not case.letter_page:
        return redirect("letters:case", token)
    language = get_language() or settings.LANGUAGE_CODE
    with override(case.language):  # its address is in the words of that language
        page = translate_url(case.letter_page, language)
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
    return _download(bytes(content), FILES[kind], f"{dispatch.filename}.{kind}")


@require_safe
@private
def receipt(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """Hand out what we did with the letters, and what that shows."""
    del request, token
    if case.proved_at is None:
        raise Http404
    name = f"{case.provider}-{case.reference}-receipt.pdf"
    return _download(to_pdf(case), "application/pdf", name)


@require_safe
@private
def bundle(request: HttpRequest, case: Case, token: str) -> HttpResponse:
    """Hand out everything that there is of a case."""
    del request, token
    if case.proved_at is None:
        raise Http404
    name = f"{case.provider}-{case.reference}.zip"
    return _download(to_zip(case), "application/zip", name)


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
