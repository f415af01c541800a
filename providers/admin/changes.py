"""The history of a page says what was there before, and what is there now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.forms import BaseForm, ModelChoiceField
from django.http import HttpRequest

NOTHING = "–"


class TellsChanges(admin.ModelAdmin[Any]):
    """Writes old and new values into the history, in the language of who saved."""

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list[dict[str, dict[str, Any]]]:
        """Return what Django tells, with values after the names of fields."""
        told = super().construct_change_message(request, form, formsets, add)
        parts = _changed_parts(formsets or [])
        for entry in told:
            if "changed" in entry:
                its_own = next(parts) if "name" in entry["changed"] else form
                entry["changed"]["fields"] = [*_values(its_own)]
        return told


def _changed_parts(formsets: Iterable[Any]) -> Iterator[BaseForm]:
    """Yield the forms of changed parts, in the order in which Django tells of them."""
    for formset in formsets:
        forms = {id(form.instance): form for form in formset.initial_forms}
        for part, _fields in formset.changed_objects:
            yield forms[id(part)]


def _values(form: BaseForm) -> Iterator[str]:
    for name in form.changed_data:
        field: Any = form.fields[name]
        before = form.get_initial_for_field(field, name)
        chooses_one = isinstance(field, ModelChoiceField) and field.queryset is not None
        if chooses_one and not isinstance(before, list):
            before = field.queryset.filter(pk=before).first()
        after = form.cleaned_data.get(name)
        yield f"{field.label or name}: {_said(before)} → {_said(after)}"


def _said(value: Any) -> str:
    if hasattr(value, "__iter__") and not isinstance(value, (str, dict)):
        value = ", ".join(map(str, value))
    return NOTHING if value in (None, "") else str(value)
