"""What pages say of facts that nobody has checked for too long: never a plain yes."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from providers.freshness import fresh_after
from providers.templatetags.dates import full_date
from refunds.engine.verdict import Basis, Finding, Route, Status


def rests_on_old_facts(route: Route) -> bool:
    """Was what the route rests on checked too long ago, whatever it answers?"""
    return route.checked_on is not None and route.checked_on < fresh_after()


def flag(route: Route, usual: str | Lazy) -> str | Lazy:
    """Return a route's answer in a few words: the usual ones while facts are fresh."""
    if route.status is not Status.STALE:
        return usual
    if route.basis is Basis.STATUTORY_WITHDRAWAL:
        return _("It depends: check the law")
    return _("It depends: check the terms")


def law_headline(words: dict[str, str]) -> str:
    """Return the verdict's sentence where a law we read long ago would give most."""
    if words["date"]:
        return (
            gettext("It depends. By law you may be able to withdraw until %(date)s.")
            % words
        )
    return gettext("It depends. The law may have changed since we read it.")


def sentence(finding: Finding) -> str:
    """Return when the facts were checked, and what to do about it."""
    day = finding.inputs["checked_on"]
    return gettext(
        "We last checked on %(date)s. Read the terms before you rely on this."
    ) % {"date": full_date(day if isinstance(day, date) else None)}
