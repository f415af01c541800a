"""The facts of a matter as the words and flags that wording files may use.

Pure. A fact that is not known has no word: a clause that could use it reads on without
it. Nothing stands in for it.
"""

from __future__ import annotations

from datetime import date, timedelta

from letters.clauses import Part
from letters.letter import Options, Role, Sender
from letters.matter import DataLaw, Matter
from letters.words import Flag, Word, whole_sentence, written_date
from providers.money import written_money
from providers.vocabulary import Category
from refunds.datapack import Pack
from refunds.engine.case import Period
from refunds.engine.facts import Start
from refunds.engine.law import Citation
from refunds.engine.policy import QUESTIONS
from refunds.engine.unwinding import INFORMED, REQUESTED
from refunds.engine.verdict import Basis, Check, Finding, LetterKind, Outcome
from refunds.engine.withdrawal import DISCLOSED

WISHED_ANSWER = timedelta(days=14)
"""An answer is wished for by then; the law sets no day for most of what we ask."""

FLAG_OF_START = {
    Start.PAYMENT: Flag.FROM_PAYMENT,
    Start.RENEWAL: Flag.FROM_RENEWAL,
    Start.START: Flag.FROM_START,
    Start.SIGNUP: Flag.FROM_SIGNUP,
    Start.TRIAL_END: Flag.FROM_TRIAL_END,
    Start.PAYMENT_OR_START: Flag.FROM_PAYMENT_OR_START,
}
FLAG_OF_PERIOD = {
    Period.RESTARTED: Flag.UNDISCLOSED,
    Period.INFORMED_LATE: Flag.INFORMED_LATE,
    Period.WITHOUT_INFORMATION: Flag.NEVER_INFORMED,
}
FLAG_OF_DENIED = {INFORMED: Flag.NOT_INFORMED, REQUESTED: Flag.NOT_REQUESTED}
FLAG_OF_ROLE = {
    Role.POWER_OF_ATTORNEY: Flag.POWER_OF_ATTORNEY,
    Role.GUARDIAN: Flag.GUARDIAN,
    Role.TRUSTEE: Flag.TRUSTEE,
    Role.ESTATE: Flag.ESTATE,
}


def words_of(
    matter: Matter, sender: Sender, options: Options, language: str
) -> dict[Word, str]:
    """Return the words that are known, in the letter's language."""
    purchase, channel = matter.purchase, matter.channel
    days: dict[Word, date | None] = {
        Word.DATE: options.dated,
        Word.REPLY_BY: options.dated + WISHED_ANSWER,
        Word.PAID_ON: purchase.paid_on,
        Word.SIGNED_UP_ON: purchase.signed_up_on,
        Word.STARTS_ON: purchase.starts_on,
        Word.TRIAL_ENDS_ON: purchase.trial_ends_on,
        Word.EFFECTIVE_ON: options.effective_on,
    }
    window = _window(matter)
    in_store = channel is not None and channel.billed_by is not None
    words = {
        Word.PROVIDER: matter.pack.name,
        Word.PRODUCT: sender.item or _product(matter, language),
        Word.STORE: channel.name.in_language(language) if channel and in_store else "",
        Word.ACCOUNT_EMAIL: sender.account_email,
        Word.ORDER_ID: sender.order_id,
        Word.REPLY_TO: sender.mailbox,
        Word.PRINCIPAL: sender.principal.name if sender.principal else "",
        Word.REASON: whole_sentence(options.reason),
        Word.AMOUNT: written_money(purchase.paid, language) if purchase.paid else "",
        Word.LAW_WITHDRAW: _cited(matter, Citation.WITHDRAW, language),
        Word.LAW_ACCEPTANCE: _cited(matter, Citation.ACCEPTANCE, language),
        Word.LAW_REFUND: _cited(matter, Citation.REFUND, language),
        Word.DATA_ACT: _data_act(matter, language),
        Word.NOT_HAPPENED: _not_happened(
            matter.pack, matter.findings(Check.EVENT), language
        ),
        Word.WINDOW_DAYS: str(window[0]) if window else "",
        Word.STORE_DAYS: _store_days(matter),
        Word.STORE_NOT_HAPPENED: _not_happened(
            matter.store, matter.findings(Check.EVENT, Basis.MARKETPLACE), language
        ),
        **{word: written_date(day, language) for word, day in days.items() if day},
    }
    return {word: value for word, value in words.items() if value}


def flags_of(
    matter: Matter, sender: Sender, on: frozenset[Part], *, about_data: bool
) -> frozenset[Flag]:
    """Return the conditions that hold for a document with these parts."""
    kind = matter.verdict.letter
    window = _window(matter)
    policy = matter.verdict.route(Basis.PROVIDER_POLICY)
    asks = Part.REFUND in on
    uncertain = policy.outcome is Outcome.CONDITIONAL
    by_policy = kind is LetterKind.POLICY_REFUND and not uncertain
    conditions = {
        Flag.WITHDRAWS: Part.WITHDRAW in on,
        Flag.ENDS_CONTRACT: not on.isdisjoint({Part.WITHDRAW, Part.TERMINATE}),
        Flag.CLAIMS_MONEY: asks
        and (by_policy or (Part.WITHDRAW in on and matter.by_law.gives_money)),
        Flag.ASKS_MONEY: asks,
        Flag.ERASES: Part.ERASE in on,
        Flag.ABOUT_DATA: about_data,
        Flag.UK_GDPR: matter.data_law is DataLaw.UK_GDPR,
        Flag.PARTIAL: policy.outcome is Outcome.PARTLY_REFUNDABLE,
        Flag.UNCERTAIN: uncertain,
        Flag.TOO_LATE: any(f.holds is False for f in matter.findings(Check.WINDOW)),
        Flag.UNITED_KINGDOM: matter.residence == "GB",
        Flag.IN_TRIAL: _trial_runs(matter),
        Flag.BOUND: matter.may_leave_early,
        Flag.RIGHT_UNCERTAIN: not matter.by_law.gives_money,
        Flag.PERHAPS_UNINFORMED: matter.by_law.only_if_uninformed,
        Flag.LEARNING: matter.pack.category is Category.LEARNING,
    }
    flags = {flag for flag, holds in conditions.items() if holds}
    if window:
        flags.add(FLAG_OF_START[window[1]])
    flags |= _period(matter)
    flags |= {flag for fact, flag in FLAG_OF_DENIED.items() if fact in matter.denied}
    if sender.principal:
        flags.add(FLAG_OF_ROLE[sender.principal.role])
    return frozenset(flags)


def _product(matter: Matter, language: str) -> str:
    """Return what was bought as a stranger at the company would know it."""
    product, service = matter.product, matter.pack.name
    if product is None or matter.product_is_a_kind:
        return ""
    name = product.name.in_language(language)
    known = service.split()[0].casefold() in name.casefold()
    to_store = matter.verdict.letter is LetterKind.STORE_REQUEST  # names the service
    return name if known or to_store else f"{service} ({name})"


def _cited(matter: Matter, citation: Citation, language: str) -> str:
    cited = matter.right.citations.get(citation) if matter.right else None
    return cited[language] if cited else ""


def _data_act(matter: Matter, language: str) -> str:
    named = matter.data_law is DataLaw.ACT and matter.data_act is not None
    return matter.data_act.name[language] if named and matter.data_act else ""


def _trial_runs(matter: Matter) -> bool:
    purchase, today = matter.purchase, matter.verdict.today
    ends_on = purchase.trial_ends_on
    return bool(ends_on and ends_on >= today) and purchase.charged_by(today) is False


def _period(matter: Matter) -> set[Flag]:
    """Why the period is open, where counting the days would not do."""
    found = {
        Period(str(finding.inputs["period"]))
        for finding in matter.by_law.findings
        if finding.check is Check.WITHDRAWAL_PERIOD and finding.holds
    }
    restarts = matter.right is not None and matter.right.undisclosed_charge_restarts
    if restarts and not found and matter.purchase.facts.get(DISCLOSED) is False:
        found = {Period.RESTARTED}  # at least; with no information it is longer
    return {flag for period, flag in FLAG_OF_PERIOD.items() if period in found}


def _window(matter: Matter) -> tuple[int, Start] | None:
    """The days in the provider's own terms and their start, unless they are over.

    Nothing of terms that we read too long ago: the sender would claim them as a fact.
    """
    if any(finding.holds is False for finding in matter.findings(Check.FRESH)):
        return None
    for finding in matter.findings(Check.WINDOW):
        days = finding.inputs["days"]
        if finding.holds is not False and isinstance(days, int) and days > 1:
            return days, Start(str(finding.inputs["start"]))
    return None


def flags_for_store(matter: Matter) -> frozenset[Flag]:
    """Return whether to withdraw from what a store sold, by its own rules or by law.

    By its rules only where the law gives the right, too: elsewhere they are a favour.
    """
    if matter.channel is None or matter.channel.billed_by is None:
        return _flags_for_whoever_charged(matter)
    route, today = matter.by_store, matter.verdict.today
    if route.outcome is Outcome.NOT_REFUNDABLE and matter.by_law.gives_money:
        return frozenset({Flag.STORE_WITHDRAWS, Flag.STORE_UNCERTAIN})
    in_time = route.deadline is not None and route.deadline >= today
    settled = set(route.missing).isdisjoint(QUESTIONS)
    if not (matter.right and in_time and settled):
        return frozenset()
    if Outcome.REFUNDABLE not in route.possible and not matter.by_law.gives_money:
        return frozenset()
    flags = {Flag.STORE_WITHDRAWS}
    if route.outcome is not Outcome.REFUNDABLE:
        flags.add(Flag.STORE_UNCERTAIN)
    return frozenset(flags)


def _flags_for_whoever_charged(matter: Matter) -> frozenset[Flag]:
    """Of an operator or another seller we know no rules: the law may reach there."""
    flags = set()
    if matter.recurs is not False:
        flags.add(Flag.STORE_CANCELS)
    if matter.by_law.may_give_money and matter.by_law.runs_on(matter.verdict.today):
        flags |= {Flag.STORE_WITHDRAWS, Flag.STORE_UNCERTAIN}
    return frozenset(flags)


def _store_days(matter: Matter) -> str:
    """The days in the store's rules that still run, where they count in days."""
    for finding in matter.findings(Check.WINDOW, Basis.MARKETPLACE):
        days = finding.inputs["days"]
        if finding.holds and isinstance(days, int) and days > 1:
            return str(days)
    return ""


def _not_happened(pack: Pack | None, tested: list[Finding], language: str) -> str:
    """Return what the sender can say: nothing that ends the right has happened.

    Empty where even one of those events has, or may have, happened.
    """
    if pack is None or not all(finding.holds for finding in tested):
        return ""
    keys = [finding.inputs["event"] for finding in tested]
    told = (event for event in pack.events if event.key in keys)
    return " ".join(event.in_letter.in_language(language) for event in told)
