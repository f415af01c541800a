"""A case as one file to keep: letters, messages, texts, receipt, and a list of them.

The same case gives the same bytes: entries have a fixed date and are not compressed,
since PDFs are already and other versions of a compressor pack otherwise.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings

from letters.models import Case
from letters.sending import receipt
from letters.sending.receipt import Entry

FORMAT = 1
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP can say; the true times are in the manifest."""

READABLE = 0o644 << 16


def to_zip(case: Case) -> bytes:
    """Return all that there is of a case, with a manifest."""
    found = receipt.entries(case)
    files = dict(_files(found)) | {"receipt.pdf": receipt.to_pdf(case)}
    manifest = json.dumps(_manifest(case, found, files), ensure_ascii=False, indent=2)
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        for name, content in [*files.items(), ("manifest.json", manifest.encode())]:
            entry = ZipInfo(name, FIRST_DAY)
            entry.external_attr = READABLE
            archive.writestr(entry, content)
    return packed.getvalue()


def _files(found: list[Entry]) -> Iterator[tuple[str, bytes]]:
    for entry in found:
        for kind, content in _contents(entry).items():
            yield f"{entry.dispatch.filename}.{kind}", content


def _contents(entry: Entry) -> dict[str, bytes]:
    dispatch = entry.dispatch
    kinds = {"pdf": bytes(dispatch.pdf), "txt": dispatch.text.encode()}
    return kinds | ({"eml": bytes(dispatch.mime)} if dispatch.mime else {})


def _manifest(case: Case, found: list[Entry], files: dict[str, bytes]) -> object:
    return {
        "format": FORMAT,
        "made_by": {settings.SITE_NAME: our_version(), "site": settings.SITE_URL}
        | {name: version(name) for name in ("pyHanko", "weasyprint")},
        "reference": case.reference,
        "company": case.company,
        "language": case.language,
        "sender": {"name": case.sender_name, "email": case.sender_email},
        "asked_at": _utc(case.created_at),
        "address_confirmed_at": _utc(case.proved_at),
        "letters": [_letter(entry) for entry in found],
        "events": [
            {
                "at": _utc(event.at),
                "what": event.what,
                "message_id": event.dispatch and event.dispatch.message_id,
                "note": event.note,
            }
            for event in case.events.with_letters()
        ],
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in files.items()
        },
    }


def _letter(entry: Entry) -> object:
    dispatch = entry.dispatch
    return {
        "message_id": dispatch.message_id,
        "files": [f"{dispatch.filename}.{kind}" for kind in _contents(entry)],
        "recipient": dispatch.recipient,
        "addressee": dispatch.addressee,
        "subject": dispatch.subject,
        "state": dispatch.state,
        "outcome": entry.outcome,
        "attempts": dispatch.attempts,
        "perhaps_sent_twice": entry.repeated,
        "sent_by_its_owner_on": dispatch.sent_on and dispatch.sent_on.isoformat(),
        "first_attempt_at": _utc(dispatch.first_attempt_at),
        "taken_over_at": _utc(dispatch.accepted_at) if entry.has_left else None,
        "server": dispatch.server,
        "reply": dispatch.reply,
        "time_stamp_by": dispatch.stamped_by,
        "time_stamp_at": _utc(entry.stamped_at),
    }


def _utc(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="milliseconds") if at else None


@cache
def our_version() -> str:
    """Return the version of this working copy."""
    project = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(project)["project"]["version"])
