"""What a letter needs from its sender. Two fields are required; all else is optional.

The form checks what a letter can bear and hands over frozen values. It must also give a
preview while it is half filled in, so each value is read where it is valid and left out
where it is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from letters.clauses import DATA_CLAUSE, Part, offered
from letters.fields import LetterFields
from letters.letter import Erasure, Options, Principal, Role, Sender
from letters.matter import Matter
from letters.recipients import for_contract
from letters.switches import switch
from letters.typed import check_line, lines_of
from providers.countries import CODES, countries_by_name
from providers.datapack import PackedContact
from providers.forms import LONGEST_COMPANY
from providers.money import usual_currency
from providers.vocabulary import Identifier, Purpose
from refunds.asking import Asked
from refunds.datapack import Pack
from refunds.engine.facts import Money
from refunds.engine.verdict import LetterKind
from refunds.fields import tell_today
from refunds.listings import entity_for

CURRENCIES = ("SEK", "EUR", "NOK", "DKK", "GBP", "USD", "INR", "CHF")
LONGEST_CARDLESS = 11
"""Card numbers have at least twelve digits."""

MORE = (
    "item",
    "amount",
    "currency",
    "payment_method",
    "user_id",
    "address",
    "place",
    "effective_on",
    "own_words",
)
COMPANY = ("company_email", "company_address", "company_country")
BEHALF = ("principal", "role", "reply_to")


class SenderForm(LetterFields):
    """The fields one letter has a use for, and the values they hand over."""

    def __init__(self, data: Mapping[str, Any] | None, *, asked: Asked) -> None:
        super().__init__(data)
        self.asked = asked
        tell_today(self, asked.today)
        if asked.unlisted:
            self._ask_for_the_company()
        else:
            for name in COMPANY:
                del self.fields[name]
        if asked.purchase.country is None:
            self._ask_country()
            self.asked = asked.living_in(self.country)
        matter = self._matter(self.asked.pack, self.asked.purchase.paid)
        self._leave_out_the_useless(matter)
        self.parts = offered(matter)
        # Of a company we know the data contact of alone, people mostly ask for erasure.
        about_data = asked.contacts_only and asked.nothing_told
        for part, on in self.parts.items():
            on = on and (part in DATA_CLAUSE or not about_data)
            self.fields[f"part_{part}"] = switch(part, matter, on=on)
        self.initial = {
            "letter_language": self._language_both_understand(),
            "erasure": Erasure.SEPARATE,  # the account is evidence, and still in use
            "company_country": self.country,
        }

    def _ask_for_the_company(self) -> None:
        """Where a company is that we do not know; only its name came with the link."""
        country = cast("forms.ChoiceField", self.fields["company_country"])
        country.choices = countries_by_name(get_language() or "en")

    def _ask_country(self) -> None:
        """The country decides recipient and law; it is asked here if nowhere before."""
        self.fields["country"] = forms.ChoiceField(
            label=_("Which country do you live in?"),
            help_text=_("It decides who the letter goes to and which law it names."),
            choices=countries_by_name(get_language() or "en"),
            initial=settings.DEFAULT_COUNTRY,
            error_messages={
                "invalid_choice": _(
                    "We do not know that country. Choose from the list."
                )
            },
        )

    def _leave_out_the_useless(self, matter: Matter) -> None:
        kind, asks_for = matter.verdict.letter, matter.pack.letter_identifiers
        useful = {
            "reason": kind in (LetterKind.GOODWILL, LetterKind.STORE_REQUEST)
            or matter.terms_leave_it_open,
            "item": not matter.recurs or matter.product_is_a_kind,
            "amount": matter.purchase.paid is None,
            "currency": matter.purchase.paid is None,
            "payment_method": Identifier.PAYMENT_METHOD in asks_for,
            "user_id": Identifier.USER_ID in asks_for,
            "effective_on": matter.recurs is not False,
        }
        for name, wanted in useful.items():
            if not wanted:
                del self.fields[name]
        if useful["currency"]:
            choices = dict.fromkeys([usual_currency(self.country), *CURRENCIES])
            currency = cast("forms.ChoiceField", self.fields["currency"])
            currency.choices = [(code, code) for code in choices]

    def _language_both_understand(self) -> str:
        """The sender's language and the recipient's; both where they differ."""
        pack, entity = self.asked.pack, entity_for(self.asked.pack, self.country)
        theirs = for_contract(pack, self.country).country or (entity and entity.country)
        if self.asked.unlisted:
            theirs = self.country
        expected = "sv" if theirs == "SE" else "en"
        return expected if expected == get_language() else "both"

    @property
    def country(self) -> str:
        """The country of residence, as far as it is known."""
        typed = self.data.get("country", settings.DEFAULT_COUNTRY)
        return self.asked.purchase.country or (
            typed if typed in CODES else settings.DEFAULT_COUNTRY
        )

    def clean_payment_method(self) -> str:
        text: str = self.cleaned_data["payment_method"]
        if sum(char.isdigit() for char in text) > LONGEST_CARDLESS:
            raise forms.ValidationError(
                _("Leave out the card number. The kind of card is enough.")
            )
        return text

    def clean_effective_on(self) -> date | None:
        day: date | None = self.cleaned_data["effective_on"]
        if day and day < self.asked.today:
            raise forms.ValidationError(_("That day has passed. Choose a later one."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("principal")) != bool(data.get("role")):
            empty = "role" if data.get("principal") else "principal"
            if empty not in self.errors:
                self.add_error(
                    empty, _("To write for somebody else, fill in both whom and why.")
                )
        if self.asked.unlisted:
            self._check_company()
        if not (self._chosen(data) or data.get("own_words")):
            self.add_error(None, _("Switch on something for the letter to say."))
        return data

    def _check_company(self) -> None:
        """Its name came with the link; it, too, must stand in the letter."""
        if "company" not in self.asked.form.answers():
            told = self.asked.form.errors.get("company", ())
            self.add_error(None, [_("The letter needs the company’s name."), *told])
            return
        try:
            check_line(self.asked.pack.name, LONGEST_COMPANY)
        except forms.ValidationError as error:
            self.add_error(
                None, [_("Change the name of the company."), *error.messages]
            )

    def _chosen(self, data: Mapping[str, Any]) -> frozenset[Part]:
        parts = {part for part in self.parts if data.get(f"part_{part}")}
        without_data = data.get("erasure") == Erasure.NO
        return frozenset(parts - DATA_CLAUSE.keys() if without_data else parts)

    def _bound_fields(self, names: Iterable[str]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def _in_use(self, names: Iterable[str]) -> bool:
        """Is there something to see? Then the page shows it unfolded."""
        return any(field.errors or field.data for field in self._bound_fields(names))

    def contract_switches(self) -> list[forms.BoundField]:
        """The parts about contract and money."""
        return [self[f"part_{part}"] for part in self.parts if part not in DATA_CLAUSE]

    def data_switches(self) -> list[forms.BoundField]:
        """The parts about personal data."""
        return [self[f"part_{part}"] for part in self.parts if part in DATA_CLAUSE]

    def more(self) -> list[forms.BoundField]:
        """The optional fields about the purchase and the letter."""
        return self._bound_fields(MORE)

    def more_is_used(self) -> bool:
        """Has one of them been filled in, or filled in wrongly?"""
        return self._in_use(name for name in MORE if name != "currency")

    def company(self) -> list[forms.BoundField]:
        """Where a company is that we do not know."""
        return self._bound_fields(COMPANY)

    def behalf(self) -> list[forms.BoundField]:
        """The fields for those who write for somebody else."""
        return self._bound_fields(BEHALF)

    def behalf_is_used(self) -> bool:
        """Has one of them been filled in, or filled in wrongly?"""
        return self._in_use(BEHALF)

    @property
    def known(self) -> Mapping[str, Any]:
        """What is filled in and valid; before anything is sent, the suggestions."""
        if self.is_bound:
            self.is_valid()
            return self.cleaned_data
        return {
            name: self.get_initial_for_field(field, name)
            for name, field in self.fields.items()
        }

    def _matter(self, pack: Pack, paid: Money | None) -> Matter:
        purchase = replace(self.asked.purchase, country=self.country, paid=paid)
        asked = self.asked
        return Matter(pack, purchase, asked.verdict, asked.law, asked.store)

    def _with_contacts(self, pack: Pack) -> Pack:
        """Add where the sender says that the company is."""
        known = self.known if self.asked.unlisted else {}
        lines = lines_of(known.get("company_address") or "")
        email = known.get("company_email") or None
        if not (lines or email):
            return pack
        named = lines and pack.name.casefold() not in lines[0].casefold()
        contact = PackedContact(
            purpose=Purpose.CANCELLATION,
            lines=(pack.name, *lines) if named else lines,
            country=(known.get("company_country") or self.country) if lines else None,
            email=email,
            source="sender",
        )
        for_data = contact.model_copy(update={"purpose": Purpose.PRIVACY})
        return pack.model_copy(update={"contacts": (contact, for_data)})

    def matter(self) -> Matter:
        """The purchase with what this form adds to it."""
        amount, currency = self.known.get("amount"), self.known.get("currency")
        told = Money(amount, currency) if amount and currency else None
        pack = self._with_contacts(self.asked.pack)
        return self._matter(pack, told or self.asked.purchase.paid)

    def sender(self) -> Sender:
        """Who writes."""
        known = self.known
        principal, role = known.get("principal"), known.get("role")
        texts = (
            "name",
            "account_email",
            "reply_to",
            "item",
            "order_id",
            "user_id",
            "payment_method",
        )
        return Sender(
            **{name: known.get(name) or "" for name in texts},
            address=lines_of(known.get("address") or ""),
            principal=Principal(principal, Role(role)) if principal and role else None,
        )

    def options(self) -> Options:
        """What the letter should say."""
        known = self.known
        language = known.get("letter_language") or "both"
        return Options(
            languages=frozenset({"sv", "en"} if language == "both" else {language}),
            parts=self._chosen(known),
            dated=self.asked.today,
            erasure=Erasure(known.get("erasure") or Erasure.TOGETHER),
            place=known.get("place") or "",
            reason=known.get("reason") or "",
            own_words=lines_of(known.get("own_words") or ""),
            effective_on=known.get("effective_on"),
        )
