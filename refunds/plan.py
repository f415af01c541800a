"""The steps of a verdict's plan in words, with the links that belong to them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from providers.localpages import page_of
from providers.templatetags.dates import full_date, weekday_date
from providers.vocabulary import Category
from refunds.asking import Asked
from refunds.byphone import may_be_by_phone
from refunds.engine.law import Provision
from refunds.engine.verdict import Basis, Step
from refunds.storewords import store_name


@dataclass(frozen=True, slots=True)
class Todo:
    """One step: what to do, how, and where."""

    title: str
    text: str = ""
    facts: tuple[str, ...] = ()  # what the contract says of leaving
    steps: tuple[str, ...] = ()
    url: str | None = None
    opens_letter: bool = False
    opens_text: bool = False  # the text for the store's form


MOST_PRODUCTS = 3
"""More of them, side by side, help nobody who has not said what they bought."""

INSTEAD = (Step.ASK_PROVIDER, Step.ASK_FOR_GOODWILL)
"""What is no step of its own for somebody who may withdraw in days they count."""


def todos(asked: Asked) -> list[Todo]:
    """Return the plan in words.

    Who withdraws from a contract with a notice period does not cancel it first. The
    letter cancels in the alternative.
    """
    steps = asked.verdict.plan
    if asked.uncounted_right:
        steps = (Step.WITHDRAW, *(step for step in steps if step not in INSTEAD))
    may_be_over = asked.unpaid_right and not asked.unpaid_last_day
    if asked.pack.binds and Step.WITHDRAW in steps and not may_be_over:
        steps = tuple(step for step in steps if step is not Step.STOP_RENEWAL)
    return [_todo(step, asked) for step in steps]


def _todo(step: Step, asked: Asked) -> Todo:
    language = get_language() or "en"
    channel = asked.way_out
    words = {
        "provider": asked.pack.name,
        "store": store_name(asked),
        "date": weekday_date(asked.deadline) if asked.deadline else "",
    }
    cancel_steps = (
        channel.steps.in_language(language) if channel and channel.steps else ()
    )
    cancel_url = page_of(channel, "cancel_url", language) if channel else None
    refund_steps = (
        channel.refund_steps.in_language(language)
        if channel and channel.refund_steps
        else ()
    )
    match step:
        case Step.STOP_RENEWAL:
            title = gettext("Stop the renewal with %(provider)s")
            if asked.unpaid_right:
                title = gettext("If they are over: cancel with %(provider)s")
            elif asked.leaving_may_cost:
                title = gettext(
                    "See what leaving %(provider)s early costs, then cancel"
                )
            elif asked.pack.binds:
                title = gettext("Cancel the contract with %(provider)s")
            facts = _of_leaving(asked, language)
            return Todo(title % words, facts=facts, steps=cancel_steps, url=cancel_url)
        case Step.STOP_RENEWAL_IN_STORE:
            title = gettext("Stop the renewal with %(store)s")
            return Todo(title % words, steps=cancel_steps, url=cancel_url)
        case Step.SAVE_DOCUMENTS:
            title = gettext("Save the receipt and what you want to keep")
            if asked.pack.category is Category.LEARNING:
                title = gettext(
                    "Save the receipt, certificates and what you want to keep"
                )
            return Todo(
                title,
                gettext("They are gone once the account is erased."),
            )
        case Step.WITHDRAW:
            return _withdraw(asked, words)
        case Step.CLAIM_FROM_PROVIDER if words["date"]:
            return Todo(
                gettext("Ask for the money by %(date)s") % words,
                gettext(
                    "With the letter from here. Stopping the renewal is not enough."
                ),
                opens_letter=True,
            )
        case Step.CLAIM_FROM_PROVIDER | Step.ASK_PROVIDER:
            return _ask(asked, words)
        case Step.CLAIM_FROM_STORE:
            title = gettext("Ask %(store)s for the money")
            if words["date"]:
                title = gettext("Ask %(store)s for the money by %(date)s")
            return Todo(
                title % words,
                gettext("In the store’s form. There is a text to paste into it.")
                if asked.store
                else gettext("There is a text from here to send them."),
                steps=refund_steps,
                url=page_of(channel, "refund_url", language) if channel else None,
                opens_text=True,
            )
        case Step.ASK_FOR_GOODWILL:
            return Todo(
                gettext("Ask %(provider)s as a matter of goodwill") % words,
                gettext("The letter from here says why you ask all the same."),
                opens_letter=True,
            )
        case Step.WAIT_FOR_MONEY if asked.verdict.best.refund_due:
            return Todo(
                gettext("Wait for the money until %(date)s")
                % {"date": full_date(asked.verdict.best.refund_due)},
                gettext(
                    "The company has 14 days from your message, and must use the means"
                    " of payment you used."
                ),
            )
        case Step.WAIT_FOR_MONEY:
            return Todo(gettext("Wait for the money and watch your bank statement"))
        case Step.WAIT_FOR_ANSWER:
            return Todo(gettext("Wait for the answer"))
        case Step.REQUEST_ERASURE:
            return Todo(
                gettext("Last of all: have your personal data erased"),
                erasure_waits(asked),
                opens_letter=True,
            )


def erasure_waits(asked: Asked) -> str:
    """Return how long to leave a request for erasure: the account is evidence."""
    day = asked.purchase.trial_ends_on
    if not asked.nothing_charged:
        return gettext(
            "Leave it until the money has arrived, or is refused for good: until then"
            " the account is your evidence."
        )
    if day:
        return gettext(
            "Leave it until the trial has ended, on %(day)s, and nothing has been"
            " charged: until then the account is your evidence."
        ) % {"day": full_date(day)}
    return gettext(
        "Leave it until the contract has ended and nothing more is charged: until then"
        " the account is your evidence."
    )


def _of_leaving(asked: Asked, language: str) -> tuple[str, ...]:
    """Return binding and notice period of what was bought, or of each that may be."""
    told = {}
    for product in asked.pack.products:
        if not product.recurs or asked.purchase.product not in (None, product.key):
            continue
        parts = [
            str(label) % {"text": text.in_language(language)}
            for label, text in (
                (_("Binding period: %(text)s"), product.binding),
                (_("Notice period: %(text)s"), product.notice),
                ("%(text)s", product.note),
            )
            if text
        ]
        if parts:
            told[product.name.in_language(language)] = " ".join(parts)
    if asked.purchase.product:
        return tuple(told.values())
    if len(told) > MOST_PRODUCTS:
        return ()
    return tuple(f"{name}: {text}" for name, text in told.items())


def _ask(asked: Asked, words: dict[str, str]) -> Todo:
    """Ask for what no rule gives, or none that names a day."""
    law = asked.verdict.route(Basis.STATUTORY_WITHDRAWAL)
    text = gettext("With the letter from here. They decide.")
    if law.may_give_money and law.may_run_on(asked.today):
        text = gettext(
            "With the letter from here. In it you also withdraw, in case your days by"
            " law are not over."
        )
    facts: tuple[str, ...] = ()
    if law.not_counted and law.provision:
        if_goods = ngettext(
            "Is it other goods than food, and were they first delivered within the last"
            " %(days)d day? Then you may withdraw: switch that on in the letter.",
            "Is it other goods than food, and were they first delivered within the last"
            " %(days)d days? Then you may withdraw: switch that on in the letter.",
            law.provision.days,
        )
        facts = (if_goods % {"days": law.provision.days},)
    title = gettext("Ask %(provider)s for the money") % words
    return Todo(title, text, facts, opens_letter=True)


def _withdraw(asked: Asked, words: dict[str, str]) -> Todo:
    """Withdraw on the company's site where it must offer that, or by the letter."""
    right = asked.uncounted_right
    provision = right or asked.verdict.route(Basis.STATUTORY_WITHDRAWAL).provision
    title = gettext("Withdraw by %(date)s") if words["date"] else gettext("Withdraw")
    if asked.if_uninformed:
        title = gettext("If you were never told of the right: withdraw by %(date)s")
    if right and not words["date"]:
        title = ngettext(
            "Withdraw, if your %(days)d day is not over",
            "Withdraw, if your %(days)d days are not over",
            right.days,
        ) % {"days": right.days}
    letter = gettext("The letter from here is enough by itself. Keep what you send.")
    facts = _if_they_called(asked, provision)
    since = provision.function_since if provision else None
    if since is None or asked.today < since:
        return Todo(title % words, letter, facts, opens_letter=True)
    steps = (
        gettext("Look on %(provider)s’s site for “withdraw from contract here”.")
        % words,
        gettext(
            "Enter your name, what the order was and where to answer, and confirm."
        ),
        gettext(
            "Keep the acknowledgement. It shows that the message arrived, not that the"
            " company agrees."
        ),
        gettext("If you find no such function, switch that on in the letter."),
    )
    text = gettext("On the company’s site or with the letter from here. One is enough.")
    if asked.delivery_right:
        sent_back = gettext("Then send the goods back within 14 days.")
        text = f"{text} {sent_back}"
    return Todo(title % words, text, facts, steps=steps, opens_letter=True)


def _if_they_called(asked: Asked, provision: Provision | None) -> tuple[str, ...]:
    """Return what holds where the company called, in countries that protect from it."""
    if not may_be_by_phone(asked.pack, asked.purchase, provision):
        return ()
    return (
        gettext(
            "Did they call you? Then you are bound only if you accepted their offer in"
            " writing after the call. If you did not, say so in the letter."
        ),
    )
