"""What visitors may tell us of a company."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from providers.countries import countries_by_name

LONGEST_COMPANY = 100
LURES = ("://", "www.", "@")
"""What mail programs make links of; the name stands in mails and subjects."""


class CompanyField(forms.CharField):
    """The name of a company, on one line and as it looks."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_COMPANY, empty_value="", **kwargs)

    def to_python(self, value: Any) -> str:
        name = " ".join(str(super().to_python(value)).split())
        if not name.isprintable():
            raise forms.ValidationError(
                _("There is an invisible character in the name. Type it again.")
            )
        if any(lure in name.lower() for lure in LURES):
            raise forms.ValidationError(
                _("Write the name alone, without a web or e-mail address.")
            )
        return name


class SuggestionForm(forms.Form):
    """A company for the editors to look into."""

    mark_optional = True

    name = CompanyField(
        label=_("What is the company called?"),
        error_messages={"required": _("Write the name of the company.")},
    )
    website = forms.URLField(
        label=_("Its website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        error_messages={"invalid": _("Write an address such as example.com.")},
    )
    country = forms.ChoiceField(
        label=_("In which country do you use it?"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = countries_by_name(get_language() or "en")
        self.fields["country"].choices = [("", "—"), *countries]  # type: ignore[attr-defined]
