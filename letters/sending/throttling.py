"""How much is too much. A letter over the limit waits for its turn; nothing is lost.

Senders are known by their proved address, recipients by theirs. Of the network address,
and of one that codes are mailed to, a keyed hash is counted in the cache for an hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import caches
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from letters.models import Case, Dispatch
from letters.models.dispatches import State

PER_SENDER = (
    (2, timedelta(minutes=5)),
    (6, timedelta(hours=6)),
    (8, timedelta(hours=24)),
)
"""Letters of one sender; as WriteToThem and froide found enough for honest people."""

PER_RECIPIENT = ((30, timedelta(hours=1)), (200, timedelta(hours=24)))
CODES_PER_ADDRESS = (4, timedelta(hours=1))
CODES_PER_NETWORK = (20, timedelta(hours=1))
CHECKS_PER_NETWORK = (60, timedelta(minutes=1))

COUNTED = (State.QUEUED, State.SENDING, State.ACCEPTED, State.DEFERRED, State.BOUNCED)


class Throttled(Exception):
    """Enough for now. ``until`` is when to try again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


def network_of(request: HttpRequest) -> str:
    """Return the network address of a visitor; behind a proxy, the one it saw."""
    if settings.BEHIND_PROXY:
        seen: str = request.headers.get("X-Forwarded-For", "").rpartition(",")[2]
        if seen.strip():
            return _household(seen.strip())
    return _household(str(request.META["REMOTE_ADDR"]))


def _household(address: str) -> str:
    """Return a network address, of IPv6 the part that its owner cannot change."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 6 and found.ipv4_mapped:
        return str(found.ipv4_mapped)  # as a server that listens on both writes IPv4
    return str(ip_network((found, 64), strict=False)) if found.version == 6 else address


def before_a_code(email: str, ip: str) -> None:
    """Count one more code that is asked for.

    Raises:
        Throttled: somebody would get too many, or asks for too many.
    """
    most, window = CODES_PER_ADDRESS
    now = timezone.now()
    recent = Case.objects.of_sender(email).filter(
        proved_at=None, created_at__gt=now - window
    )
    recent = recent.order_by("created_at")
    if recent.count() >= most:
        first = recent.first()
        raise Throttled((first.created_at if first else now) + window)
    # Erasing a case does not erase that its code was mailed.
    _count("addresses", email.lower(), CODES_PER_ADDRESS)
    _count("codes", ip, CODES_PER_NETWORK)


def before_a_check(ip: str) -> None:
    """Count one more file that is asked about.

    Raises:
        Throttled: there were very many in a minute.
    """
    _count("checks", ip, CHECKS_PER_NETWORK)


def _count(what: str, ip: str, limit: tuple[int, timedelta]) -> None:
    most, window = limit
    mac = salted_hmac("letters.network", ip, algorithm="sha256")
    key = f"{what}:{mac.hexdigest()}"
    cache, now = caches["counts"], timezone.now()
    fresh = now + window
    until = cache.get_or_set(key, fresh, window.total_seconds()) or fresh
    counter, left = f"{key}:{until.timestamp():.0f}", (until - now).total_seconds()
    cache.add(counter, 0, left)
    try:
        asked = cache.incr(counter)
    except ValueError:  # it ran out in between
        asked = 1
    # Caches of files and in databases let a count run out five minutes after ``incr``.
    cache.touch(counter, left)
    if asked > most:
        raise Throttled(until)


def before_another_code(case: Case, ip: str) -> None:
    """Count a further code for the same letter.

    Raises:
        Throttled: there were several already.
    """
    most, window = CODES_PER_ADDRESS
    links = case.accesses.filter(for_code=True, made_at__gt=timezone.now() - window)
    if links.count() >= most:
        first = links.order_by("made_at").values_list("made_at", flat=True)[0]
        raise Throttled(first + window)
    before_a_code(case.sender_email, ip)


def first_moment(dispatch: Dispatch, wanted: datetime) -> datetime:
    """Return when a letter may go: at the moment that is wanted, or when there is room.

    Letters that go later than that do not stand in its way.
    """
    by_sender = Dispatch.objects.of_sender(dispatch.case.sender_email)
    to_recipient = Dispatch.objects.to_recipient(dispatch.recipient)
    moment = wanted
    for others, limits in ((by_sender, PER_SENDER), (to_recipient, PER_RECIPIENT)):
        went = Coalesce("first_attempt_at", "next_attempt_at")
        times = sorted(
            others.filter(state__in=COUNTED)
            .exclude(pk=dispatch.pk)
            .alias(went=went)
            .filter(went__gt=wanted - max(window for _, window in limits))
            .values_list(went, flat=True)
        )
        moment = max(moment, _with_room(times, limits, wanted))
    return moment


def _with_room(
    times: list[datetime], limits: tuple[tuple[int, timedelta], ...], moment: datetime
) -> datetime:
    """Move a moment on until each window that ends with it has room for one more."""
    while True:
        later = moment
        for most, window in limits:
            within = [at for at in times if moment - window < at <= moment]
            if len(within) >= most:
                later = max(later, within[-most] + window)
        if later == moment:
            return moment
        moment = later
