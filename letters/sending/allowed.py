"""To whom we may send: the catalogue's own addresses, and only while they are good.

Everybody else gets their letter by the person's own mail, which needs nobody's leave.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from functools import cache

import dns.exception
import dns.resolver
from django.conf import settings

from letters.sending.transport import sends_mail
from providers.addresses import domain_of, is_read, is_under
from providers.models import Bounce
from refunds.asking import Asked

MX_SECONDS = 3


class Hindrance(StrEnum):
    """Why we do not send to an address; the page says what to do instead."""

    UNLISTED = "unlisted"  # the person typed it
    NO_ADDRESS = "no_address"
    NOT_OFFICIAL = "not_official"  # outside the company's own domains
    OLD = "old"  # checked too long ago
    NO_REPLY = "no_reply"
    BOUNCED = "bounced"  # an earlier letter came back


def hindrance(asked: Asked, email: str | None) -> Hindrance | None:
    """Return what speaks against sending to an address of a provider."""
    pack = asked.pack
    if asked.unlisted:
        return Hindrance.UNLISTED
    if not email:
        return Hindrance.NO_ADDRESS
    if not is_read(email):
        return Hindrance.NO_REPLY
    official = is_under(domain_of(email), pack.domains)
    listed = any(contact.email == email for contact in pack.contacts)
    if not (official and listed):
        return Hindrance.NOT_OFFICIAL
    if asked.today - pack.checked_on > timedelta(days=settings.CONTACT_DAYS):
        return Hindrance.OLD
    if Bounce.objects.against(email):
        return Hindrance.BOUNCED
    return None


def takes_mail(domain: str) -> bool | None:
    """Ask the domain name system for a mail server; ``None`` where nobody answers.

    A domain without MX takes mail at its own address (RFC 5321 5.1); a null MX refuses
    all (RFC 7505). Where this installation sends no mail, nobody is asked.
    """
    if not sends_mail():
        return True
    resolver = _resolver(*settings.DNS_SERVERS)
    try:
        servers = resolver.resolve(domain, "MX")
        return any(str(server.exchange) != "." for server in servers)
    except dns.resolver.NXDOMAIN:
        return False
    except dns.resolver.NoAnswer:
        return _has_address(resolver, domain)
    except dns.exception.DNSException:
        return None


@cache
def _resolver(*servers: str) -> dns.resolver.Resolver:
    """Return what asks these servers, or the system's, and remembers their answers."""
    resolver = dns.resolver.Resolver(configure=not servers)
    if servers:
        hosts = [one.rpartition(":") for one in servers]
        resolver.nameservers = [host for host, _, _ in hosts]
        resolver.port = int(hosts[0][2])
    resolver.lifetime = MX_SECONDS
    resolver.cache = dns.resolver.LRUCache()  # as long as each answer allows
    return resolver


def _has_address(resolver: dns.resolver.Resolver, domain: str) -> bool | None:
    for kind in ("A", "AAAA"):
        try:
            return bool(resolver.resolve(domain, kind))
        except (dns.resolver.NoAnswer, dns.resolver.NXDOMAIN):
            continue
        except dns.exception.DNSException:
            return None
    return False
