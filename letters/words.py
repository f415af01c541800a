"""The closed vocabulary of the wording files, and how values look in a letter.

Pure. A wording file may use these words and flags and nothing else; for each word
there is also a flag ``has_<word>``. Dates and amounts follow the letter's language,
never that of the page, and do not break at the end of a line.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date
from enum import StrEnum
from typing import Protocol

from babel.dates import format_date

from providers.money import LOCALES

NBSP = "\N{NO-BREAK SPACE}"
LANGUAGES = tuple(LOCALES)


class Word(StrEnum):
    """A value a clause may contain."""

    PROVIDER = "provider"  # the name people know
    PRODUCT = "product"
    ACCOUNT_EMAIL = "account_email"
    ORDER_ID = "order_id"
    AMOUNT = "amount"
    PAID_ON = "paid_on"
    SIGNED_UP_ON = "signed_up_on"
    STARTS_ON = "starts_on"
    TRIAL_ENDS_ON = "trial_ends_on"
    EFFECTIVE_ON = "effective_on"  # the last day the person wants to be bound
    REPLY_BY = "reply_by"  # a wish, not a time limit of the law
    WINDOW_DAYS = "window_days"  # days in the provider's own terms
    NOT_HAPPENED = "not_happened"  # the sender denies what would end the right
    REASON = "reason"  # in the person's own words
    LAW_WITHDRAW = "law_withdraw"  # how the reader's country cites the right
    LAW_ACCEPTANCE = "law_acceptance"  # in writing, of what was offered by phone
    LAW_REFUND = "law_refund"  # and the duty to pay back
    DATA_ACT = "data_act"  # a data protection act that is named without articles
    STORE = "store"  # the marketplace that took the money
    STORE_DAYS = "store_days"  # days in the store's own rules
    STORE_NOT_HAPPENED = "store_not_happened"  # denies what would end the right there
    PRINCIPAL = "principal"  # whom the sender writes for
    DATE = "date"  # of the letter
    REPLY_TO = "reply_to"  # the sender's mailbox


class Flag(StrEnum):
    """A condition a clause may ask for."""

    WITHDRAWS = "withdraws"
    ENDS_CONTRACT = "ends_contract"
    CLAIMS_MONEY = "claims_money"  # by right: the terms or the law
    ASKS_MONEY = "asks_money"  # by right or as a favour
    ERASES = "erases"
    ABOUT_DATA = "about_data"  # the letter holds the data request and nothing else
    NEVER_INFORMED = "never_informed"  # the sender was not told of the right
    PERHAPS_UNINFORMED = "perhaps_uninformed"  # nobody knows, and it would be open
    INFORMED_LATE = "informed_late"
    NOT_INFORMED = "not_informed"  # in time to withdraw all the same: nothing is owed
    NOT_REQUESTED = "not_requested"  # to start at once: nothing is owed for the time
    UNDISCLOSED = "undisclosed"  # nor that the trial would cost money
    UNITED_KINGDOM = "united_kingdom"  # whose act speaks of a right to cancel
    IN_TRIAL = "in_trial"  # nothing has been charged, and the day it ends is known
    BOUND = "bound"  # for a time that the company may let one leave early
    RIGHT_UNCERTAIN = "right_uncertain"  # the law may or may not give the money
    UK_GDPR = "uk_gdpr"
    FROM_PAYMENT = "from_payment"  # what starts the window of the terms
    FROM_RENEWAL = "from_renewal"
    FROM_START = "from_start"
    FROM_SIGNUP = "from_signup"
    FROM_TRIAL_END = "from_trial_end"
    FROM_PAYMENT_OR_START = "from_payment_or_start"
    PARTIAL = "partial"
    UNCERTAIN = "uncertain"  # the terms may or may not give the money
    TOO_LATE = "too_late"
    LEARNING = "learning"  # the provider issues certificates
    STORE_WITHDRAWS = "store_withdraws"  # its rules, too, give time to withdraw
    STORE_UNCERTAIN = "store_uncertain"  # but may see this purchase differently
    STORE_CANCELS = "store_cancels"  # who charges is nobody whose own way out we know
    ATTACHED = "attached"  # the letter comes with the mail as a file
    POWER_OF_ATTORNEY = "power_of_attorney"
    GUARDIAN = "guardian"
    TRUSTEE = "trustee"
    ESTATE = "estate"


class Say(Protocol):
    """Puts a wording file into words. Raises where a word is used but not given."""

    def __call__(
        self, language: str, name: str, words: Mapping[Word, str], flags: Set[Flag]
    ) -> str: ...


def written_date(day: date, language: str) -> str:
    """Return "23 november 2026", unbreakable."""
    text = format_date(day, "long", locale=LOCALES[language])
    return text.replace(" ", NBSP)


def whole_sentence(text: str) -> str:
    """Return a person's own words so that the letter's next sentence can follow."""
    text = " ".join(text.split(" ")).strip()
    return text if not text or text[-1] in ".!?…" else f"{text}."
