"""The fields of the letter page. Two are required; all else is optional."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from letters.switches import ERASURES, LANGUAGES_OF_LETTER, ROLES
from letters.typed import AmountField, LineField, MailboxField, TextField
from providers.daywords import Time
from refunds.fields import DayField


class LetterFields(forms.Form):
    """Who writes, and what the letter should say."""

    mark_optional = True

    name = LineField(
        label=_("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        required=True,
        error_messages={"required": _("Write your name: a letter needs a sender.")},
    )
    account_email = MailboxField(
        label=_("E-mail of the account"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        required=True,
        error_messages={
            "required": _("Write the e-mail address that you use with them.")
        },
    )
    company_email = MailboxField(
        label=_("E-mail address of the company"),
        help_text=_(
            "From its own website or your receipt. Without one, the draft has no"
            " recipient yet."
        ),
    )
    company_address = TextField(
        label=_("Postal address of the company"),
        help_text=_("Needed only if you send the letter by post."),
        limit=300,
    )
    company_country = forms.ChoiceField(
        label=_("Country of that address"), required=False
    )
    order_id = LineField(
        label=_("Order or transaction number"), help_text=_("It is in the receipt.")
    )
    letter_language = forms.ChoiceField(
        label=_("Language of the letter"),
        choices=LANGUAGES_OF_LETTER,
        widget=forms.RadioSelect,
    )
    erasure = forms.ChoiceField(
        label=_("Erase my personal data"),
        help_text=_(
            "Where money is at stake, a letter of its own is safer: send it once the"
            " money has arrived, so that your account is still there as evidence."
        ),
        choices=ERASURES,
        widget=forms.RadioSelect,
    )
    reason = TextField(
        label=_("Why you ask"),
        help_text=_("A sentence or two in your own words."),
        limit=1000,
    )
    item = LineField(
        label=_("What it is called"),
        help_text=_("For example the name of the course."),
    )
    amount = AmountField(label=_("What you paid"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    payment_method = LineField(
        label=_("Means of payment"),
        help_text=_("For example Visa or PayPal. Leave out the card number."),
    )
    user_id = LineField(label=_("User ID"))
    address = TextField(
        label=_("Your postal address"),
        help_text=_("Needed only if you want the answer by post."),
        limit=400,
    )
    place = LineField(label=_("Place of writing"), limit=60)
    effective_on = DayField(
        time=Time.COMING,
        words=(),
        label=_("Last day you want to be bound"),
        help_text=_("Without a day the letter says: as early as the contract allows."),
    )
    own_words = TextField(
        label=_("Something to add in your own words"),
        help_text=_("It is printed as you write it, in every language of the letter."),
        limit=2000,
    )
    principal = LineField(label=_("Whom you write for"))
    role = forms.ChoiceField(
        label=_("By what right"),
        choices=[("", "—"), *ROLES],
        required=False,
        help_text=_("Enclose a copy of the document that shows it."),
    )
    reply_to = MailboxField(
        label=_("Your own e-mail"),
        help_text=_("Where the answer should go, if not to the account."),
    )
