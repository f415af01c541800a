"""A case: what somebody asked us to do, behind a link that nobody can guess.

There is no account. Links are kept as hashes, so that a copy of the database opens no
case; each mail about a case therefore brings a link of its own.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from providers.vocabulary import UNLISTED

LINK_BYTES = 24
"""192 bits: no case is ever found by trying."""


def hashed(token: str) -> str:
    """Return what is stored of a token. It is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


class CaseQuerySet(models.QuerySet["Case"]):
    """Questions about many cases."""

    def behind(self, token: str) -> Self:
        """Return the case that a link leads to."""
        return self.filter(accesses__token_hash=hashed(token))

    def touch(self, key: int) -> None:
        """Note that something was done in a case: its time begins anew."""
        self.filter(pk=key).update(last_action_at=timezone.now())

    def expired(self, now: datetime) -> Self:
        """Return those whose time is up: unproved for a day, or untouched for long.

        Not while a letter is on its way: its sender must hear of its end. A letter that
        nobody sends for as long as that keeps nothing.
        """
        limit = now - timedelta(days=settings.RETENTION_DAYS)
        unproved = models.Q(
            proved_at=None, created_at__lt=now - timedelta(hours=UNPROVED_HOURS)
        )
        old = models.Q(last_action_at__lt=limit)
        busy = Case.objects.filter(
            dispatches__state__in=ON_ITS_WAY, dispatches__next_attempt_at__gte=limit
        )
        return self.filter(unproved | old).exclude(pk__in=busy.values("pk"))

    def of_sender(self, email: str) -> Self:
        """Return those of an address, whatever letters in it are capitals."""
        same = Lower("sender_email")
        return self.alias(same=same).filter(same=email.lower())


ON_ITS_WAY = ("queued", "sending", "deferred")
"""States of a letter that we have yet to send."""

UNPROVED_HOURS = 24
"""Nothing has left, and perhaps somebody else typed the address: away with it soon."""


class Case(models.Model):
    """A letter, or two, that somebody asked us to send, or to keep for them."""

    provider = models.SlugField(max_length=60)
    company = models.CharField(max_length=160)
    reference = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    sender_name = models.CharField(max_length=100)
    sender_email = models.EmailField()
    purchase = models.TextField(blank=True)
    """The answers about it as a query, to find back to its pages in any language."""
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    last_action_at = models.DateTimeField(default=timezone.now, db_index=True)
    proved_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=64, blank=True)
    link_hash = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    proof_expires_at = models.DateTimeField(null=True)
    proof_problem = models.CharField(max_length=500, blank=True)
    """What the mail server said when it did not take the code, for the open tab."""

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = [
            models.Index(
                Lower("sender_email"),
                "created_at",
                name="letters_case_of_sender",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def erased_on(self) -> datetime:
        """When all of it is erased, if nobody does anything."""
        if self.proved_at is None:
            return self.created_at + timedelta(hours=UNPROVED_HOURS)
        on_its_way = self.dispatches.filter(state__in=ON_ITS_WAY)
        goes_at = on_its_way.aggregate(last=models.Max("next_attempt_at"))["last"]
        last = max(self.last_action_at, goes_at or self.last_action_at)
        return last + timedelta(days=settings.RETENTION_DAYS)

    @property
    def is_unlisted(self) -> bool:
        """Do we know the company by what somebody typed, and no more?"""
        return self.provider == UNLISTED

    @cached_property
    def is_kept_only(self) -> bool:
        """Does its owner send the letters, so that nothing leaves from here?"""
        return not self.dispatches.exclude(state="own").exists()

    def new_link(self, *, for_code: bool = False) -> str:
        """Return a fresh token that opens the case, and remember its hash."""
        token = secrets.token_urlsafe(LINK_BYTES)
        self.accesses.create(token_hash=hashed(token), for_code=for_code)
        return token


class Access(models.Model):
    """The hash of one link to a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="accesses")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    for_code = models.BooleanField(default=False)
    """Was it mailed with a code that somebody asked for? Those are counted."""

    def __str__(self) -> str:
        return f"link to {self.case_id}"


class EventQuerySet(models.QuerySet["Event"]):
    """Questions about what happened."""

    def with_letters(self) -> Self:
        """Fetch the letters along, but not their files once for each event."""
        files = ("dispatch__pdf", "dispatch__mime", "dispatch__text")
        return self.select_related("dispatch").defer(*files)


class Event(models.Model):
    """What happened, for the timeline. ``note`` holds a server's words at most."""

    class What(models.TextChoices):
        """The kinds of events."""

        ASKED = "asked", _("You asked us to send the letter")
        KEPT = "kept", _("You asked us to keep the letter")
        PROVED = "proved", _("You confirmed your e-mail address")
        QUEUED = "queued", _("The letter is waiting to be sent")
        ACCEPTED = "accepted", _("A mail server took the letter over")
        DEFERRED = "deferred", _("The mail server asked us to try again later")
        FAILED = "failed", _("The letter could not be sent")
        DELAYED = "delayed", _("The letter is late: a mail server is still trying")
        BOUNCED = "bounced", _("The letter came back")
        UNWANTED = "unwanted", _("The recipient reported the letter as unwanted mail")
        NO_COPY = (
            "no_copy",
            _("Your copy did not reach you; the letter itself is not affected"),
        )
        REPEATED = "repeated", _("The letter may have been sent twice")
        CANCELLED = "cancelled", _("You stopped the letter")
        SENT = "sent", _("You say that you sent the letter yourself")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    dispatch = models.ForeignKey(
        "letters.Dispatch", on_delete=models.CASCADE, null=True, related_name="events"
    )
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=10, choices=What.choices)
    note = models.TextField(blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.what
