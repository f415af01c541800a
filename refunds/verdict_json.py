"""A verdict as the JSON of the stable interface (DESIGN 9)."""

from __future__ import annotations

from typing import Any

from refunds.engine.facts import Money, Source
from refunds.engine.verdict import Basis, Finding, Route, Verdict


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """Return plain data; dates stay dates for Django's encoder."""
    return {
        "provider": verdict.provider,
        "today": verdict.today,
        "outcome": verdict.outcome,
        "deadline": verdict.deadline,
        "routes": [_route(route) for route in verdict.routes],
        "missing": list(verdict.missing),
        "plan": list(verdict.plan),
        "letter": verdict.letter,
    }


def _route(route: Route) -> dict[str, Any]:
    data: dict[str, Any] = {
        "basis": route.basis,
        "outcome": route.outcome,
        "status": route.status,
    }
    match route.basis:
        case Basis.PROVIDER_POLICY:
            data |= {
                "deadline": route.deadline,
                "amount": _money(route.amount),
                "rule": route.rule,
                "source": _url(route.source),
                "checked_on": route.checked_on,
            }
        case Basis.STATUTORY_WITHDRAWAL:
            data |= {
                "send_by": route.send_by,
                "legal_last_day": route.legal_last_day,
                "law": route.provision.name["en"] if route.provision else None,
                "provision": route.provision.key if route.provision else None,
                "owed": _money(route.owed),
                "amount": _money(route.amount),
                "refund_due": route.refund_due,
                "certainty": route.certainty,
                "doubts": list(route.doubts),
                "source": _url(route.source),
                "checked_on": route.checked_on,
            }
        case Basis.MARKETPLACE:
            data |= {
                "store": route.store,
                "deadline": route.deadline,
                "amount": _money(route.amount),
                "rule": route.rule,
                "source": _url(route.source),
                "checked_on": route.checked_on,
            }
    return data | {
        "findings": [_finding(finding) for finding in route.findings],
        "missing": list(route.missing),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "holds": finding.holds,
        "rule": finding.rule,
        "inputs": dict(finding.inputs),
        "source": _url(finding.source),
        "source_seen_on": finding.source.seen_on if finding.source else None,
    }


def _url(source: Source | None) -> str | None:
    return source.url if source else None


def _money(money: Money | None) -> dict[str, str] | None:
    if money is None:
        return None
    return {"amount": str(money.amount), "currency": money.currency}
