"""A mail server and a name server on loopback, as a process of their own.

    python -m letters.benchmarks.postoffice LOG SECONDS

It prints their two ports, takes every message, and writes a line of JSON about it into
the log before it answers, which it does after some seconds. Every domain has a mail
server here.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import dns.message
import dns.rrset
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


class Clerk:
    """Writes down, then answers."""

    def __init__(self, log: TextIO, seconds: float) -> None:
        self.log, self.seconds = log, seconds

    async def handle_DATA(  # noqa: N802 -- the library finds it by name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take a message over."""
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
        await asyncio.sleep(self.seconds)
        return "250 2.0.0 taken"


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


async def serve(log: TextIO, seconds: float) -> None:
    """Answer until killed."""
    loop = asyncio.get_running_loop()
    clerk = Clerk(log, seconds)
    server = await loop.create_server(
        lambda: SMTP(clerk, hostname="localhost", loop=loop), HOST, 0
    )
    mail = server.sockets[0].getsockname()[1]
    names, _ = await loop.create_datagram_endpoint(Names, (HOST, 0))
    sys.stdout.write(f"{mail} {names.get_extra_info('sockname')[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    with Path(sys.argv[1]).open("a", encoding="ascii") as file:
        asyncio.run(serve(file, float(sys.argv[2])))
