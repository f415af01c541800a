"""Addresses that letters came back from, where editors meet them in Django admin."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import admin
from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from providers.models import Bounce, Contact, Provider

ModelT = TypeVar("ModelT", bound=models.Model)


def contacts_that_bounced() -> QuerySet[Contact]:
    """Return the contacts whose address waits for an editor."""
    waiting = Bounce.objects.unsettled().values("email")
    return Contact.objects.alias(small=Lower("email")).filter(small__in=waiting)


def with_bounces(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Say of each contact when its address last did not take a letter, if it waits."""
    its_own = Bounce.objects.unsettled().filter(email=Lower(OuterRef("email")))
    return contacts.annotate(came_back_on=Subquery(its_own.values("last_on")[:1]))


class CameBack(admin.SimpleListFilter):
    """Offers the providers that have an address to look at."""

    title = _("came back")
    parameter_name = "came_back"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, Any]]:
        """Return the one choice there is."""
        del request, model_admin
        return [("yes", _("A letter came back"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Provider]
    ) -> QuerySet[Provider]:
        """Narrow the list, if asked to."""
        del request
        if self.value() != "yes":
            return queryset
        return queryset.filter(pk__in=contacts_that_bounced().values("provider"))


@admin.register(Bounce)
class BounceAdmin(admin.ModelAdmin[Bounce]):
    """The addresses to look at first; ticked, we send to them again."""

    list_display = ["email", "companies", "times", "last_on", "status", "settled"]
    list_editable = ["settled"]
    list_filter = ["settled", "last_on"]
    search_fields = ["email"]
    readonly_fields = ["email", "companies", "times", "first_on", "last_on", "status"]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Read whose the addresses of a page are once, not once a row."""
        page = super().get_changelist_instance(request)
        _name_companies(list(page.result_list))
        return page

    @admin.display(description=_("providers"))
    def companies(self, bounce: Bounce) -> str:
        """Name those whose contact it is; none, once editors have changed it."""
        if not hasattr(bounce, "named"):
            _name_companies([bounce])
        return ", ".join(getattr(bounce, "named", []))

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Only letters that came back."""
        return False


def _name_companies(bounces: list[Bounce]) -> None:
    found = (
        Contact.objects.annotate(small=Lower("email"))
        .filter(small__in=[bounce.email for bounce in bounces])
        .values_list("small", "provider__name")
        .order_by("provider__name")
        .distinct()
    )
    names: dict[str, list[str]] = {}
    for email, name in found:
        names.setdefault(email, []).append(name)
    for bounce in bounces:
        vars(bounce)["named"] = names.get(bounce.email, [])
