"""What ``make lighthouse`` prints: Lighthouse's scores for the pages people meet first.

The site is run as on a server, on a fresh database with the shipped packs; only TLS is
missing, as behind a proxy that ends it. Lighthouse plays a phone on a slow network. Its
scores hold for an otherwise idle machine.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from cancelhub.run import HOST, SECONDS_TO_START, site_command

LIGHTHOUSE = Path("var/lighthouse/node_modules/lighthouse/cli/index.js")
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


def main() -> int:
    today = datetime.now(tz=UTC).date()
    chromium = shutil.which("chromium") or sys.exit("chromium is not installed")
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DEBUG": "0",
            "BEHIND_PROXY": "1",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": HOST,
            "DATABASE_URL": f"sqlite:///{folder}/fresh.sqlite3",
            "CHROME_PATH": chromium,
        }
        for command in ("migrate", "load_packs", "collectstatic --no-input"):
            run([sys.executable, "manage.py", *command.split()], environment)
        port = free_port()
        arguments = [sys.executable, "-m", *site_command(port).split()]
        site = subprocess.Popen(arguments, env=environment)  # noqa: S603 -- our own
        try:
            wait_for_site(port, today)
            reports = {
                name: report(f"http://{HOST}:{port}{address}", environment)
                for name, address in pages(today).items()
            }
        finally:
            site.terminate()
            site.wait(timeout=10)
    return tell(reports)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def run(arguments: list[str], environment: Mapping[str, str]) -> str:
    done = subprocess.run(  # noqa: S603 -- our own commands
        arguments, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}\n{done.stdout}{done.stderr}")
    return done.stdout


def wait_for_site(port: int, today: date) -> None:
    """Wait until all pages answer; their second answer is what a visitor gets."""
    give_up = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up:
        try:
            for address in pages(today).values():
                connection = HTTPConnection(HOST, port, timeout=30)
                connection.request("GET", address, headers=BEHIND_TLS)
                if (status := connection.getresponse().status) != 200:
                    sys.exit(f"{address} answers {status}")
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit(f"The site did not answer in {SECONDS_TO_START} seconds.")


def report(address: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """Return what Lighthouse says of a page."""
    said = run(
        [
            shutil.which("node") or sys.exit("node is not installed"),
            str(LIGHTHOUSE),
            address,
            "--quiet",
            "--output=json",
            "--output-path=stdout",
            f"--only-categories={','.join(CATEGORIES)}",
            f"--extra-headers={json.dumps(BEHIND_TLS)}",
            "--chrome-flags=--headless=new --no-sandbox",
        ],
        environment,
    )
    return dict(json.loads(said))


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
    sys.exit(main())
