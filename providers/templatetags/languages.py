"""The same page in another language."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse, translate_url
from django.utils.translation import get_language, override

from providers.money import LOCALES

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
def address_in(language: str, name: str, *args: str) -> str:
    """Return where a page is in a language: for the answer to a form of another."""
    with override(language):
        return reverse(name, args=args)


@register.simple_tag
def other_languages() -> list[tuple[str, str]]:
    """Return (code, own name) of each language but the active one."""
    return [pair for pair in settings.LANGUAGES if pair[0] != get_language()]


@dataclass(frozen=True, slots=True)
class PageAddresses:
    """Where a page is, for search engines: whole addresses without a query."""

    here: str
    languages: list[tuple[str, str]]
    locale: str


@register.simple_tag(takes_context=True)
def page_addresses(context: Context) -> PageAddresses | None:
    """Return where this page is in each language; an error page is nowhere."""
    request, language = context.get("request"), get_language()
    if request is None or request.resolver_match is None or language is None:
        return None
    urls = {
        code: request.build_absolute_uri(translate_url(request.path, code))
        for code, _name in settings.LANGUAGES
    }
    if len(set(urls.values())) < len(urls):
        return None
    default = [("x-default", urls[settings.LANGUAGE_CODE])]
    return PageAddresses(
        urls[language], [*urls.items(), *default], str(LOCALES[language])
    )


@register.simple_tag(takes_context=True)
def repeat_block(context: Context, name: str) -> str:
    """Return once more what a block of this page says."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return str(block.render(context)).strip() if block else ""
