"""The words of law that people meet here, in words of every day.

The acts are Swedish ones, as are the words. A word whose meaning the contract alone
decides has no source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RIKSDAGEN = "https://www.riksdagen.se/sv/dokument-och-lagar/dokument/svensk-forfattningssamling/"
READ_ON = date(2026, 2, 12)
"""When the acts were read in the copies that the facts rest on."""


@dataclass(frozen=True, slots=True)
class Law:
    """Where a meaning comes from; named as the chips of other sources are."""

    title: str | Promise
    url: str
    seen_on: date | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A word and what it means. ``key`` is its place on the page of words."""

    key: str
    name: str | Promise
    meaning: str | Promise
    source: Law | None = None


WORDS = (
    Word(
        "withdraw",
        _("Withdraw (right of withdrawal)"),
        _(
            "You undo the purchase. When you have bought online you usually have 14"
            " days, and you need not say why. The company pays your money back, but may"
            " sometimes keep a part for what you have used."
        ),
        Law(
            _(
                "Chapter 2, Sections 10–15 of the Swedish Act (2005:59) on Distance"
                " Contracts"
            ),
            f"{RIKSDAGEN}sfs-2005-59",
            READ_ON,
        ),
    ),
    Word(
        "withdrawal-period",
        _("Withdrawal period"),
        _(
            "The days you have to withdraw from the purchase: 14, counted from the day"
            " after it if you bought a service. It is longer if the company never told"
            " you about your right, by a year at most. It is enough to send your"
            " message on the last day."
        ),
        Law(
            _(
                "Chapter 2, Sections 10 and 12 of the Swedish Act (2005:59) on Distance"
                " Contracts"
            ),
            f"{RIKSDAGEN}sfs-2005-59",
            READ_ON,
        ),
    ),
    Word(
        "terminate",
        _("Terminate (give notice)"),
        _(
            "You end the subscription from now on. No new charges come after the notice"
            " period, but what you have paid does not come back by itself. The contract"
            " says how and when you can do it."
        ),
    ),
    Word(
        "notice-period",
        _("Notice period"),
        _(
            "The time from your notice until the subscription ends. You usually pay"
            " during it and can use the service. How long it is stands in the contract."
        ),
    ),
    Word(
        "binding-period",
        _("Binding period"),
        _(
            "The shortest time that you have promised to stay. You can terminate during"
            " it, but usually pay until it is over. Your right of withdrawal is there"
            " all the same, in the first days."
        ),
    ),
    Word(
        "renewal",
        _("Automatic renewal"),
        _(
            "A contract for a fixed time that goes on by itself if you do not terminate"
            " it. If it then holds you for more than three months, the company must"
            " remind you in writing, at the latest a month before your last day to do"
            " so. If it does not, you can terminate at once, though not before the"
            " first fixed time is over."
        ),
        Law(
            _(
                "Sections 1–3 of the Swedish Act (2014:1449) on Automatic Renewal of"
                " Contracts"
            ),
            f"{RIKSDAGEN}sfs-2014-1449",
        ),
    ),
    Word(
        "rescind",
        _("Rescind (end the contract for a fault)"),
        _(
            "You end the contract because the company has not kept it: the service does"
            " not work, or is not what was promised. The fault must not be a minor one,"
            " and the company may usually try to mend it first."
        ),
        Law(
            _("Chapter 9 of the Swedish Consumer Sales Act (2022:260)"),
            f"{RIKSDAGEN}sfs-2022-260",
            READ_ON,
        ),
    ),
    Word(
        "complain",
        _("Complain (give notice of a fault)"),
        _(
            "You tell the company that something is wrong with what you bought, and"
            " what you want it to do. Do it as soon as you notice. To complain you need"
            " a fault; to withdraw you need none."
        ),
        Law(
            _("Chapter 9 of the Swedish Consumer Sales Act (2022:260)"),
            f"{RIKSDAGEN}sfs-2022-260",
            READ_ON,
        ),
    ),
    Word(
        "refund",
        _("Refund"),
        _(
            "Money that the company pays back. If you have withdrawn it must come"
            " within 14 days of the day when your message arrived, the way you paid and"
            " without a fee."
        ),
        Law(
            _(
                "Chapter 2, Section 14 of the Swedish Act (2005:59) on Distance"
                " Contracts"
            ),
            f"{RIKSDAGEN}sfs-2005-59",
            READ_ON,
        ),
    ),
    Word(
        "proportionate-amount",
        _("Proportionate amount"),
        _(
            "What you may have to pay for a service that you used before you withdrew:"
            " the part of the price for those days. Only if you had asked for it to"
            " start within the withdrawal period, and the company had told you your"
            " rights."
        ),
        Law(
            _(
                "Chapter 2, Section 15 of the Swedish Act (2005:59) on Distance"
                " Contracts"
            ),
            f"{RIKSDAGEN}sfs-2005-59",
            READ_ON,
        ),
    ),
    Word(
        "dispute",
        _("Dispute (a demand)"),
        _(
            "You tell the one who demands money that you do not owe it, and why. Do it"
            " in writing, at once, and keep a copy."
        ),
        Law(
            _("The Swedish Consumer Agency on subscription traps"),
            "https://www.hallakonsument.se/en/articles/"
            "subscription-traps-free-products-and-sample-packages/",
        ),
    ),
    Word(
        "erasure",
        _("Erasure of personal data"),
        _(
            "You ask the company to erase what it knows about you. It must answer"
            " within a month, and may keep what a law obliges it to keep, such as"
            " receipts. Ask last: until your money is back, your account is your"
            " evidence."
        ),
        Law(
            _("Articles 12 and 17 of the GDPR"),
            "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679",
        ),
    ),
)

BY_KEY = {word.key: word for word in WORDS}


def explained(keys: Iterable[str]) -> list[Word]:
    """Return words by their keys, in the order asked for."""
    return [BY_KEY[key] for key in keys]
