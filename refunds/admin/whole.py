"""A provider stays whole: no page breaks by an edit, and what it lacks is said."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from pydantic import ValidationError

from providers.clashes import claims_of, clashes
from providers.datapack import problems_of
from providers.models import Provider
from refunds.checking import problems
from refunds.datapack import Pack
from refunds.packing import pack_of

SHOWN = 8
"""Problems shown after saving; more would hide the first."""


def tell_problems(request: HttpRequest, provider: Provider) -> None:
    """Say what is now wrong with a provider: references, words, rules, golden cases."""
    pack = pack_of(provider)
    try:
        Pack.checked(pack.model_dump(mode="json"))
        found = []
    except ValidationError as error:
        found = problems_of(error)
    found += problems(pack, set(Provider.objects.values_list("slug", flat=True)))
    others = Provider.objects.exclude(pk=provider.pk).claims()
    claims = chain(others, claims_of(pack, provider.slug))
    found += [clash.problem for clash in clashes(claims, {provider.slug})]
    for problem in found[:SHOWN]:
        messages.warning(request, f"{provider}: {problem}")
    if len(found) > SHOWN:
        more = len(found) - SHOWN
        messages.warning(
            request,
            ngettext("and %d problem more", "and %d problems more", more) % more,
        )


class KeepsPagesWhole:
    """Takes a change back that would leave a provider no page could show."""

    def changeform_view(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Save in one transaction, or say what is wrong and save nothing."""
        try:
            response: HttpResponse = super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
        except ValidationError as error:
            for problem in problems_of(error):
                messages.error(request, problem)
            return redirect(request.get_full_path())
        return response
