"""A mail server and a name server on loopback, for a process of their own.

It tells their two ports, takes every message, and writes a line of JSON about it into
the log before it answers, which it does after some seconds. Every domain has a mail
server here.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from email.message import Message
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import dns.message
import dns.rrset
from aiosmtpd.handlers import AsyncMessage
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Taken(NamedTuple):
    """A message that was taken."""

    at: float
    sender: str
    message_id: str
    digest: str


def taken(log: Path) -> list[Taken]:
    """Return what is in a log; a line that is being written is not there yet."""
    whole = log.read_text(encoding="ascii").rpartition("\n")[0]
    return [Taken(*json.loads(line)) for line in whole.splitlines()]


class Clerk(AsyncMessage):
    """Writes down, then answers."""

    def __init__(self, log: TextIO, seconds: float) -> None:
        super().__init__()
        self.log, self.seconds = log, seconds

    def prepare_message(self, _session: Session, envelope: Envelope) -> Message:
        """Take a message over as it came."""
        content = envelope.original_content or b""
        found = MESSAGE_ID.search(content)
        entry = Taken(
            time.time(),
            envelope.mail_from or "",
            found[1].decode("ascii") if found else "",
            sha256(content).hexdigest(),
        )
        self.log.write(json.dumps(entry) + "\n")
        self.log.flush()
        return Message()

    async def handle_message(self, _message: Message) -> None:
        """Take some time before the answer."""
        await asyncio.sleep(self.seconds)


class Names(asyncio.DatagramProtocol):
    """Says of every domain that its mail server is called ``mail``."""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        question = dns.message.from_wire(data)
        answer = dns.message.make_response(question)
        name = question.question[0].name
        answer.answer.append(
            dns.rrset.from_text(name, 60, "IN", "MX", f"10 mail.{name}")
        )
        self.transport.sendto(answer.to_wire(), addr)


async def serve(log: TextIO, seconds: float, ports: Connection) -> None:
    """Answer until killed."""
    loop = asyncio.get_running_loop()
    clerk = Clerk(log, seconds)
    server = await loop.create_server(
        lambda: SMTP(clerk, hostname="localhost", loop=loop), HOST, 0
    )
    mail = server.sockets[0].getsockname()[1]
    names, _ = await loop.create_datagram_endpoint(Names, (HOST, 0))
    ports.send((mail, names.get_extra_info("sockname")[1]))
    await server.serve_forever()


def open_office(log: Path, seconds: float, ports: Connection) -> None:
    """Be such a process, and say at which ports."""
    with log.open("a", encoding="ascii") as file:
        asyncio.run(serve(file, seconds, ports))
