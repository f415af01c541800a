"""What mail servers write when a letter is late or comes back, read with suspicion.

First the parts that RFC 3464 made for machines; then what Exim, qmail and their kin
write in plain words. All else (people, vacation answers, read receipts) is no report.
Anybody can write to us: whatever is in a message, reading it ends soon and raises
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32
from enum import StrEnum

from letters.sending.message import bounce_tokens, own_message_ids
from letters.sending.transport import LONGEST_REPLY

LARGEST = 256_000
"""Bytes that are read. What a server says comes before the letter it returns."""

MOST_TYPED_PARTS = 40
"""Real reports have ten. Each may lie inside another, and the parser calls itself."""

DEEPEST = 4
MOST_RECIPIENTS = 20

FROM_A_SERVER = re.compile(
    r"mailer-?daemon|postmaster|mail delivery|microsoftexchange", re.IGNORECASE
)
STATUS = re.compile(r"(?<![\w.])([245]\.\d{1,3}\.\d{1,3})(?![\w.]*\d)")
ADDRESS = re.compile(r"[\w.+%=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
ADDRESS_ON_ITS_OWN = re.compile(
    rf"^[ \t]{{0,8}}<?({ADDRESS.pattern})>?:?[ \t\r]{{0,8}}$", re.MULTILINE
)
COPY_BEGINS = re.compile(
    r"^-{2,80}.{0,40}\b(?:below|copy|original|returned)\b", re.IGNORECASE | re.MULTILINE
)
STILL_TRYING = re.compile(
    r"\bdelayed\b|still (?:being )?tr|will (?:keep|continue|retry|be retried|try again)"
    r"|warning message only|not been delivered yet|not yet been delivered",
    re.IGNORECASE,
)
FAILED = re.compile(
    r"(?<![\w.])5\.\d{1,3}\.\d{1,3}(?![\w.]*\d)|\b55\d\b|permanent|undeliver"
    r"|(?:could not|cannot|was ?n[o']t able to|unable to) (?:be )?deliver"
    r"|delivery (?:has |to .{1,120} )?failed|returned to sender|user unknown"
    r"|unknown user|no such (?:user|mailbox)|does not exist|not exist",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """What became of a letter on its further way. Nothing says that it was read."""

    FAILED = "failed"
    DELAYED = "delayed"
    UNWANTED = "unwanted"  # the recipient calls it spam; told by providers of mail only


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to a letter for one recipient."""

    kind: Kind
    addresses: frozenset[str]  # in small letters; empty where the report names none
    status: str
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """Which letter it may be about, the likeliest first, and what happened to it."""

    tokens: tuple[str, ...]
    message_ids: tuple[str, ...]
    outcomes: tuple[Outcome, ...]


def read_report(raw: bytes) -> Report | None:
    """Return what a message reports; nothing if it is not a report."""
    raw = raw[:LARGEST]
    if raw.lower().count(b"content-type") > MOST_TYPED_PARTS:
        return None
    try:
        return _report(BytesParser(policy=compat32).parsebytes(raw), raw)
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return None  # Python's parser is known to trip over headers made for that


def one_line(text: str) -> str:
    """Return words that are safe to print anywhere: no line end, nothing unseen."""
    shown = "".join(char if char.isprintable() else " " for char in text[:5000])
    return " ".join(shown.split())[:LONGEST_REPLY]


def _report(message: Message, raw: bytes) -> Report | None:
    parts = list(_parts(message))
    text = "\n".join(map(_text, parts))
    outcomes = [*_told_to_machines(parts)]
    if not outcomes and not _has_status(parts):
        outcomes = [*_told_in_words(message, text)]
    if not outcomes:
        return None
    # Both are beyond guessing, so it does not matter where they stand.
    everything = raw.decode("latin-1") + text
    return Report(
        bounce_tokens(everything), own_message_ids(everything), tuple(outcomes)
    )


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """Yield the parts of a message, but not those of the letter that it returns."""
    content = message.get_payload()
    if message.get_content_maintype() != "multipart" or not isinstance(content, list):
        yield message
    elif depth < DEEPEST:
        for part in content:
            if isinstance(part, Message):
                yield from _parts(part, depth + 1)


def _text(part: Message) -> str:
    """Return a text. Codes and addresses are ASCII in every charset that mail uses."""
    if part.get_content_maintype() != "text":
        return ""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _is_status(part: Message) -> bool:
    return part.get_content_type() in (
        "message/delivery-status",
        "message/global-delivery-status",
    )


def _has_status(parts: list[Message]) -> bool:
    return any(_is_status(part) for part in parts)


def _told_to_machines(parts: list[Message]) -> Iterator[Outcome]:
    """Read the fields of RFC 3464; the first block is about the message as a whole."""
    fields = [block for part in parts if _is_status(part) for block in _blocks(part)]
    for block in fields[: MOST_RECIPIENTS + 1]:
        words = _typed_words(block)
        status = status_in(f"{_field(block, 'Status')} {words}")
        kind = _kind(_field(block, "Action"), status)
        if kind is not None:
            named = (
                _field(block, "Original-Recipient"),
                _field(block, "Final-Recipient"),
            )
            yield Outcome(kind, _addresses(" ".join(named)), status, words or status)


def _blocks(part: Message) -> Iterator[Message]:
    """Yield the blocks of fields; Python divides only the older of the two types."""
    content = part.get_payload()
    for block in content if isinstance(content, list) else []:
        if isinstance(block, Message):
            yield block
            rest = block.get_payload(decode=True)
            if isinstance(rest, bytes) and rest.strip():
                for chunk in re.split(rb"\r?\n\r?\n", rest)[:MOST_RECIPIENTS]:
                    yield BytesHeaderParser(policy=compat32).parsebytes(chunk.lstrip())


def _kind(action: str, status: str) -> Kind | None:
    """Return what an action means. That it arrived, or went on, is no news to tell."""
    word = action.strip().lower().partition(" ")[0]
    if word == "failed" or (not word and status.startswith("5")):
        return Kind.FAILED
    if word == "delayed" or (not word and status.startswith("4")):
        return Kind.DELAYED
    return None


def _typed_words(block: Message) -> str:
    words = one_line(_field(block, "Diagnostic-Code"))
    return re.sub(r"^[a-z0-9-]{1,20}\s?;\s?", "", words, flags=re.IGNORECASE)


def status_in(text: str) -> str:
    """Return the status of RFC 3463; one that says what it is about goes first."""
    found: list[str] = STATUS.findall(text)
    telling = [status for status in found if not status.endswith(".0.0")]
    return next(iter([*telling, *found]), "")


def _addresses(text: str) -> frozenset[str]:
    return frozenset(found.lower() for found in ADDRESS.findall(text[:2000]))


def _told_in_words(message: Message, text: str) -> Iterator[Outcome]:
    """Read what servers write for people; Exim names the recipients in a header."""
    failed = _field(message, "X-Failed-Recipients")
    if not failed and not FROM_A_SERVER.search(_field(message, "From")[:500]):
        return
    copy = COPY_BEGINS.search(text)
    said = text[: copy.start()] if copy else text
    if STILL_TRYING.search(said):
        kind = Kind.DELAYED
    elif failed or FAILED.search(said):
        kind = Kind.FAILED
    else:
        return
    alone = " ".join(ADDRESS_ON_ITS_OWN.findall(said)[:MOST_RECIPIENTS])
    yield Outcome(kind, _addresses(failed or alone), status_in(said), _telling(said))


def _telling(said: str) -> str:
    """Return the server's answer: what follows the address, or the line with a code."""
    address = ADDRESS_ON_ITS_OWN.search(said)
    if address:
        return one_line(said[address.end() :].strip().partition("\n\n")[0])
    coded = [line for line in said.splitlines() if FAILED.search(line)]
    return one_line(next(iter(coded), ""))


def _field(block: Message, name: str) -> str:
    """Return a field as it was written; mail of today may hold UTF-8 in it."""
    for key, value in block.raw_items():
        if key.lower() == name.lower():
            raw = str(value).encode("utf-8", "surrogateescape")
            return raw.decode("utf-8", "replace")
    return ""
