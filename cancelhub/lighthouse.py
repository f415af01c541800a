"""What ``make lighthouse`` measures and prints; ``.ci/lighthouse`` runs it.

Lighthouse plays a phone on a slow network and leaves a report for each page.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from cancelhub.run import HOST, SECONDS_TO_START

BAR = 98
ON_PURPOSE = "is-crawlable"
"""Verdicts and letters keep search engines out; Lighthouse takes points for that."""
CATEGORIES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
    "seo": "SEO",
}
BEHIND_TLS = {"X-Forwarded-Proto": "https"}


def pages(today: date) -> dict[str, str]:
    """Return the address of each page, for somebody who bought yesterday."""
    bought = (
        "channel=web&country=SE&product=course_one_time&certificate_earned=no"
        f"&paid_on={today - timedelta(days=1)}"
    )
    return {
        "home": "/sv/",
        "guide": "/sv/saga-upp/coursera/",
        "verdict": f"/sv/saga-upp/coursera/besked/?{bought}",
        "letter": f"/sv/saga-upp/coursera/brev/?{bought}",
    }


def main(what: str, where: str) -> int:
    """Do one of the two things that ``.ci/lighthouse`` asks for."""
    if what == "warm":
        warm(int(where))
        return 0
    folder = Path(where)
    files = sorted(folder.glob("*.json"))
    return tell({file.stem: json.loads(file.read_text("utf-8")) for file in files})


def warm(port: int) -> None:
    """Wait until all pages answer, since visitors get the second answer; name them."""
    give_up = time.monotonic() + SECONDS_TO_START
    for name, address in pages(datetime.now(tz=UTC).date()).items():
        while (status := asked(port, address)) is None and time.monotonic() < give_up:
            time.sleep(0.2)
        if status != 200:
            sys.exit(f"{address} answers {status}")
        print(name, f"http://{HOST}:{port}{address}")


def asked(port: int, address: str) -> int | None:
    """Return how the site answers; nothing while nobody listens."""
    connection = HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", address, headers=BEHIND_TLS)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def score(report: Mapping[str, Any], category: str) -> tuple[int, bool]:
    """Return a score, and whether what we do on purpose was left out of it."""
    audits = report["audits"]
    weighed = [
        (audits[ref["id"]]["score"], ref["weight"])
        for ref in report["categories"][category]["auditRefs"]
        if ref["weight"] and audits[ref["id"]]["score"] is not None
        if ref["id"] != ON_PURPOSE
    ]
    blocked = category == "seo" and audits[ON_PURPOSE]["score"] == 0
    points = sum(points * weight for points, weight in weighed)
    return round(100 * points / sum(weight for _, weight in weighed)), blocked


def tell(reports: Mapping[str, Mapping[str, Any]]) -> int:
    """Print the table, and what a page lost points for; return 1 below the bar."""
    print("".join(f"{title:>16}" for title in ["", *CATEGORIES.values()]))
    below = False
    for name, told in reports.items():
        scores = [score(told, category) for category in CATEGORIES]
        below |= any(points < BAR for points, _ in scores)
        cells = [f"{points}{'*' if blocked else ' '}" for points, blocked in scores]
        print("".join(f"{cell:>16}" for cell in [name, *cells]))
    print(f"* without {ON_PURPOSE}: the page keeps search engines out on purpose")
    for name, told in reports.items():
        for category in CATEGORIES:
            for ref in told["categories"][category]["auditRefs"]:
                audit = told["audits"][ref["id"]]
                lost = audit["score"] is not None and audit["score"] < 1
                if lost and ref["weight"] and ref["id"] != ON_PURPOSE:
                    print(f"{name}: {audit['title']} {audit.get('displayValue', '')}")
    return int(below)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
