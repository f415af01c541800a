"""The open collections that facts rest on, with the notices their licences ask for.

``packs/NOTICE.txt`` has the notices for whoever passes the packs on.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Collection:
    """An open collection: whose, under which licence, and which sources are its."""

    key: str
    name: str
    url: str
    licence: str
    licence_url: str
    gives: str | Promise
    notice: str
    sources: Q  # seen from a provider


COLLECTIONS = (
    Collection(
        "open_terms_archive",
        "Open Terms Archive",
        "https://opentermsarchive.org",
        "ODC-BY 1.0",
        "https://opendatacommons.org/licenses/by/1-0/",
        _(
            "Dated copies of companies’ own terms. We tell what they say in our own"
            " words, and the address at the source is the company’s."
        ),
        "Contains information from Open Terms Archive, by Open Terms Archive"
        " contributors, which is made available under the ODC Attribution License"
        " (ODC-BY 1.0).",
        Q(sources__note__contains="Open Terms Archive contributors"),
    ),
    Collection(
        "datenanfragen",
        "Datenanfragen.de",
        "https://github.com/datenanfragen/data",
        "CC0 1.0",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        _("Records of companies: names, addresses and contacts for privacy."),
        "",
        Q(sources__url__startswith="https://github.com/datenanfragen/")
        | Q(sources__url__startswith="https://www.datenanfragen.de/"),
    ),
    Collection(
        "just_delete_me",
        "JustDeleteMe",
        "https://github.com/jdm-contrib/jdm",
        "MIT",
        "https://opensource.org/license/mit",
        _("How to delete an account, and how hard it is."),
        "Copyright (c) 2013-2020 Robb Lewis, The JDM Contrib Team, & various"
        " contributors",
        Q(sources__url__startswith="https://github.com/jdm-contrib/")
        | Q(sources__url__startswith="https://justdeleteme.xyz/"),
    ),
    Collection(
        "cancel_atlas",
        "Cancel Atlas",
        "https://www.cancelatlas.com",
        "CC BY-SA 4.0",
        "https://creativecommons.org/licenses/by-sa/4.0/",
        _(
            "How to cancel. We take single facts from it, always as second-hand, and"
            " none of its wording."
        ),
        "",
        Q(sources__url__startswith="https://www.cancelatlas.com/"),
    ),
)
