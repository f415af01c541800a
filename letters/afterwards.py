"""What happens after a letter has gone: which answers are due, and where to turn.

Only days that a law sets are called due. Where none does, the day is our advice and is
called that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext

from letters.filling import WISHED_ANSWER
from refunds.asking import Asked
from refunds.engine.facts import Source
from refunds.engine.law import DataProvision, DataRight, Provision
from refunds.engine.limits import (
    EVERY_DAY,
    board_application_by,
    data_answer_due,
    refund_due,
)
from refunds.engine.verdict import Basis, LetterKind, Outcome
from refunds.legalwords import in_language
from refunds.plan import erasure_waits
from refunds.storewords import store_name

MONEY, DATA, BOTH = "money", "data", "both"
FIRST = "first"
"""What a letter is about; of two, the first leaves the personal data to the second."""

FAIR_WAIT = timedelta(days=14)
"""How long to wait for an answer that no law sets a day for. Our advice, no rule."""

BOARD = Source(
    "https://selex.se/eli/sfs/2015/739", "Förordning (2015:739) 8 § 2–3", None
)
"""ARN: at least 750 kronor, and within a year of the complaint (SE-50, SE-51)."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A day to look out for, what should have happened by it, and what if not."""

    day: date
    title: str
    text: str
    source: Source | None = None
    then: str = ""
    """What to send once it has happened: the letter about personal data."""


def expected(asked: Asked, sent_on: date, about: str = "") -> list[Expected]:
    """Return what to expect of a letter that went on a day, in order of days.

    Args:
        asked: the purchase as it was on that day.
        about: ``MONEY``, ``DATA`` or ``BOTH``; all else counts as ``FIRST``.
    """
    settled, *others = _about_the_contract(asked, sent_on)
    if about not in (MONEY, DATA, BOTH):
        settled = replace(settled, then=_second_letter(asked))
    days = [
        *((settled, *others) if about != DATA else ()),
        *(_about_data(asked, sent_on) if about in (DATA, BOTH) else ()),
    ]
    return sorted(days, key=lambda one: one.day)


def _second_letter(asked: Asked) -> str:
    still = gettext("The letter about your personal data is still to be sent.")
    return f"{still} {erasure_waits(asked)}"


def _about_the_contract(asked: Asked, sent_on: date) -> Iterator[Expected]:
    """Give the day that shows how it went first."""
    trial_ends_on = asked.purchase.trial_ends_on
    if asked.nothing_charged and trial_ends_on and trial_ends_on >= sent_on:
        yield _end_of_trial(trial_ends_on)
    if not _asks_for_money(asked):
        yield _wished_answer(sent_on)
        yield from _asking_the_store(asked)
        return
    right = asked.verdict.route(Basis.STATUTORY_WITHDRAWAL)
    if right.provision and right.deadline and right.may_give_money:
        yield _money(right.provision, sent_on)
    else:
        yield _answer(asked, sent_on)
    if asked.purchase.country == "SE":
        yield _board(sent_on)


def _asks_for_money(asked: Asked) -> bool:
    """Does the letter ask the company for money? As ``letters.clauses`` offers it."""
    verdict = asked.verdict
    in_store = verdict.letter is LetterKind.STORE_REQUEST
    return not in_store and verdict.outcome is not Outcome.NO_CHARGE


def _about_data(asked: Asked, sent_on: date) -> Iterator[Expected]:
    country = asked.purchase.country
    act = asked.law.data_in(country, asked.today) if country else None
    if act and act.right in (DataRight.GDPR, DataRight.UK_GDPR):
        right = asked.verdict.route(Basis.STATUTORY_WITHDRAWAL).provision
        yield _data(act, right, sent_on)


def _money(provision: Provision, sent_on: date) -> Expected:
    due = refund_due(sent_on, provision.refund_days, provision.calendar)
    text = gettext(
        "If you have withdrawn in time, the company has %(days)d days from when your"
        " message arrived, and must use the means of payment you used. Add some days if"
        " you sent it by post. If nothing has come: write once more, with the reference"
        " of your letter."
    )
    return Expected(
        due.legal_last_day,
        gettext("The money should be back"),
        text % {"days": provision.refund_days},
        provision.source,
    )


def _answer(asked: Asked, sent_on: date) -> Expected:
    text = gettext(
        "We know of no day by which %(provider)s must answer. Two weeks is a fair wait:"
        " that is our advice, not a rule. Then write once more, with the reference of"
        " your letter."
    )
    return Expected(
        sent_on + FAIR_WAIT,
        gettext("No answer yet? Write once more"),
        text % {"provider": asked.pack.name},
    )


def _asking_the_store(asked: Asked) -> Iterator[Expected]:
    """The letter does not ask whoever charged; their last day stays the verdict's."""
    day = asked.verdict.deadline
    if day is None or asked.verdict.letter is not LetterKind.STORE_REQUEST:
        return
    if asked.nothing_charged:
        return
    words = {"store": store_name(asked), "provider": asked.pack.name}
    text = gettext(
        "If you have not asked there yet: do it in the store’s form. The letter to"
        " %(provider)s does not ask for the money."
    )
    yield Expected(
        day,
        gettext("Last day to ask %(store)s for the money") % words,
        text % words,
        asked.verdict.route(Basis.MARKETPLACE).source,
    )


def _end_of_trial(day: date) -> Expected:
    return Expected(
        day,
        gettext("The free trial ends"),
        gettext(
            "Look at your bank statement in the days after. If they have charged you"
            " all the same, write to them and to your bank: your letter shows that you"
            " cancelled."
        ),
    )


def _wished_answer(sent_on: date) -> Expected:
    return Expected(
        sent_on + WISHED_ANSWER,
        gettext("Your letter asks for an answer by this day"),
        gettext(
            "It asks the company for a written confirmation. The day is a wish, not a"
            " rule. If nothing has come: write once more, with the reference of your"
            " letter."
        ),
    )


def _board(sent_on: date) -> Expected:
    return Expected(
        board_application_by(sent_on),
        gettext("Last day to turn to the board for consumer disputes (ARN)"),
        gettext(
            "If the company has refused your claim or not answered it. ARN hears"
            " disputes of at least 750 kronor, and the application costs 150. Whether"
            " it takes one with a company abroad, it decides itself; about companies in"
            " other EU countries, Konsument Europa helps."
        ),
        BOARD,
    )


def _data(act: DataProvision, right: Provision | None, sent_on: date) -> Expected:
    due = data_answer_due(sent_on, right.calendar if right else EVERY_DAY)
    text = gettext(
        "If you asked for erasure: within a month they must tell you what they have"
        " done (article 12.3). They may take two months more if they say so in that"
        " time."
    )
    if authority := in_language(act.authority):
        complain = gettext("You can complain to %(authority)s, which costs nothing.")
        text = f"{text} {complain % {'authority': authority}}"
    return Expected(
        due.legal_last_day,
        gettext("Answer about your personal data"),
        text,
        act.source,
    )
