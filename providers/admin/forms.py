"""What editors type, checked beside its field as a pack would be as a whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Field
from django.forms import CheckboxInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from providers.addresses import domain_of, is_under
from providers.admin.rereading import RereadForm
from providers.localpages import CHANNEL_PAGES
from providers.models.fields import FIRST_DAY
from providers.packfields import ANSWERS, check_text
from providers.vocabulary import Tier

LOOKED_AT = ("checked_on", "seen_on", "as_of")
"""Days on which somebody looked at something."""


class CatalogueForm(RereadForm):
    """Takes what a pack can hold: what it refuses later, no page could show."""

    def clean(self) -> dict[str, Any]:
        """Check what no single field can know, each error beside its field."""
        super().clean()
        self._keep_plain_text()
        self._refuse_half_a_translation()
        self._refuse_days_nobody_looked()
        self._give_the_reason_for_a_key()
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

    def _refuse_half_a_translation(self) -> None:
        """A text in one language alone is shown in none."""
        for names in self._translations():
            said = [name for name in names if self.cleaned_data.get(name)]
            for name in names:
                if said and name in self.cleaned_data and name not in said:
                    self.add_error(
                        name, _("Write it in every language, or leave all empty.")
                    )

    def _translations(self) -> Iterable[list[str]]:
        """Return the fields that are one text in several languages."""
        found = defaultdict(list)
        for field in self._meta.model._meta.get_fields():
            original: Field[Any, Any] | None = getattr(field, "translated_field", None)
            if original is not None and field.name in self.fields:
                found[original.name].append(field.name)
        return found.values()

    def _refuse_days_nobody_looked(self) -> None:
        today = timezone.localdate()
        for name in LOOKED_AT:
            day = self.cleaned_data.get(name)
            if day is None or name not in self.changed_data:
                continue
            if day > today:
                self.add_error(name, _("That day has not come yet."))
            elif day < FIRST_DAY:
                self.add_error(name, _("Use a day from the year 2000 on."))

    def _give_the_reason_for_a_key(self) -> None:
        """The pattern of keys refuses these as well, but can only speak of letters."""
        key = self.cleaned_data.get("key")
        if key in ANSWERS:
            said = _("“%(key)s” is an answer in addresses and cannot be a key.")
            self.add_error("key", said % {"key": key})


class OfficialForm(CatalogueForm):
    """Takes addresses under the provider's domains only; impostors have others.

    The domains are those on the page, which are saved together with the addresses.
    Companies from open data keep what their record says.
    """

    official: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Compare the addresses with the domains typed on the same page."""
        super().clean()
        if self.data.get("tier") != Tier.BASIC.value:
            for name in self.official:
                self._refuse_foreign(name)
        return self.cleaned_data

    def _refuse_foreign(self, name: str) -> None:
        address = self.cleaned_data.get(name)
        host = _host_of(address) if address else ""
        if host and not is_under(host, self._domains()):
            said = _("%(host)s is not under the official domains of the provider.")
            self.add_error(name, said % {"host": host})

    def _domains(self) -> list[str]:
        ticked = CheckboxInput()
        return [
            value.strip()
            for name, value in self.data.items()
            if (row := re.fullmatch(r"(domains-\d+)-name", name))
            and not ticked.value_from_datadict(
                self.data, self.files, f"{row[1]}-DELETE"
            )
        ]


def _host_of(address: str) -> str:
    if "://" in address:
        return urlsplit(address).hostname or ""
    return domain_of(address)


class WebsiteForm(OfficialForm):
    """Compares the website as well, once the provider has domains at all."""

    official = ("website",)

    def _refuse_foreign(self, name: str) -> None:
        if self._domains():
            super()._refuse_foreign(name)


class ContactForm(OfficialForm):
    """Mail and web page are the provider's own."""

    official = ("email", "url", "url_en")


class ChannelForm(OfficialForm):
    """The pages to act on are the provider's own."""

    official = CHANNEL_PAGES
