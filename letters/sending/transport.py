"""The way out: a mail server, or a folder where none is set up.

A server's answer comes back word for word. Nothing here decides what it means for a
letter beyond "for good" and "not now".
"""

from __future__ import annotations

import contextlib
import os
import smtplib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import local
from typing import cast

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

SECONDS = 30
"""For each answer of a mail server; the lease of a dispatch is longer than all."""

LONGEST_REPLY = 500
TAKEN = (250, 251)
TOO_LARGE = 552


@dataclass(frozen=True, slots=True)
class Envelope:
    """Whom a message goes to and where it comes back to; headers are not looked at.

    Domains are in the form that mail servers take, as ``ascii_mailbox`` gives it.
    """

    sender: str
    recipient: str
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A server has taken a message over."""

    server: str
    reply: str
    copy_refused: str = ""
    """What it said instead of taking the copy."""


class NotSent(Exception):
    """The message is still ours. Says who refused it and in which words."""

    def __init__(self, reply: str, server: str = "") -> None:
        super().__init__(reply)
        self.reply, self.server = reply[:LONGEST_REPLY], server


class Refused(NotSent):
    """For good: trying again would change nothing."""


class Postponed(NotSent):
    """For now: a busy server, a broken line, a full disk."""


class Unanswered(Postponed):
    """The line broke after the message and before the answer: they may have it."""


def sends_mail() -> bool:
    """Does this installation have a mail server?"""
    return settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")


def send(name: str, envelope: Envelope, message: bytes) -> Receipt:
    """Hand a message over. ``name`` is its file's where there is no mail server.

    Raises:
        NotSent: nobody has taken it.
    """
    if sends_mail():
        return line().send(envelope, message)
    return put(name, message)


def outbox() -> Path:
    """Return the folder for messages of an installation without a mail server."""
    return Path(settings.EMAIL_FILE_PATH)


def put(name: str, message: bytes) -> Receipt:
    """Write a message into the outbox, whole or not at all."""
    path = outbox() / f"{name}.eml"
    fresh = path.with_suffix(".part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with fresh.open("wb") as file:
            file.write(message)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise Postponed(error.strerror or "the outbox cannot be written") from error
    return Receipt("", "")


class Line:
    """A connection to the mail server, kept open between messages."""

    def __init__(self) -> None:
        self.smtp: smtplib.SMTP | None = None

    def send(self, envelope: Envelope, message: bytes) -> Receipt:
        """Hand one message over.

        Raises:
            NotSent: the server did not take it.
        """
        try:
            return self._handed_over(self._open(), envelope, message)
        except smtplib.SMTPResponseException as error:
            self.close()
            raise _problem(error.smtp_code, error.smtp_error) from error
        except OSError as error:
            self.close()
            raise Postponed(_told(error), settings.EMAIL_HOST) from error

    def close(self) -> None:
        """Forget the connection."""
        if self.smtp is not None:
            with contextlib.suppress(OSError):
                self.smtp.close()
        self.smtp = None

    def _open(self) -> smtplib.SMTP:
        """Return a connection that answers; one that was idle may have been closed.

        Raises:
            Postponed: none can be had. Whatever the reason, it is not the letter.
        """
        if self.smtp is not None:
            with contextlib.suppress(OSError):
                if self.smtp.rset()[0] == 250:
                    return self.smtp
            self.close()
        backend = EmailBackend(timeout=SECONDS)  # by the settings, login and all
        try:
            backend.open()
            smtp = cast("smtplib.SMTP", backend.connection)
            smtp.ehlo_or_helo_if_needed()
        except OSError as error:  # smtplib's own are among them
            with contextlib.suppress(OSError):
                backend.close()
            raise Postponed(_told(error), settings.EMAIL_HOST) from error
        self.smtp = smtp
        return smtp

    def _handed_over(
        self, smtp: smtplib.SMTP, envelope: Envelope, message: bytes
    ) -> Receipt:
        notify = ["NOTIFY=FAILURE,DELAY"] if smtp.has_extn("dsn") else []
        returned = ["RET=HDRS"] if smtp.has_extn("dsn") else []
        self._began(smtp.mail(envelope.sender, returned))
        self._accepted(smtp.rcpt(envelope.recipient, notify))
        copy_refused = self._copied(smtp, envelope.copy) if envelope.copy else ""
        try:
            answer = smtp.data(message)
        except smtplib.SMTPResponseException:
            raise
        except OSError as error:  # smtplib's "disconnected" is one, too
            self.close()
            raise Unanswered(str(error), settings.EMAIL_HOST) from error
        return Receipt(settings.EMAIL_HOST, self._accepted(answer), copy_refused)

    def _copied(self, smtp: smtplib.SMTP, email: str) -> str:
        """Name one more recipient; return what the server has against it.

        The copy is a courtesy: the letter goes out without it.
        """
        answer = smtp.rcpt(email, ["NOTIFY=NEVER"] if smtp.has_extn("dsn") else [])
        return "" if answer[0] in TAKEN else _words(*answer)

    def _began(self, answer: tuple[int, bytes]) -> None:
        """Take the answer about us as the sender: what it refuses is ours to mend."""
        try:
            self._accepted(answer)
        except Refused as error:
            if answer[0] == TOO_LARGE:
                raise
            raise Postponed(error.reply, error.server) from error

    def _accepted(self, answer: tuple[int, bytes]) -> str:
        code, text = answer
        if code not in TAKEN:
            raise _problem(code, text)
        return _words(code, text)


def _words(code: int, text: bytes | str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(said.split())}"[:LONGEST_REPLY]


def _told(error: OSError) -> str:
    """Return a failure in the server's words, or in the system's."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _words(error.smtp_code, error.smtp_error)
    return str(error) or "no answer"


def _problem(code: int, text: bytes | str) -> NotSent:
    kind = Refused if 500 <= code < 600 else Postponed
    return kind(_words(code, text), settings.EMAIL_HOST)


@cache
def _lines() -> local:
    return local()


def line() -> Line:
    """Return this thread's connection."""
    kept = _lines()
    if not hasattr(kept, "line"):
        kept.line = Line()
    found: Line = kept.line
    return found
