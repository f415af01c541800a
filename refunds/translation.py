"""Which texts of rules exist once a language."""

from __future__ import annotations

import simple_history
from modeltranslation.translator import TranslationOptions, register

from providers.translation import in_every_language
from refunds.models import DataProvision, Provision, RefundEvent, RefundRule


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


@register(Provision)
class ProvisionTranslation(TranslationOptions):
    """How the act is called and cited, and what there is to say about it."""

    fields = [
        "name",
        "doubt",
        "explanation",
        "cite_withdraw",
        "cite_refund",
        "cite_acceptance",
    ]
    required_languages = in_every_language("name")


@register(DataProvision)
class DataProvisionTranslation(TranslationOptions):
    """How the act and the authority are called."""

    fields = ["name", "authority"]
    required_languages = in_every_language("name")


# After the columns of each language exist; a history made earlier would lack them. The
# column without a language follows whoever saves, which is no change of the law.
for model, options in (
    (Provision, ProvisionTranslation),
    (DataProvision, DataProvisionTranslation),
):
    simple_history.register(model, app="refunds", excluded_fields=[*options.fields])
