"""What editors type, checked beside its field as a pack would be as a whole."""

from __future__ import annotations

from typing import Any

from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _

from providers.packfields import check_text


class CatalogueForm(ModelForm[Any]):
    """Takes what a pack can hold: what it refuses later, no page could show."""

    def clean(self) -> dict[str, Any]:
        """Check what no single field can know, each error beside its field."""
        super().clean()
        self._keep_plain_text()
        return self.cleaned_data

    def _keep_plain_text(self) -> None:
        """Browsers send CR and LF at a line's end; packs hold LF, and no controls."""
        for name, value in list(self.cleaned_data.items()):
            if not isinstance(value, str):
                continue
            self.cleaned_data[name] = text = "\n".join(value.splitlines())
            try:
                check_text(text)
            except ValueError:
                self.add_error(
                    name,
                    _("Holds a tab or another invisible character. Use blanks."),
                )
