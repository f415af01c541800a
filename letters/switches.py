"""The choices about a letter, in the words of the page."""

from __future__ import annotations

from collections.abc import Set

from django import forms
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from letters.clauses import Part
from letters.letter import Erasure, Role
from letters.matter import Matter
from refunds.engine.verdict import LetterKind, Outcome

LANGUAGES_OF_LETTER = [
    ("sv", _("Swedish")),
    ("en", _("English")),
    ("both", pgettext_lazy("languages", "Both")),
]
ERASURES = [
    (Erasure.TOGETHER.value, _("In this letter")),
    (Erasure.SEPARATE.value, _("As a letter of its own")),
    (Erasure.NO.value, pgettext_lazy("erasure", "No")),
]
ROLES = [
    (Role.POWER_OF_ATTORNEY.value, _("Power of attorney")),
    (Role.GUARDIAN.value, _("Parent or legal guardian")),
    (Role.TRUSTEE.value, _("Appointed representative")),
    (Role.ESTATE.value, _("Estate of somebody who has died")),
]

WORDS = {
    Part.WITHDRAW: (
        _("Withdraw from the contract"),
        _("Your right by law. Without this the letter does not withdraw."),
    ),
    Part.NOT_ACCEPTED: (
        _("Say that they called you and you accepted nothing in writing"),
        _("Only if that is so. By law you are then not bound at all."),
    ),
    Part.FUNCTION_MISSING: (
        _("Say that their site has no withdrawal function"),
        _("Only if you looked for it. The letter then takes its place."),
    ),
    Part.TERMINATE: (
        _("Terminate the subscription"),
        _("So that it ends in any case and is not renewed."),
    ),
    Part.REFUND: (_("Ask for the money back"), _("Under the company’s own terms.")),
    Part.STORE: (
        _("Say that the store has the money"),
        _("You ask for it there, not from the company."),
    ),
    Part.CHARGES: (
        _("Stop further charges"),
        _(
            "You take back your permission to charge you once the contract has ended."
            " Fees until then may still be due."
        ),
    ),
    Part.CONFIRM: (
        _("Ask for a written confirmation"),
        _("With an answer within two weeks, as a wish."),
    ),
    Part.FINAL_ACCOUNT: (
        _("Ask for a final statement"),
        _("So that nothing turns up afterwards."),
    ),
    Part.COPY_FIRST: (
        _("Ask for a copy first"),
        _("Of your data, before it is erased."),
    ),
    Part.ERASE: (
        _("Erase my data and close the account"),
        _("They may keep what the law or a refund requires."),
    ),
    Part.RECIPIENTS: (
        _("Tell those who were given my data"),
        _("And tell you who they are."),
    ),
    Part.MARKETING: (_("No more marketing"), _("You also withdraw consents.")),
    Part.ANSWER: (
        _("Remind them of the time limit"),
        _("One month, and reasons for what they keep."),
    ),
}

WITHDRAW_UNLIKELY = _(
    "By your answers the right is gone. Switch it on only if you know better."
)
WITHDRAW_IF_UNINFORMED = _(
    "The 14 days have passed. Switch it on if you were never told about the right."
)
WITHDRAW_UNPAID = _(
    "In the first days after you signed up at a distance. It ends the contract at once."
)
WITHDRAW_GOODS = _(
    "In the first days after you received the goods. Food and what else spoils is"
    " excepted."
)
BY_LAW_TOO = _("Under the company’s own terms, and by law if you withdraw.")
REFUND_HINTS = {
    LetterKind.WITHDRAWAL: _("Within 14 days, to the means of payment you used."),
    LetterKind.GOODWILL: _("As a matter of goodwill; the terms do not give it."),
    LetterKind.TERMINATION: _("They decide, and name the term they rely on."),
}


def gist(parts: Set[Part], *, about_data: bool) -> str:
    """Return what the letter does, for those who do not see that it has changed.

    Args:
        about_data: does a second letter, about personal data, come with it?
    """
    if Part.WITHDRAW in parts:
        does = gettext("It withdraws from the contract.")
    elif {Part.TERMINATE, Part.REFUND} <= parts:
        does = gettext("It cancels and asks for the money back.")
    elif Part.REFUND in parts:
        does = gettext("It asks for the money back.")
    elif Part.TERMINATE in parts:
        does = gettext("It cancels.")
    else:
        does = gettext("It neither cancels nor asks for money.")
    second = gettext("A second letter is about your personal data.")
    return f"{does} {second}" if about_data else does


def switch(part: Part, matter: Matter, *, on: bool) -> forms.BooleanField:
    """Return a part of the letter as something to switch on and off."""
    label, usual = WORDS[part]
    hint = str(usual)
    if part is Part.REFUND:
        both = BY_LAW_TOO if matter.right else usual
        hint = str(REFUND_HINTS.get(matter.verdict.letter, both))
    if part is Part.WITHDRAW and not on:
        hint = _why_not_withdraw(matter)
    bought = matter.product
    if part is Part.TERMINATE and bought and bought.binding and bought.note:
        # What leaving early may cost.
        hint += f" {bought.note.in_language(get_language() or 'en')}"
    return forms.BooleanField(label=label, help_text=hint, initial=on, required=False)


def _why_not_withdraw(matter: Matter) -> str:
    """Return when to switch the withdrawal on, where it is not from the start."""
    if matter.verdict.outcome is Outcome.NO_CHARGE:
        return str(WITHDRAW_UNPAID)
    if matter.by_law.not_counted:
        return str(WITHDRAW_GOODS)
    possible = matter.by_law.may_give_money
    return str(WITHDRAW_IF_UNINFORMED if possible else WITHDRAW_UNLIKELY)
