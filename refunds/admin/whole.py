"""A provider stays whole: no page breaks by an edit, and what it lacks is said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseModelForm, ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext
from pydantic import ValidationError

from providers.clashes import claims_of, clashes
from providers.datapack import problems_of
from providers.models import Provider
from refunds.checking import problems
from refunds.datapack import Pack
from refunds.packing import pack_data

SHOWN = 8
"""Problems shown after saving; more would hide the first."""


class NoPage(Exception):
    """The rows of a provider make no pack, so no page could be shown of them."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def lacks_of(provider: Provider) -> list[str]:
    """Return what is wrong with a provider: references, words, rules, golden cases.

    Raises:
        NoPage: no pack can be made of its rows.
    """
    data = pack_data(provider)
    try:
        pack = Pack.model_validate(data)
    except ValidationError as error:
        raise NoPage(by_key(problems_of(error), data)) from error
    found = []
    try:
        Pack.checked(pack.model_dump(mode="json"))
    except ValidationError as error:
        found = problems_of(error)
    found += problems(pack, set(Provider.objects.values_list("slug", flat=True)))
    others = Provider.objects.exclude(pk=provider.pk).claims()
    claims = chain(others, claims_of(pack, provider.slug))
    found += [clash.problem for clash in clashes(claims, {provider.slug})]
    return by_key(found, data)


PLACE = re.compile(r"\b(rules|cases|events|products|channels)\[(\d+)\]")


def by_key(lacks: list[str], data: dict[str, Any]) -> list[str]:
    """Name rows by their keys: a place, counted from 0, is of use in a file alone."""

    def named(place: re.Match[str]) -> str:
        table, at = place[1], int(place[2])
        return f"{table}.{data[table][at]['key']}"

    return [PLACE.sub(named, lack) for lack in lacks]


def tell(request: HttpRequest, provider: Provider, lacks: list[str]) -> None:
    """Say the first of what a provider lacks, and how much more there is."""
    for lack in lacks[:SHOWN]:
        messages.warning(request, f"{provider}: {lack}")
    if len(lacks) > SHOWN:
        more = len(lacks) - SHOWN
        messages.warning(
            request,
            ngettext("and %d problem more", "and %d problems more", more) % more,
        )


def tell_all(request: HttpRequest, providers: Iterable[Provider]) -> None:
    """Say what providers lack after a change that can itself break no page."""
    for provider in providers:
        try:
            tell(request, provider, lacks_of(provider))
        except NoPage as broken:
            tell(request, provider, broken.problems)


class RefusedForm(ModelForm[Any]):
    """Shows what was typed again, with what a first try to save it has found."""

    refused: ClassVar[list[str]] = []

    def clean(self) -> Any:
        """Say on top of the form why no page could show it."""
        cleaned = super().clean()
        for problem in self.refused:
            self.add_error(None, problem)
        return cleaned


class KeepsPagesWhole(admin.ModelAdmin[Any]):
    """Saves what pages can show, says what is wrong with it, and refuses the rest."""

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Return the form, with what a first try has found."""
        form = super().get_form(request, *args, **kwargs)
        refused = vars(request).get("refused")
        if not refused:
            return form
        return type(form.__name__, (RefusedForm, form), {"refused": refused})

    def changeform_view(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Save in one transaction, or say what is wrong and save nothing."""
        view = super().changeform_view
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except NoPage as broken:
            # Only rows that were saved show it: fill in the form anew, and stop there.
            vars(request)["refused"] = broken.problems
            return view(request, *args, **kwargs)

    def changelist_view(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Judge the rows of a list once all are saved: half of a new order is none."""
        changed: set[int] = set()
        vars(request)["in_list"] = changed
        response = super().changelist_view(request, *args, **kwargs)
        tell_all(request, Provider.objects.filter(pk__in=changed))
        return response

    def save_related(
        self,
        request: HttpRequest,
        form: BaseModelForm[Any],
        formsets: Any,
        change: bool,
    ) -> None:
        """Save the parts, then say what the provider as a whole now lacks."""
        super().save_related(request, form, formsets, change)
        key = self.provider_of(form.instance)
        if "in_list" in vars(request):
            vars(request)["in_list"].add(key)
            return
        provider = Provider.objects.get(pk=key)
        tell(request, provider, lacks_of(provider))

    def provider_of(self, row: Any) -> int:
        """Return the primary key of the provider whose row it is."""
        return int(row.provider_id)


class DeletesPartsAloud(admin.ModelAdmin[Any]):
    """Says what a provider lacks once a part of it is gone, as saving does."""

    def delete_model(self, request: HttpRequest, part: Any) -> None:
        """Delete a part, and say which golden cases it leaves behind."""
        provider = part.provider
        super().delete_model(request, part)
        tell_all(request, [provider])

    def delete_queryset(self, request: HttpRequest, parts: QuerySet[Any]) -> None:
        """Delete the parts ticked in a list, and say the same of each provider."""
        owners = Provider.objects.filter(pk__in=parts.values("provider"))
        providers = list(owners)
        super().delete_queryset(request, parts)
        tell_all(request, providers)
