"""Two editors of one page: the second to save hears of the first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.forms import CharField, HiddenInput, ModelForm
from django.utils.translation import gettext_lazy as _

READ_AS = "read_as"


class ReadAs(CharField):
    """What the form showed; never a change of the row itself."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Nothing to save."""
        del initial, data
        return False


class RereadForm(ModelForm[Any]):
    """Sends along what it showed, to be compared with what is stored by then.

    A form is one row, so that the parts of a provider are compared each by itself. A
    page that does not show the field compares nothing.
    """

    read_as = ReadAs(required=False, widget=HiddenInput, label="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.instance.pk is not None
        self.stored_now = _digest(self.initial) if stored else ""
        self.fields[READ_AS].initial = self.stored_now

    def clean(self) -> dict[str, Any]:
        """Refuse to overwrite, once: whoever saves again has been told."""
        super().clean()
        read = self.cleaned_data.pop(READ_AS, "")
        if read and read != self.stored_now:
            typed: Any = self.data
            self.data = typed = typed.copy()
            typed[self.add_prefix(READ_AS)] = self.stored_now
            self.add_error(
                None,
                _(
                    "Somebody else saved this since you opened it. Look at their"
                    " version in another tab. If you save again, yours replaces it."
                ),
            )
        return self.cleaned_data


def _digest(values: Mapping[str, Any]) -> str:
    """Return a short name for what a form shows."""
    plain = json.dumps(values, default=_plain, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def _plain(value: Any) -> str:
    return str(getattr(value, "pk", value))
