"""Which texts of rules exist once a language."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from providers.translation import in_every_language
from refunds.models import RefundEvent, RefundRule


@register(RefundEvent)
class RefundEventTranslation(TranslationOptions):
    """The words that ask and tell."""

    always = ("label", "question", "why", "happened", "not_happened", "in_letter")
    fields = [*always, "where"]
    required_languages = in_every_language(*always)


@register(RefundRule)
class RefundRuleTranslation(TranslationOptions):
    """The words that explain."""

    fields = ["explanation", "caveat"]
    required_languages = in_every_language("explanation")
