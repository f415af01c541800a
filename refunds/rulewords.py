"""Rules of a pack in words."""

from __future__ import annotations

from django.utils.translation import get_language

from refunds.asking import Asked
from refunds.datapack import Pack


def rule_text(pack: Pack, key: str | None, asked: Asked) -> str:
    """Return a rule's explanation; nothing where the pack has no such rule.

    It begins with what it is for, if nobody knows which of several things was bought.
    """
    rule = next((item for item in pack.rules if item.key == key), None)
    if rule is None:
        return ""
    language = get_language() or "en"
    text = rule.explanation.in_language(language)
    of = [item for item in pack.products if item.key in rule.products]
    known = asked.purchase.product is not None or pack is not asked.pack
    if known or len(of) in (0, len(pack.products)):
        return text
    names = "; ".join(item.name.in_language(language) for item in of)
    return f"{names}: {text}"
