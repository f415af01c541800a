"""From findings to sentences. Nothing is decided here; the engine has done that."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from providers.money import written_money
from providers.templatetags.dates import weekday_date
from refunds import oldfacts
from refunds.asking import Asked
from refunds.datapack import Pack
from refunds.engine.facts import Source
from refunds.engine.verdict import (
    Basis,
    Check,
    Finding,
    Outcome,
    Route,
    Status,
)
from refunds.legalanswers import (
    costs_nothing,
    law_headline,
    law_lead,
    law_reason,
    law_text,
    on_premises,
)
from refunds.legalwords import law_sentence, said_by_period
from refunds.rulewords import rule_text
from refunds.storewords import (
    counterpart,
    open_questions,
    store_headline,
    store_lead,
    store_name,
)
from refunds.uncounted import delivery_headline, uncharged_headline
from refunds.windows import window_sentence

TONES = {
    Outcome.REFUNDABLE: "yes",
    Outcome.NO_CHARGE: "yes",
    Outcome.PARTLY_REFUNDABLE: "maybe",
    Outcome.CONDITIONAL: "maybe",
    Outcome.VIA_MARKETPLACE: "store",
    Outcome.NOT_REFUNDABLE: "no",
    Outcome.UNKNOWN: "none",
    Outcome.NOT_APPLICABLE: "none",
}

FLAGS: dict[Outcome, str | Lazy] = {
    Outcome.REFUNDABLE: _("Yes, the full amount"),
    Outcome.PARTLY_REFUNDABLE: _("Yes, part of it"),
    Outcome.NO_CHARGE: _("Nothing charged yet"),
    Outcome.CONDITIONAL: _("It depends"),
    Outcome.VIA_MARKETPLACE: _("The store decides"),
    Outcome.NOT_REFUNDABLE: _("Probably not"),
    Outcome.UNKNOWN: _("We do not know"),
    Outcome.NOT_APPLICABLE: _("Does not apply to you"),
}


MARK_WORDS = {
    "yes": _("For you:"),
    "no": _("Against you:"),
    "none": _("Not settled:"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding in words, with where it was read."""

    holds: bool | None
    sentence: str
    source: Source | None
    is_fact: bool = False  # told by the person: neither good nor bad by itself

    @property
    def mark(self) -> str:
        """The icon and tone that stand before it."""
        if self.is_fact:
            return "fact"
        return "none" if self.holds is None else "yes" if self.holds else "no"

    @property
    def word(self) -> str | Lazy:
        """The same for those who do not see it."""
        return MARK_WORDS.get(self.mark, "")


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict in words: badge, one sentence, and why."""

    tone: str
    flag: str | Lazy
    headline: str
    lead: str


def answer(asked: Asked) -> Answer:
    """Return the verdict in words."""
    best = asked.verdict.best
    outcome = asked.verdict.outcome
    if best.basis is Basis.STATUTORY_WITHDRAWAL:
        flag = FLAGS[outcome]
        if best.gives_money and outcome is Outcome.CONDITIONAL:
            flag = _("Yes, all or part of it")
        if costs_nothing(best):
            flag = FLAGS[Outcome.REFUNDABLE]
        flag, lead = oldfacts.flag(best, flag), law_lead(best, asked)
        if outcome is Outcome.NOT_REFUNDABLE:
            lead = f"{law_reason(asked)} {_still_possible(asked)}"
        return Answer(TONES[outcome], flag, law_headline(best, asked), lead)
    if asked.delivery_right:
        outcome = Outcome.CONDITIONAL
    flag = oldfacts.flag(best, FLAGS[outcome])
    if asked.seller_unknown:
        flag = _("Whoever charged you decides")
    return Answer(TONES[outcome], flag, _headline(asked), _lead(asked))


def _headline(asked: Asked) -> str:
    verdict, provider = asked.verdict, asked.pack.name
    by = weekday_date(verdict.deadline) if verdict.deadline else ""
    words = {"provider": provider, "date": by}
    paid = verdict.best.amount
    match verdict.outcome:
        case Outcome.REFUNDABLE if by and paid:
            amount = written_money(paid, get_language() or "en")
            return gettext("You can get %(amount)s back if you ask by %(date)s.") % (
                words | {"amount": amount}
            )
        case Outcome.REFUNDABLE if by:
            return (
                gettext("You can get the full amount back if you ask by %(date)s.")
                % words
            )
        case Outcome.REFUNDABLE:
            return gettext("You can get the full amount back.")
        case Outcome.PARTLY_REFUNDABLE if by:
            return (
                gettext("You can get part of the money back if you ask by %(date)s.")
                % words
            )
        case Outcome.PARTLY_REFUNDABLE:
            return gettext("You can get part of the money back.")
        case Outcome.NO_CHARGE if by:
            return gettext("Cancel by %(date)s, and you will not be charged.") % words
        case Outcome.NO_CHARGE:
            return uncharged_headline(asked)
        case Outcome.CONDITIONAL:
            return _conditional_headline(asked, words)
        case Outcome.VIA_MARKETPLACE if asked.seller_unknown:
            return gettext("Whoever charged you decides, not %(provider)s.") % words
        case Outcome.VIA_MARKETPLACE:
            return store_headline(asked)
        case Outcome.NOT_REFUNDABLE:
            return gettext("Probably not, by %(provider)s’s own terms.") % words
        case _ if on_premises(verdict.route(Basis.STATUTORY_WITHDRAWAL)):
            none = gettext(
                "The law gives no right of withdrawal on the premises, and we know"
                " no rule of %(provider)s’s."
            )
            return none % words
        case _ if right := asked.delivery_right:
            return delivery_headline(right)
        case _:
            return gettext("We do not know what applies to this purchase.")


def _conditional_headline(asked: Asked, words: dict[str, str]) -> str:
    route = asked.verdict.best
    if route.status is Status.STALE:
        return gettext("It depends. The terms may have changed since we read them.")
    if route.missing:
        return gettext("It depends on an answer we do not have.")
    if words["date"]:
        return gettext("You can ask by %(date)s. The terms leave it open.") % words
    return gettext("You can ask. The terms leave it open.")


def _lead(asked: Asked) -> str:
    verdict = asked.verdict
    route = verdict.best
    if asked.seller_unknown:
        return gettext(
            "Ask whoever took the payment for the money. They decide, by terms that we"
            " have not read. The receipt, the invoice or the bank statement shows who"
            " it was."
        )
    if verdict.outcome is Outcome.VIA_MARKETPLACE:
        by_store = verdict.route(Basis.MARKETPLACE)
        return store_lead(asked, against(by_store, asked))
    if route.missing:
        return open_questions(route, asked)
    if asked.uncounted_right:
        return law_text(verdict.route(Basis.STATUTORY_WITHDRAWAL), asked)
    if verdict.outcome is Outcome.NO_CHARGE:
        return " ".join(_sentence(item, asked, asked.pack) for item in route.findings)
    if verdict.outcome is Outcome.NOT_REFUNDABLE:
        failed = [item for item in route.findings if item.holds is False]
        reasons = [_sentence(item, asked, asked.pack) for item in failed]
        return " ".join([*reasons, law_reason(asked), _still_possible(asked)])
    if verdict.outcome is Outcome.UNKNOWN:
        ask_them = gettext(
            "We have no source that shows a rule of %(provider)s’s for it. Ask them:"
            " the letter does."
        )
        return f"{law_reason(asked)} {ask_them % {'provider': asked.pack.name}}".strip()
    return rule_text(asked.of_route(route), route.rule, asked)


def _still_possible(asked: Asked) -> str:
    if asked.may_renew:
        return gettext(
            "You can still stop the renewal, ask as a matter of goodwill, and have your"
            " data erased."
        )
    return gettext(
        "You can still ask as a matter of goodwill, and have your data erased."
    )


def reasons(route: Route, asked: Asked) -> list[Reason]:
    """Return what the route looked at, in words; a source once, where it is first."""
    made, named = [], set()
    for finding in route.findings:
        if said_by_period(finding, route.findings) or _is_idle(finding, asked):
            continue
        source = finding.source if finding.source not in named else None
        named.add(finding.source)
        told = finding.check in (Check.FACT, Check.NATURE, Check.COUNTERPARTY)
        sentence = _sentence(finding, asked, asked.of_route(route))
        neutral = (told and "answer" in finding.inputs) or finding.check is Check.NATURE
        made.append(Reason(finding.holds, sentence, source, neutral))
    return made


def _is_idle(finding: Finding, asked: Asked) -> bool:
    """Is it a question of the law that nobody is asked, the seller being unknown?"""
    open_still = finding.check is Check.FACT and "answer" not in finding.inputs
    return asked.seller_unknown and open_still and finding.holds is None


def against(route: Route, asked: Asked) -> str:
    """Return why a rule that gives money does not give it here; else nothing."""
    if route.outcome is not Outcome.NOT_REFUNDABLE:
        return ""
    return " ".join(
        _sentence(finding, asked, asked.of_route(route))
        for finding in route.findings
        if finding.holds is False and finding.check in (Check.WINDOW, Check.EVENT)
    )


def _sentence(finding: Finding, asked: Asked, pack: Pack) -> str:
    language = get_language() or "en"
    inputs = finding.inputs
    match finding.check:
        case Check.WINDOW:
            return window_sentence(finding, asked.today)
        case Check.EVENT:
            event = next(item for item in pack.events if item.key == inputs["event"])
            if finding.holds is None:
                return event.question.in_language(language)
            if finding.holds:
                return f"{event.not_happened.in_language(language)}."
            return gettext("%(event)s. That ends the right under the terms.") % {
                "event": event.happened.in_language(language)
            }
        case Check.SELLER:
            return gettext("%(store)s took the payment, so they handle the refund.") % {
                "store": store_name(asked)
            }
        case Check.COUNTERPART:
            return counterpart(finding, asked)
        case Check.NOT_CHARGED:
            return gettext("You told us that nothing has been charged yet.")
        case Check.NO_RULE:
            return gettext("No rule that we have found covers this purchase.")
        case Check.FRESH:
            return oldfacts.sentence(finding)
        case Check.SCOPE | Check.PROMISE:
            return rule_text(pack, finding.rule, asked)
        case _:
            return law_sentence(finding, asked)
