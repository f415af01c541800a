"""To whom we send, asked of a real name server on loopback."""

from __future__ import annotations

import socket
from threading import Thread

import dns.message
import dns.rcode
import dns.rrset
import pytest

from letters.sending.allowed import takes_mail

RECORDS = {
    ("mx.example.", "MX"): "10 mail.mx.example.",
    ("null.example.", "MX"): "0 .",
    ("only-address.example.", "A"): "192.0.2.1",
    ("only-new-address.example.", "AAAA"): "2001:db8::1",
}
KNOWN = {name for name, _kind in RECORDS} | {"empty.example."}


def answer(question):
    asked = question.question[0]
    name, kind = str(asked.name).lower(), asked.rdtype.name
    reply = dns.message.make_response(question)
    if name == "broken.example.":
        reply.set_rcode(dns.rcode.SERVFAIL)
    elif name not in KNOWN:
        reply.set_rcode(dns.rcode.NXDOMAIN)
    elif (name, kind) in RECORDS:
        text = RECORDS[name, kind]
        reply.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, text))
    return reply


@pytest.fixture
def names(settings):
    """A name server that knows a few domains."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    server.settimeout(10)

    def serve():
        while True:
            try:
                data, whom = server.recvfrom(2048)
            except OSError:
                return
            server.sendto(answer(dns.message.from_wire(data)).to_wire(), whom)

    Thread(target=serve, daemon=True).start()
    settings.DNS_SERVERS = [f"127.0.0.1:{server.getsockname()[1]}"]
    yield
    server.close()


@pytest.mark.parametrize(
    ("domain", "takes"),
    [
        pytest.param("mx.example", True, id="a mail server"),
        pytest.param("null.example", False, id="null MX: takes no mail"),
        pytest.param("only-address.example", True, id="no MX: its own address"),
        pytest.param("only-new-address.example", True, id="no MX: IPv6 alone"),
        pytest.param("empty.example", False, id="neither MX nor address"),
        pytest.param("nowhere.example", False, id="no such domain"),
        pytest.param("broken.example", None, id="a name server that fails"),
    ],
)
def test_does_a_domain_take_mail(names, domain, takes):
    assert takes_mail(domain) is takes


def test_nobody_is_asked_where_no_mail_is_sent(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.DNS_SERVERS = ["127.0.0.1:1"]
    assert takes_mail("nowhere.example") is True
