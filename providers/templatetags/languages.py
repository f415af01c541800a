"""The same page in another language."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse, translate_url
from django.utils.translation import get_language, override

register = template.Library()


@register.simple_tag(takes_context=True)
def language_url(context: Context, language: str) -> str:
    """Return this page, with its query, in a language.

    A page that exists in no language (an error page) leads to the start page.
    """
    request = context.get("request")
    if request is not None and request.resolver_match is not None:
        return str(translate_url(request.get_full_path(), language))
    with override(language):
        return reverse("providers:home")


@register.simple_tag
def other_languages() -> list[tuple[str, str]]:
    """Return (code, own name) of each language but the active one."""
    return [pair for pair in settings.LANGUAGES if pair[0] != get_language()]
