"""To whom we send, asked of a real name server on loopback."""

from __future__ import annotations

import socket
from datetime import timedelta
from threading import Thread

import dns.message
import dns.rcode
import dns.rrset
import pytest

from letters.sending.allowed import Hindrance, hindrance, takes_mail
from providers.models import Bounce, Provider
from refunds.asking import ask

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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "against"),
    [
        pytest.param("care@coursera.org", None, id="the company's own"),
        pytest.param("care@help.coursera.org", None, id="under its domain"),
        pytest.param("care@coursera.org.evil.example", "not_official", id="looks so"),
        pytest.param("care@notcoursera.org", "not_official", id="ends so"),
        pytest.param("other@coursera.org", "not_official", id="not in the catalogue"),
        pytest.param("no-reply@coursera.org", "no_reply", id="no-reply"),
        pytest.param("DoNotReply@coursera.org", "no_reply", id="do not reply"),
        pytest.param("back@coursera.org", "bounced", id="an earlier letter came back"),
        pytest.param(None, "no_address", id="none"),
    ],
)
def test_to_whom_we_send(packs, email, against):
    provider = Provider.objects.get(slug="coursera")
    for place, known in enumerate(
        (
            "care@coursera.org",
            "care@help.coursera.org",
            "care@coursera.org.evil.example",
            "care@notcoursera.org",
            "no-reply@coursera.org",
            "DoNotReply@coursera.org",
            "back@coursera.org",
        )
    ):
        provider.contacts.create(
            purpose="support",
            email=known,
            source=provider.sources.first(),
            position=50 + place,
        )
    today = provider.checked_on
    Bounce.objects.create(email="back@coursera.org", first_on=today, last_on=today)
    found = hindrance(ask("coursera", {"country": "SE"}), email)
    assert found == (Hindrance(against) if against else None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "against"), [(365, None), (366, Hindrance.OLD)], ids=["still", "too old"]
)
def test_an_address_grows_old(packs, settings, time_machine, days, against):
    settings.CONTACT_DAYS = 365
    provider = Provider.objects.get(slug="coursera")
    provider.contacts.create(
        purpose="support",
        email="care@coursera.org",
        source=provider.sources.first(),
    )
    day = provider.checked_on + timedelta(days=days)
    time_machine.move_to(f"{day}T12:00:00Z")
    asked = ask("coursera", {"country": "SE"})
    assert hindrance(asked, "care@coursera.org") is against


@pytest.mark.django_db
def test_what_a_visitor_typed_is_never_written_to(packs):
    asked = ask("other-company", {"company": "Foo", "country": "SE"})
    assert hindrance(asked, "care@foo.example") is Hindrance.UNLISTED
