"""What the store that took the money answers, in words."""

from __future__ import annotations

from django.utils.translation import get_language, gettext, pgettext

from providers.templatetags.dates import weekday_date
from providers.vocabulary import Topic
from refunds.asking import Asked
from refunds.datapack import PackedRule
from refunds.engine.verdict import MONEY_BACK, Basis, Finding, Outcome, Route, Status


def store_name(asked: Asked) -> str:
    """Return the name of the store that took the money."""
    channel = asked.channel
    if channel and channel.billed_by:
        return channel.name.in_language(get_language() or "en")
    return gettext("the seller")


def store_headline(asked: Asked) -> str:
    """Return the verdict's one sentence where a store decides."""
    route, day = asked.verdict.route(Basis.MARKETPLACE), asked.verdict.deadline
    words = {
        "provider": asked.pack.name,
        "store": store_name(asked),
        "date": weekday_date(day) if day else "",
    }
    by_store = _headline(route, by_a_day=day is not None) % words
    law = asked.verdict.route(Basis.STATUTORY_WITHDRAWAL)
    if route.outcome is Outcome.NOT_REFUNDABLE and law.gives_money and law.deadline:
        by_law = gettext("By law you can withdraw until %(date)s.")
        return f"{by_store} {by_law % {'date': weekday_date(law.deadline)}}"
    return by_store


def _headline(route: Route, *, by_a_day: bool) -> str:
    match route.outcome:
        case Outcome.REFUNDABLE if by_a_day:
            return gettext(
                "%(store)s decides. By the store’s rules you can get the money back"
                " until %(date)s."
            )
        case Outcome.REFUNDABLE:
            return gettext(
                "%(store)s decides. By the store’s rules you can get the money back."
            )
        case Outcome.PARTLY_REFUNDABLE if by_a_day:
            return gettext(
                "%(store)s decides. By the store’s rules you can get part of the money"
                " back until %(date)s."
            )
        case Outcome.PARTLY_REFUNDABLE:
            return gettext(
                "%(store)s decides. By the store’s rules you can get part of the money"
                " back."
            )
        case Outcome.NO_CHARGE:
            return gettext(
                "You have not been charged yet. Cancel in %(store)s before you are."
            )
        case Outcome.CONDITIONAL if by_a_day and route.possible & MONEY_BACK:
            return gettext(
                "%(store)s decides. By the store’s rules you may get the money back"
                " until %(date)s."
            )
        case Outcome.CONDITIONAL if by_a_day:
            return gettext("%(store)s decides. You can ask until %(date)s.")
        case Outcome.CONDITIONAL if route.status is Status.OPEN:
            return gettext("%(store)s decides. It depends on an answer we do not have.")
        case Outcome.CONDITIONAL:
            return gettext("%(store)s decides. You can ask for the money there.")
        case Outcome.NOT_REFUNDABLE:
            return gettext(
                "%(store)s decides. By the store’s rules you probably get nothing back."
            )
        case _:
            return gettext("%(store)s decides, not %(provider)s.")


def store_lead(asked: Asked, against: str) -> str:
    """Return what to know right after the headline; ``against``: why it is a no."""
    route = asked.verdict.route(Basis.MARKETPLACE)
    words = {"store": store_name(asked), "provider": asked.pack.name}
    if route.outcome is Outcome.NO_CHARGE:
        return (
            gettext(
                "You bought through %(store)s, so %(provider)s cannot end it for you."
            )
            % words
        )
    there = gettext(
        "You bought through %(store)s. Ask for the money there; %(provider)s cannot"
        " refund such a purchase."
    )
    return " ".join(part for part in (against, there % words) if part)


def store_title(asked: Asked) -> str:
    """Return the heading of the store's route."""
    if asked.store is None:
        named = asked.purchase.channel
        return gettext("Whoever charged you") if named else gettext("The store")
    return gettext("The rules of %(store)s") % {"store": store_name(asked)}


def store_text(route: Route, asked: Asked, against: str) -> str:
    """Return what the store's answer means for the person."""
    rule = next(iter(rules_of(route, asked)), None)
    words = {"store": store_name(asked), "provider": asked.pack.name}
    match route.outcome:
        case _ if not asked.purchase.channel:
            return gettext(
                "If the receipt names Apple or Google, ask them for the money."
            )
        case Outcome.NOT_APPLICABLE:
            return gettext("You bought from %(provider)s itself.") % words
        case Outcome.NO_CHARGE:
            return gettext("There is nothing to give back yet.")
        case _ if route.missing:
            return open_questions(route, asked)
        case _ if route.rule and rule:
            return against or rule.explanation.in_language(get_language() or "en")
        case _ if route.findings:
            return counterpart(route.findings[0], asked)
        case _ if asked.seller_unknown:
            return gettext(
                "See on the receipt, the invoice or the bank statement who charged you."
                " Ask them for the money."
            )
        case _:
            return (
                gettext(
                    "Ask %(store)s for the money, with the account you bought with."
                )
                % words
            )


def store_readings(route: Route, asked: Asked) -> list[str]:
    """Return what each rule says, where only the store can tell which one applies."""
    if route.rule or route.missing:
        return []
    language = get_language() or "en"
    rules = rules_of(route, asked)
    return [rule.explanation.in_language(language) for rule in rules]


def store_notes(asked: Asked) -> list[str]:
    """Return what else we know of refunds in the store that took the money."""
    language = get_language() or "en"
    notes = asked.store.notes if asked.store else ()
    return [
        note.text.in_language(language) for note in notes if note.topic is Topic.REFUNDS
    ]


def open_questions(route: Route, asked: Asked) -> str:
    """Return the questions that still matter and that nobody could answer."""
    labels = [str(asked.form.fields[key].label) for key in route.missing]
    return gettext("Still open: %(questions)s") % {"questions": " ".join(labels)}


def rules_of(route: Route, asked: Asked) -> list[PackedRule]:
    """Return the rules of a pack that a route looked at, each once, in their order."""
    looked_at = {finding.rule for finding in route.findings}
    return [rule for rule in asked.of_route(route).rules if rule.key in looked_at]


def counterpart(finding: Finding, asked: Asked) -> str:
    """Return which of the store's products it may be, or that there is none like it."""
    language = get_language() or "en"
    keys = str(finding.inputs.get("products", "")).split()
    sold = asked.store.products if asked.store else ()
    names = [
        gettext("“%(product)s”") % {"product": item.name.in_language(language)}
        for item in sold
        if item.key in keys
    ]
    either = pgettext("between products", "or")
    words = {"store": store_name(asked), "products": f" {either} ".join(names)}
    if not names:
        return (
            gettext("We know no rule of %(store)s for this kind of purchase.") % words
        )
    return (
        gettext(
            "In %(store)s this may count as %(products)s. The rules differ, and only"
            " the store can tell which of them applies."
        )
        % words
    )
