"""What rules name stays: an emptied list would mean everything."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext as _

from providers.admin import ChannelInline, ProductInline
from providers.models import Channel, Part, Product
from refunds.models import RefundEvent, RefundRule

NAMED_IN = {Product: "products", Channel: "channels", RefundEvent: "ended_by"}


def rules_naming(part: Part) -> list[RefundRule]:
    """Return the rules that name a product, a channel or an event."""
    return list(RefundRule.objects.filter(**{NAMED_IN[type(part)]: part}))


class KeepsWhatRulesName(BaseInlineFormSet[Any, Any, Any]):
    """Refuses to delete a part while a rule is about it."""

    def clean(self) -> None:
        """Name the rules; the editor decides what they are to say instead."""
        super().clean()
        named = [
            _("%(part)s is named by the rules %(rules)s. Change them first.")
            % {"part": part, "rules": ", ".join(rule.key for rule in rules)}
            for part in (
                form.instance
                for form in self.initial_forms
                if form.cleaned_data.get("DELETE")
            )
            if (rules := rules_naming(part))
        ]
        if named:
            raise ValidationError(named)


class NamedProductInline(ProductInline):
    formset = KeepsWhatRulesName


class NamedChannelInline(ChannelInline):
    formset = KeepsWhatRulesName
