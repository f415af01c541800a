"""Which clauses a letter offers, which are on from the start, and in which order.

Pure. The order is the safe one (DESIGN 5): withdraw, in the alternative terminate,
ask for the money, stop the charges, ask for an answer, and only then, under its own
heading, the personal data.
"""

from __future__ import annotations

from collections.abc import Set
from enum import StrEnum

from letters.matter import DataLaw, Matter
from providers.vocabulary import Category
from refunds.engine.verdict import MONEY_BACK, Basis, LetterKind, Outcome
from refunds.unpaid import unpaid_right


class Part(StrEnum):
    """What a person can switch on and off."""

    WITHDRAW = "withdraw"
    FUNCTION_MISSING = "function_missing"
    NOT_ACCEPTED = "not_accepted"
    TERMINATE = "terminate"
    REFUND = "refund"
    STORE = "store"
    CHARGES = "charges"
    CONFIRM = "confirm"
    FINAL_ACCOUNT = "final_account"
    COPY_FIRST = "copy_first"
    ERASE = "erase"
    RECIPIENTS = "recipients"
    MARKETING = "marketing"
    ANSWER = "answer"


class Clause(StrEnum):
    """A paragraph; the value names its wording file."""

    WITHDRAW = "withdraw"
    WITHDRAW_PERIOD = "withdraw.period"
    FUNCTION_MISSING = "withdraw.function_missing"
    NOT_ACCEPTED = "not_accepted"
    TERMINATE = "terminate"
    TERMINATE_ALTERNATIVE = "terminate.alternative"
    REFUND_POLICY = "refund.policy"
    REFUND_LAW = "refund.law"
    REFUND_BOTH = "refund.both"
    REFUND_PRO_RATA = "refund.pro_rata"
    REFUND_GOODWILL = "refund.goodwill"
    REFUND_ASK = "refund.ask"
    STORE = "store"
    CHARGES = "charges"
    CONFIRM = "confirm"
    FINAL_ACCOUNT = "final_account"
    COPY_FIRST = "gdpr.copy_first"
    ERASE = "gdpr.erase"
    RECIPIENTS = "gdpr.recipients"
    MARKETING = "gdpr.marketing"
    ANSWER = "gdpr.answer"
    ERASE_NO_STATUTE = "erase.no_statute"


DATA_CLAUSE = {
    Part.COPY_FIRST: Clause.COPY_FIRST,
    Part.ERASE: Clause.ERASE,
    Part.RECIPIENTS: Clause.RECIPIENTS,
    Part.MARKETING: Clause.MARKETING,
    Part.ANSWER: Clause.ANSWER,
}
REFUND_CLAUSE = {
    LetterKind.POLICY_REFUND: Clause.REFUND_POLICY,
    LetterKind.GOODWILL: Clause.REFUND_GOODWILL,
    LetterKind.TERMINATION: Clause.REFUND_ASK,
    LetterKind.WITHDRAWAL: Clause.REFUND_ASK,
}


def offered(matter: Matter) -> dict[Part, bool]:
    """Return the parts this letter may have, in order, with "on from the start".

    Withdrawal is on where the verdict rests on it or its period is or may be running,
    and can be switched on by somebody who knows more than they told. A purchase that
    does not renew has nothing to terminate, and a store's customer no charges by the
    provider to stop.
    """
    kind = matter.verdict.letter
    in_store = kind is LetterKind.STORE_REQUEST
    may_renew = matter.recurs is not False
    parts: dict[Part, bool] = {}
    if matter.may_be_sold_by_phone and not in_store:
        parts[Part.NOT_ACCEPTED] = False
    if matter.right and not in_store:
        parts[Part.WITHDRAW] = _suggests_withdrawal(matter)
        since = matter.right.function_since
        if since is not None and since <= matter.verdict.today:
            parts[Part.FUNCTION_MISSING] = False
    if may_renew:
        parts[Part.TERMINATE] = True
    if in_store:
        parts[Part.STORE] = True
    elif matter.verdict.outcome is not Outcome.NO_CHARGE:
        parts[Part.REFUND] = True
    if may_renew and not in_store:
        parts[Part.CHARGES] = True
    parts[Part.CONFIRM] = True
    if may_renew and not in_store:
        parts[Part.FINAL_ACCOUNT] = kind is LetterKind.TERMINATION
    if matter.data_law in (None, DataLaw.ACT):
        return parts | {Part.ERASE: True}
    # What a school has issued is gone with the account.
    copy_first = matter.pack.category is Category.LEARNING
    return parts | {
        part: part is not Part.COPY_FIRST or copy_first for part in DATA_CLAUSE
    }


def _suggests_withdrawal(matter: Matter) -> bool:
    law, verdict = matter.by_law, matter.verdict
    if verdict.outcome is Outcome.NO_CHARGE:
        bought = matter.pack, matter.purchase, matter.law, verdict.today
        return unpaid_right(*bought) is not None
    if law.not_counted:
        return matter.recurs is False  # what keeps coming is mostly food: no such right
    decides = verdict.basis is Basis.STATUTORY_WITHDRAWAL
    return law.may_give_money and (decides or law.may_run_on(verdict.today))


def contract_clauses(on: Set[Part], matter: Matter) -> list[Clause]:
    """Return the clauses about contract and money."""
    kind = matter.verdict.letter
    withdraws = Part.WITHDRAW in on
    clauses: list[Clause] = []
    if Part.NOT_ACCEPTED in on:
        clauses.append(Clause.NOT_ACCEPTED)
    if withdraws:
        clauses += [Clause.WITHDRAW, Clause.WITHDRAW_PERIOD]
        if Part.FUNCTION_MISSING in on:
            clauses.append(Clause.FUNCTION_MISSING)
    if Part.TERMINATE in on:
        clauses.append(Clause.TERMINATE_ALTERNATIVE if withdraws else Clause.TERMINATE)
    if Part.REFUND in on:
        clauses += _after_withdrawal(matter) if withdraws else [REFUND_CLAUSE[kind]]
    for part, clause in (
        (Part.STORE, Clause.STORE),
        (Part.CHARGES, Clause.CHARGES),
        (Part.CONFIRM, Clause.CONFIRM),
        (Part.FINAL_ACCOUNT, Clause.FINAL_ACCOUNT),
    ):
        if part in on:
            clauses.append(clause)
    return clauses


def _after_withdrawal(matter: Matter) -> list[Clause]:
    """The money after a withdrawal: by the terms where they give it, and by law.

    Nothing is owed for digital content, nor where the answers exclude it; elsewhere the
    company is asked to show what it wants to keep and by which request. Where neither
    is sure, the letter asks for goodwill in the alternative.
    """
    by_law = [Clause.REFUND_BOTH if _by_terms_too(matter) else Clause.REFUND_LAW]
    if matter.by_law.not_counted:
        return by_law
    if matter.by_law.possible != {Outcome.REFUNDABLE} or matter.denied:
        by_law.append(Clause.REFUND_PRO_RATA)
    sure = matter.by_law.gives_money or _by_terms_too(matter)
    return by_law if sure else [*by_law, Clause.REFUND_GOODWILL]


def _by_terms_too(matter: Matter) -> bool:
    policy = matter.verdict.route(Basis.PROVIDER_POLICY)
    return bool(policy.possible & MONEY_BACK)


def data_clauses(on: Set[Part], *, by_statute: bool) -> list[Clause]:
    """Return the clauses about personal data; without a statute a plain request."""
    if by_statute:
        return [clause for part, clause in DATA_CLAUSE.items() if part in on]
    return [Clause.ERASE_NO_STATUTE] if Part.ERASE in on else []
