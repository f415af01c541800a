"""What the law of a country gives somebody who changes their mind, for the guide.

Everything comes from the provision in force: where it says nothing, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from providers.templatetags.dates import full_date
from refunds.datapack import Pack
from refunds.engine.facts import Nature
from refunds.engine.law import (
    Citation,
    DataProvision,
    Law,
    NoProvisionInForce,
    Provision,
    Right,
)
from refunds.engine.limits import EVERY_DAY
from refunds.engine.verdict import Certainty
from refunds.legalanswers import CERTAINTIES, sent_in_time
from refunds.legalwords import NATURES, in_language
from refunds.rulebook import NATURES as NATURES_OF_SUPPLY

Words = str | Lazy

AT_ONCE: dict[Nature, tuple[Words, Words]] = {
    Nature.SERVICE: (
        _("If a service starts at once"),
        _(
            "You pay for the days until you withdraw only if you expressly asked it to"
            " start, and were told of the right. Otherwise you pay nothing. Once the"
            " service is performed to the end, the right can be gone."
        ),
    ),
    Nature.CONTENT: (
        _("If digital content starts at once"),
        _(
            "It costs nothing to withdraw. The right is gone only if you expressly"
            " asked it to start, agreed that the right would be lost, and the company"
            " confirmed that."
        ),
    ),
    Nature.GOODS: (
        _("If you bought goods"),
        _("The period runs from the day you received them. We do not work it out."),
    ),
}


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that the right means, under a few words that name it."""

    term: Words
    text: Words


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights in one country, in words, with what they rest on."""

    tone: str
    flag: Words
    lead: str
    points: list[Point]
    certainty: Words
    because: str
    coming: str
    provision: Provision | None
    data: DataProvision | None
    data_text: str
    authority: str


def rights(law: Law, pack: Pack, country: str, today: date) -> Rights:
    """Return what somebody has who lives in a country and buys today."""
    provision = _in_force(law, country, today)
    data = law.data_in(country, today)
    tone, flag = _flag(provision)
    given = provision is not None and provision.right is Right.WITHDRAWAL
    certain = Certainty.CERTAIN if provision and provision.certain else None
    return Rights(
        tone=tone,
        flag=flag,
        lead=_lead(provision),
        points=list(_points(provision, pack, today)) if provision and given else [],
        certainty=CERTAINTIES[certain or Certainty.PROBABLE] if provision else "",
        because=_because(provision),
        coming=_coming(law, country, today),
        provision=provision,
        data=data,
        data_text=_data_text(data),
        authority=in_language(data.authority) if data else "",
    )


def _in_force(law: Law, country: str, today: date) -> Provision | None:
    try:
        return law.withdrawal_in(country, today)
    except NoProvisionInForce:
        return None


def _flag(provision: Provision | None) -> tuple[str, Words]:
    match provision.right if provision else None:
        case Right.WITHDRAWAL if provision:
            words = {"days": _days(provision.days)}
            return "yes", gettext("%(days)s to withdraw") % words
        case Right.NONE:
            return "no", _("No such right")
        case Right.VARIES:
            return "none", _("It differs within the country")
        case _:
            return "none", _("We do not know")


def _lead(provision: Provision | None) -> str:
    if provision is None:
        return gettext(
            "We have not read the law on withdrawal of this country, and would rather"
            " say so than guess. The company’s own rules apply as they stand."
        )
    if provision.right is Right.WITHDRAWAL:
        words = {"days": _days(provision.days), "act": in_language(provision.name)}
        given = gettext("You have %(days)s to withdraw by %(act)s.") % words
        where = gettext(
            "It covers what you bought at a distance, such as online or by phone, not"
            " what you bought on the company’s premises."
        )
        return f"{given} {where}"
    return in_language(provision.explanation)


def _points(provision: Provision, pack: Pack, today: date) -> Iterator[Point]:
    yield Point(_("The last day"), _last_day(provision))
    if provision.undisclosed_charge_restarts:
        yield Point(
            _("After a free trial"),
            _(
                "If it was not clear from the start what it would cost after the trial,"
                " a new period begins on the day you are charged."
            ),
        )
    if provision.renewals:
        yield Point(_("At a renewal"), _("A new period begins at each renewal."))
    if provision.months_without_information:
        yield Point(_("If nobody told you of the right"), _uninformed(provision))
    natures = {NATURES_OF_SUPPLY[product.supply] for product in pack.products}
    either = Nature.CONTESTED in natures
    for nature, (term, text) in AT_ONCE.items():
        if nature in natures or (either and nature is not Nature.GOODS):
            yield Point(term, text)
    if either:
        yield Point(_("If it can be seen as both"), NATURES[Nature.CONTESTED])
    money = gettext(
        "The company must pay back within %(days)s of being told that you withdraw."
    )
    words = {"days": _days(provision.refund_days)}
    yield Point(_("The money"), money % words)
    if provision.function_since:
        yield Point(_("On the company’s site"), _function(provision, today))
    if cited := _cited(provision):
        yield Point(_("What a letter cites"), cited)


def _last_day(provision: Provision) -> str:
    parts = [
        gettext(
            "The day after the contract is day 1, and day %(number)d is the last one."
        )
        % {"number": provision.days}
    ]
    if provision.calendar is EVERY_DAY:
        parts.append(gettext("Weekends and holidays make no difference."))
    else:
        parts.append(
            gettext(
                "If that is a weekend or a holiday, the law moves the last day to the"
                " next working day. Act by the counted day all the same."
            )
        )
    return " ".join([*parts, sent_in_time(provision)]).strip()


def _uninformed(provision: Provision) -> str:
    months = provision.months_without_information
    return gettext(
        "Then the period is up to %(months)s longer. If they tell you in that time,"
        " %(days)s run from then."
    ) % {
        "months": ngettext("%d month", "%d months", months) % months,
        "days": _days(provision.days),
    }


def _function(provision: Provision, today: date) -> str:
    since = provision.function_since
    words = {"day": full_date(since)}
    if since and since > today:
        return (
            gettext(
                "From %(day)s companies must offer a function for withdrawing, such as"
                " “withdraw from contract here”."
            )
            % words
        )
    return (
        gettext(
            "Since %(day)s companies must offer a function for withdrawing, such as"
            " “withdraw from contract here”, and acknowledge what you send there. A"
            " letter is enough, too."
        )
        % words
    )


def _cited(provision: Provision) -> str:
    usual = (Citation.WITHDRAW, Citation.REFUND)
    cited = [in_language(provision.citations.get(item)) for item in usual]
    return "; ".join(part for part in cited if part)


def _because(provision: Provision | None) -> str:
    doubt = in_language(provision.doubt) if provision else ""
    return gettext("The reason: %(reasons)s.") % {"reasons": doubt} if doubt else ""


def _coming(law: Law, country: str, today: date) -> str:
    """Announce the next act, where one is entered ahead of its day."""
    later = [item for item in law.withdrawal.get(country, ()) if item.since > today]
    if not later:
        return ""
    coming = gettext("From %(day)s other rules are announced: %(act)s.") % {
        "day": full_date(later[0].since),
        "act": in_language(later[0].name),
    }
    return f"{coming} {_because(later[0])}".strip()


def _data_text(data: DataProvision | None) -> str:
    if data is None:
        return ""
    return gettext("A request to erase your data can name %(act)s.") % {
        "act": in_language(data.name)
    }


def _days(number: int) -> str:
    return ngettext("%d day", "%d days", number) % number
