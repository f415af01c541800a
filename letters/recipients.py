"""Whom a letter goes to: the contact for its purpose that is closest to the market.

Pure. A contact for the person's own country comes before one for a group of countries,
and that before one for everywhere; only then does the purpose count. Otherwise a person
in Sweden would write to a help desk on another continent instead of the company they
have the contract with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from providers.countries import GROUPS, country_name, expand
from providers.datapack import PackedContact
from providers.vocabulary import Purpose
from refunds.datapack import Pack

ABOUT_THE_CONTRACT = (
    Purpose.CANCELLATION,
    Purpose.REFUND,
    Purpose.WITHDRAWAL,
    Purpose.SUPPORT,
)
BY_POST = (*ABOUT_THE_CONTRACT, Purpose.POST, Purpose.PRIVACY, Purpose.LEGAL)
"""A letter may go to any street address of the right company, if need be."""

ABOUT_DATA = (Purpose.PRIVACY,)
DATA_BY_POST = (Purpose.PRIVACY, Purpose.POST, *ABOUT_THE_CONTRACT, Purpose.LEGAL)


@dataclass(frozen=True, slots=True)
class Recipient:
    """An addressee as it was when the letter was written; never looked up again."""

    lines: tuple[str, ...]
    country: str | None
    email: str | None
    url: str | None
    url_en: str | None = None

    def address(self, language: str, *, sent_from: str | None) -> tuple[str, ...]:
        """Return the lines of the envelope; a letter abroad needs its country."""
        if self.country is None or self.country == sent_from:
            return self.lines
        return (*self.lines, country_name(self.country, language))


class Local(Protocol):
    """Anything that is meant for some markets."""

    @property
    def markets(self) -> tuple[str, ...]: ...


L = TypeVar("L", bound=Local)


def distance(markets: tuple[str, ...], country: str | None) -> int | None:
    """Return 0 for the country itself, 1 for its group, 2 for everywhere."""
    if not markets:
        return 2
    if country in markets:
        return 0
    in_group = any(country in GROUPS.get(market, ()) for market in markets)
    return 1 if in_group else None


def closest(candidates: Iterable[L], country: str | None) -> L | None:
    """Return the candidate nearest to a country, the first of equals."""
    near = [
        (away, item)
        for item in candidates
        if (away := distance(item.markets, country)) is not None
    ]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def for_contract(pack: Pack, country: str | None) -> Recipient:
    """Return whom to write to about the contract and the money."""
    return _recipient(pack, country, ABOUT_THE_CONTRACT, BY_POST)


def for_data(pack: Pack, country: str | None) -> Recipient:
    """Return whom to write to about personal data."""
    return _recipient(pack, country, ABOUT_DATA, DATA_BY_POST)


def _recipient(
    pack: Pack,
    country: str | None,
    purposes: tuple[Purpose, ...],
    by_post: tuple[Purpose, ...],
) -> Recipient:
    postal = _best([c for c in pack.contacts if c.lines], by_post, country)
    mailbox = _best([c for c in pack.contacts if c.email], purposes, country)
    if postal and postal.email and postal.purpose in purposes:
        mailbox = postal  # paper and mail go to the same people
    form = _best([c for c in pack.contacts if c.url], purposes, country)
    entity = closest(pack.entities, country)
    return Recipient(
        lines=postal.lines if postal else (entity.name if entity else pack.name,),
        country=postal.country if postal else None,
        email=mailbox.email if mailbox else None,
        url=form.url if form else None,
        url_en=form.url_en if form else None,
    )


def _best(
    contacts: list[PackedContact], purposes: tuple[Purpose, ...], country: str | None
) -> PackedContact | None:
    fitting = [contact for contact in contacts if contact.purpose in purposes]
    # The office for one country comes before the one for thirty.
    fitting.sort(key=lambda c: (purposes.index(c.purpose), len(expand(c.markets))))
    return closest(fitting, country)
