"""The mailbox that letters come back to, by IMAP.

A message is marked only when all that follows from it is stored. Whoever dies in
between, or finds the line dead, meets the message again; nothing is told twice.
"""

from __future__ import annotations

import contextlib
import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from letters.sending.reports import LARGEST

SECONDS = 30
LIKE_THIS = "IMAP_URL must be like imaps://user:password@host/INBOX."
PORTS = {"imap": 143, "imaps": 993}
THIS_MACHINE = ("127.0.0.1", "::1", "localhost")


class NoMailbox(Exception):
    """The mailbox cannot be read, or no longer. Says why, and no password."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where a mailbox is, and the key to it."""

    host: str
    port: int
    tls: bool
    folder: str
    user: str
    password: str = field(repr=False)


class Mailbox:
    """An open folder of messages."""

    def __init__(self, imap: imaplib.IMAP4, done_folder: str) -> None:
        self.imap, self.done_folder = imap, done_folder

    def unread(self) -> list[str]:
        """Return the numbers of the messages that nobody has read, oldest first."""
        lines = [
            line for line in self._do("SEARCH", "UNSEEN") if isinstance(line, bytes)
        ]
        return [number.decode() for line in lines for number in line.split()]

    def read(self, number: str) -> bytes | None:
        """Return the beginning of a message, unmarked; nothing if it is gone.

        One at a time: a server may say whose text it was after the text.
        """
        found = self._do("FETCH", number, f"(BODY.PEEK[]<0.{LARGEST}>)")
        texts = [bytes(item[1]) for item in found if isinstance(item, tuple)]
        return next(iter(texts), None)

    def mark(self, number: str) -> None:
        """Say that a message has been dealt with."""
        if not self.done_folder:
            self._do("STORE", number, "+FLAGS.SILENT", r"(\Seen)")
        elif "MOVE" in self.imap.capabilities:
            self._do("STORE", number, "+FLAGS.SILENT", r"(\Seen)")
            self._do("MOVE", number, quoted(self.done_folder))
        else:
            self._do("COPY", number, quoted(self.done_folder))
            self._do("STORE", number, "+FLAGS.SILENT", r"(\Seen \Deleted)")

    def _do(self, command: str, *arguments: str) -> list[object]:
        answer, found = self.imap.uid(command, *arguments)
        if answer != "OK":
            raise NoMailbox(f"It refused the command {command}.")
        return found


@contextmanager
def opened(url: str, done_folder: str = "") -> Iterator[Mailbox]:
    """Open a mailbox such as ``imaps://user:password@host/INBOX``.

    Raises:
        NoMailbox: it cannot be reached or read; also later, when the line goes dead.
    """
    account = account_of(url)
    imap = None
    try:
        imap = _connected(account)
        _log_in(imap, account)
        yield Mailbox(imap, done_folder)
    except imaplib.IMAP4.abort as error:
        raise NoMailbox(f"The conversation with {account.host} broke off.") from error
    except imaplib.IMAP4.error as error:
        raise NoMailbox(f"{account.host} does not speak IMAP as we do.") from error
    except OSError as error:
        why = error.strerror or str(error) or "no answer"
        raise NoMailbox(f"{account.host} cannot be reached: {why}.") from error
    finally:
        if imap is not None:
            with contextlib.suppress(OSError, imaplib.IMAP4.error):
                imap.logout()
            with contextlib.suppress(OSError):
                imap.shutdown()


def account_of(url: str) -> Account:
    """Read the address of a mailbox.

    Raises:
        NoMailbox: it is not whole, or would send the password in the clear.
    """
    try:
        where = urlsplit(url)
        port = where.port or PORTS[where.scheme]
    except (KeyError, ValueError):
        raise NoMailbox(LIKE_THIS) from None
    if not (where.hostname and where.username and where.password):
        raise NoMailbox(LIKE_THIS)
    if where.scheme == "imap" and where.hostname not in THIS_MACHINE:
        raise NoMailbox("Use imaps: over imap the password could be read on the way.")
    return Account(
        host=where.hostname,
        port=port,
        tls=where.scheme == "imaps",
        folder=unquote(where.path.strip("/")) or "INBOX",
        user=unquote(where.username),
        password=unquote(where.password),
    )


def _connected(account: Account) -> imaplib.IMAP4:
    if not account.tls:
        return imaplib.IMAP4(account.host, account.port, timeout=SECONDS)
    return imaplib.IMAP4_SSL(
        account.host,
        account.port,
        ssl_context=ssl.create_default_context(),
        timeout=SECONDS,
    )


def _log_in(imap: imaplib.IMAP4, account: Account) -> None:
    """Open the folder. What the server says to a login may repeat the password."""
    try:
        imap.login(account.user, account.password)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, UnicodeEncodeError):
        raise NoMailbox(
            f"{account.host} does not take the name and the password."
        ) from None
    answer, _found = imap.select(quoted(account.folder))
    if answer != "OK":
        raise NoMailbox(f"{account.host} has no folder {account.folder}.")


def quoted(folder: str) -> str:
    """Return a folder's name as IMAP takes it; the library leaves that to us."""
    return '"{}"'.format(folder.replace("\\", r"\\").replace('"', r"\""))
