"""Which texts exist once a language. A further language is a line in the settings."""

from __future__ import annotations

from django.conf import settings
from modeltranslation.translator import TranslationOptions, register

from providers.models import (
    Channel,
    Contact,
    Entity,
    Note,
    Price,
    Product,
    Provider,
    Redirect,
)


def in_every_language(*fields: str) -> dict[str, list[str] | tuple[str, ...]]:
    """Return the option that makes fields required in all languages of the site."""
    return {code: fields for code, _name in settings.LANGUAGES}


@register(Provider)
class ProviderTranslation(TranslationOptions):
    """Names are not translated; the summary is."""

    fields = ["summary"]
    required_languages = in_every_language("summary")


@register(Entity)
class EntityTranslation(TranslationOptions):
    """What the company does for people in its markets."""

    fields = ["role"]
    required_languages = in_every_language("role")


@register([Contact, Price])
class NoteTranslation(TranslationOptions):
    """A remark."""

    fields = ["note"]


@register(Channel)
class ChannelTranslation(TranslationOptions):
    """Name and steps."""

    fields = ["name", "steps", "refund_steps", "note"]
    required_languages = in_every_language("name")


@register(Product)
class ProductTranslation(TranslationOptions):
    """Name and terms."""

    fields = ["name", "binding", "notice", "features", "note"]
    required_languages = in_every_language("name")


@register(Note)
class GuideNoteTranslation(TranslationOptions):
    """The text itself."""

    fields = ["text"]
    required_languages = in_every_language("text")


@register(Redirect)
class RedirectTranslation(TranslationOptions):
    """The reason, as visitors read it."""

    fields = ["reason"]
    required_languages = in_every_language("reason")
