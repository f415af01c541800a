"""Text as people type it: what a letter, a file name and a mail header can bear.

Invisible characters are refused with a sentence instead of being dropped: whoever signs
a letter should see all of it. So is what the typeface cannot draw.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from letters.glyphs import first_undrawable
from providers.money import read_amount
from providers.packfields import check_email

BIDI_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They can make a text read differently from what it says."""

LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
TOO_LONG = _(
    "This is too long: %(length)d characters, and there is room for %(limit)d."
)


def is_unprintable(char: str) -> bool:
    """Is this a control, a lone surrogate, a noncharacter or an override?"""
    code = ord(char)
    return (
        char in BIDI_OVERRIDES
        or unicodedata.category(char) in ("Cc", "Cs")
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
    )


def check_line(text: str, limit: int) -> None:
    """Refuse what does not fit on one line of a letter.

    Raises:
        ValidationError: with the one sentence that helps most.
    """
    if any(char in LINE_ENDS for char in text):
        raise forms.ValidationError(_("Write this on a single line."), code="line")
    # Python decodes encoded words while it writes headers, line ends and all.
    if "=?" in text:
        raise forms.ValidationError(
            _("“=?” cannot stand in a mail. Leave it out."), code="encoded"
        )
    check_text(text, limit)


def check_text(text: str, limit: int) -> None:
    """Refuse what cannot be printed as it was typed.

    Raises:
        ValidationError: with the one sentence that helps most.
    """
    if any(is_unprintable(char) for char in text if char != "\n"):
        raise forms.ValidationError(
            _("There is an invisible control character in the text. Type it again."),
            code="control",
        )
    if (char := first_undrawable(text)) is not None:
        raise forms.ValidationError(
            _("“%(char)s” cannot be printed in the letter. Write it in Latin letters."),
            code="undrawable",
            params={"char": char},
        )
    if len(text) > limit:
        raise forms.ValidationError(
            TOO_LONG, code="long", params={"limit": limit, "length": len(text)}
        )


class LineField(forms.CharField):
    """One line. Required only where that is said."""

    def __init__(
        self, *, limit: int = 100, required: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(max_length=limit, required=required, **kwargs)
        self.limit = limit

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        check_line(text, self.limit)
        return text


class TextField(forms.CharField):
    """Several lines, always optional."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, limit: int, **kwargs: Any) -> None:
        super().__init__(max_length=limit, required=False, **kwargs)
        self.limit = limit

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        check_text(text, self.limit)
        return text


class MailboxField(forms.EmailField):
    """An e-mail address that also fits in a mail's header."""

    default_error_messages = {
        "invalid": _("Write a whole e-mail address, for example anna@example.com."),
    }

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=254, required=required, **kwargs)

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        check_line(text, 254)
        return text

    def run_validators(self, value: Any) -> None:
        """Refuse what no mail server takes, beyond what Django does."""
        super().run_validators(value)
        if value in self.empty_values:
            return
        try:
            check_email(value)
            punycode(value.rpartition("@")[2])
        except ValueError as error:  # a part of the domain that is too long, for one
            raise forms.ValidationError(
                self.error_messages["invalid"], code="invalid"
            ) from error


class AmountField(forms.Field):
    """An amount as people write it: 3990, 3 990,50 or 3,990.50."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip()
        if not text:
            return None
        amount = read_amount(text)
        if amount is None:
            raise forms.ValidationError(
                _("Write the amount in figures, for example 3990 or 399.50.")
            )
        return amount


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines that say something."""
    return tuple(line.strip() for line in text.split("\n") if line.strip())
