"""How tests fill in the pages of the admin."""

from __future__ import annotations

import re
from html import unescape

from django.urls import reverse


def page(model, view, *args):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}"
    return reverse(name, args=args)


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(text).split())


def form_of(response):
    """Return what the change form would post if nothing were changed."""
    form = response.context["adminform"].form
    data = {}
    for formset in [
        form,
        *(inline.formset for inline in response.context["inline_admin_formsets"]),
    ]:
        forms = getattr(formset, "forms", [formset])
        if hasattr(formset, "management_form"):
            forms = [formset.management_form, *forms]
        for one in forms:
            for field in one:
                value = field.value()
                data[field.html_name] = "" if value is None else value
    return data


def prefix_of(data, part, pk):
    """Return how the fields of an inline row begin."""
    return next(
        name.removesuffix("-id")
        for name, value in data.items()
        if name.startswith(f"{part}-") and name.endswith("-id") and value == pk
    )
