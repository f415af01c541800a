"""The guide to a provider: its sections in order, each from facts that have a source.

A section is a row of ``SECTIONS`` and a template; one without content is left out, on
the page and in its table of contents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from providers.countries import countries_by_name, country_in_text, expand
from providers.datapack import Localized, LocalizedLines
from providers.freshness import fresh_after
from providers.localpages import page_of
from providers.vocabulary import Purpose
from refunds.asking import Asked
from refunds.changelog import change_log
from refunds.checklist import helpful, needed
from refunds.listings import (
    contacts_for,
    deletion_pages,
    entity_for,
    notes_by_topic,
    price_rows,
    source_rows,
    storefronts,
)
from refunds.rights import rights
from refunds.ruletable import for_new_purchases, rule_rows

Words = str | Lazy


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page. ``needs`` names what it shows; one of it is enough."""

    key: str
    short: Words
    title: Words
    needs: tuple[str, ...]

    @property
    def template(self) -> str:
        """The template of what stands under the heading."""
        return f"refunds/guide/_{self.key}.html"


SECTIONS = (
    Section("about", _("What it is"), _("About %(provider)s"), ("pack",)),
    Section(
        "channels",
        _("How to cancel"),
        _("How to cancel, by where you bought"),
        ("ways",),
    ),
    Section(
        "after",
        _("Afterwards"),
        _("What happens afterwards"),
        ("notes.after_cancelling", "notes.data"),
    ),
    Section(
        "rules",
        _("Refunds"),
        _("The refund rules"),
        ("rules_here", "rules_other", "notes.refunds", "notes.law"),
    ),
    Section(
        "rights",
        _("Your rights"),
        _("Your rights if you live in %(country)s"),
        ("rights",),
    ),
    Section("checklist", _("Checklist"), _("Have this at hand"), ("needed", "helpful")),
    Section("mistakes", _("Mistakes"), _("Common mistakes"), ("notes.mistakes",)),
    Section("prices", _("Prices"), _("Prices we have a source for"), ("prices",)),
    Section(
        "contacts",
        _("Contacts"),
        _("Contacts if you live in %(country)s"),
        ("contacts",),
    ),
    Section("changes", _("Changes"), _("What has changed in the rules"), ("changes",)),
    Section("sources", _("Sources"), _("Sources"), ("sources",)),
)


def guide_page(asked: Asked, country: str, language: str) -> dict[str, Any]:
    """Return what the page shows to somebody who lives in a country."""
    pack = asked.pack
    rows = rule_rows(pack, language, country)
    here, other = for_new_purchases(rows, asked.today)
    fronts = {} if asked.contacts_only else storefronts(pack, asked.stores)
    page: dict[str, Any] = {
        "asked": asked,
        "pack": pack,
        "country": country,
        "official": way_out(asked, country, language),
        "first_question": asked.questions[:1],
        "is_stale": pack.checked_on < fresh_after(),
        "ways": [
            way
            for way in pack.channels
            if way.steps or way.cancel_url or fronts.get(way.key)
        ],
        "storefronts": fronts,
        "rules_here": here,
        "rules_other": other,
        "rights": rights(asked.law, pack, country, asked.today),
        "needed": needed(pack, language),
        "helpful": helpful(pack, language),
        "entity": entity_for(pack, country),
        "prices": price_rows(pack, language, country),
        "contacts": contacts_for(pack, country),
        "deletion": deletion_pages(pack),
        "changes": change_log(pack, rows, language, asked.today),
        "sources": source_rows(pack),
        "notes": notes_by_topic(pack, language),
    }
    return page | {"sections": _sections(page, language)}


def _sections(page: Mapping[str, Any], language: str) -> list[Section]:
    """Return the sections that have something to show, with their titles."""
    words = {
        "provider": page["pack"].name,
        "country": country_in_text(page["country"], language),
    }
    return [
        replace(section, title=str(section.title) % words)
        for section in SECTIONS
        if any(_shown(page, name) for name in section.needs)
    ]


def _shown(page: Mapping[str, Any], name: str) -> object:
    key, _dot, topic = name.partition(".")
    return page[key][topic] if topic else page[key]


def countries_to_choose(
    asked: Asked, language: str
) -> list[tuple[Words, list[tuple[str, str]]]]:
    """Return countries to live in, those first where the answer is known to differ."""
    pack = asked.pack
    named = (
        *(entity.markets for entity in pack.entities),
        *(contact.markets for contact in pack.contacts),
        *(product.markets for product in pack.products),
        *(rule.countries for rule in pack.rules),
    )
    differs = {*asked.law.withdrawal, *expand(chain.from_iterable(named))}
    known = countries_by_name(language)
    return [
        (
            _("Countries we know more about"),
            [row for row in known if row[0] in differs],
        ),
        (_("Other countries"), [row for row in known if row[0] not in differs]),
    ]


@dataclass(frozen=True, slots=True)
class WayOut:
    """The company's own way out: its page, else where to ask, else just its site."""

    url: str
    label: Words
    phone: str
    phone_note: Localized | None  # such as how old the number is
    steps: LocalizedLines | None
    is_direct: bool
    is_found: bool


def way_out(asked: Asked, country: str, language: str) -> WayOut:
    """Return the page for cancelling; without one, the company's contact or site."""
    channel, contacts = asked.way_out, contacts_for(asked.pack, country)
    reached = [
        row.packed
        for purpose in (Purpose.CANCELLATION, Purpose.SUPPORT)
        for row in contacts
        if row.packed.purpose is purpose
    ]
    direct = page_of(channel, "cancel_url", language) if channel else None
    called = next((item for item in reached if item.phone), None)
    contact = next(
        (page_of(item, "url", language) for item in reached if item.url), None
    )
    label = _("Cancel directly with %(provider)s")
    if not direct:
        label = _("Contact %(provider)s") if contact else _("To %(provider)s’s website")
    return WayOut(
        url=direct or contact or asked.pack.website or "",
        label=str(label) % {"provider": asked.pack.name},
        phone=called.phone or "" if called else "",
        phone_note=called.note if called else None,
        steps=channel.steps if channel else None,
        is_direct=bool(direct),
        is_found=bool(direct or contact),
    )
