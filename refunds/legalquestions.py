"""The questions of the law in a person's words, and what their answers mean.

The facts are those of ``refunds.engine``; each has its question, why it is asked, where
the answer can be found, and one sentence for each answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Lazy


@dataclass(frozen=True, slots=True)
class LegalQuestion:
    """One question; ``yes`` and ``no`` are sentences of the explanation."""

    label: Words
    question: Words
    why: Words
    yes: Words
    no: Words
    where: Words = ""
    may_be_a_day: bool = False


LEGAL_QUESTIONS = {
    "charge_disclosed": LegalQuestion(
        pgettext_lazy("chip", "Told of the price"),
        _(
            "Was it clear, when you started the trial, that it would cost money, and"
            " how much?"
        ),
        _("If it was not, you have a new period from the day you were charged."),
        _(
            "You were told at the start what it would cost after the trial, so the"
            " period ran from the day you signed up."
        ),
        _(
            "You were not clearly told that the trial would cost money. The period"
            " starts anew with the charge (EU Court of Justice, C-565/22)."
        ),
        _("Look at the page where you signed up, and at the welcome e-mail."),
    ),
    "withdrawal_information_given": LegalQuestion(
        pgettext_lazy("chip", "Told of the right"),
        _("Were you told about the right of withdrawal?"),
        _(
            "If you were not, you may have up to a year more, and the company may not"
            " charge you for the days you had access."
        ),
        _("You were told about the right of withdrawal."),
        _("You were not told about the right of withdrawal."),
        _(
            "Search the order e-mail for “withdrawal” or “cancel within 14 days”, in"
            " the language you bought in."
        ),
        may_be_a_day=True,
    ),
    "content_started": LegalQuestion(
        pgettext_lazy("chip", "Started"),
        _("Have you started to use it?"),
        _("Before it is opened, streamed or downloaded, nothing is lost."),
        _("You have started to use it."),
        _("You have not started to use it, so there is nothing to pay for."),
    ),
    "early_start_requested": LegalQuestion(
        pgettext_lazy("chip", "Asked to start at once"),
        _("Did you expressly ask to start at once?"),
        _("Without that the company may not charge you for the days you had access."),
        _("You expressly asked to start during the withdrawal period."),
        _(
            "You did not ask to start during the withdrawal period, so the company may"
            " not charge you for it."
        ),
        _(
            "For example a box at checkout, not ticked in advance, saying that it"
            " starts during the withdrawal period."
        ),
    ),
    "fully_performed": LegalQuestion(
        pgettext_lazy("chip", "All delivered"),
        _("Is the service completely over?"),
        _(
            "The right can be lost once the service is performed to the end, for"
            " example when a live course is over. That you could watch everything is"
            " not the same."
        ),
        _("The service has been performed to the end."),
        _("The service has not been performed to the end."),
    ),
    "loss_acknowledged": LegalQuestion(
        pgettext_lazy("chip", "Gave up the right"),
        _(
            "Did you agree that the right would be lost, and did the company confirm"
            " that by e-mail?"
        ),
        _("Both are needed. A sentence in the terms is not enough."),
        _("You agreed that the right would be lost, and it was confirmed to you."),
        _("You did not agree to lose the right, or nobody confirmed it to you."),
        _("Look at the boxes at checkout and at the order e-mail."),
    ),
}
