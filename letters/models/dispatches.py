"""A dispatch: one message to one recipient. Its row is the truth about it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.models.cases import Case, Event


class State(models.TextChoices):
    """Where a message is. Nothing here says that anybody has read it."""

    DRAFT = "draft", _("waiting for you to confirm your address")
    QUEUED = "queued", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    ACCEPTED = "accepted", _("taken over by a mail server")
    DEFERRED = "deferred", _("postponed by the mail server; we try again")
    FAILED = "failed", _("could not be sent")
    BOUNCED = "bounced", _("came back")
    CANCELLED = "cancelled", _("stopped by you")
    OWN = "own", _("for you to send")


WAITING = (State.QUEUED, State.DEFERRED)
"""Not yet gone, and ours to send when the time comes."""

LEFT = (State.ACCEPTED, State.BOUNCED)
"""Taken over by a mail server, whatever it did with it."""

MAY_COME_BACK = (State.SENDING, State.ACCEPTED, State.DEFERRED)
"""Some server may have it. A report can be faster than the server's own answer."""

CAN_STOP = (State.DRAFT, *WAITING)

BY_HAND = (State.OWN, State.FAILED, State.BOUNCED, State.CANCELLED)
"""As far as we know, nothing of ours is with the company; of theirs, they know."""


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    """Questions about many dispatches, and the changes that many may race for.

    Leases go by the clock of the database: those of several machines may differ.
    """

    def without_files(self) -> Self:
        """Leave PDF and message in the database, where only their row is shown."""
        return self.defer("pdf", "mime")

    def due(self, now: datetime) -> Self:
        """Return those to send now: their time has come, or their worker is gone."""
        return self.filter(
            Q(state__in=WAITING, next_attempt_at__lte=now)
            | Q(state=State.SENDING, leased_until__lt=Now())
        )

    def held(self, by: Dispatch) -> Self:
        """Return the row of a claimed dispatch, unless another worker took it since."""
        return self.filter(pk=by.pk, state=State.SENDING, attempts=by.attempts)

    def may_come_back(self) -> Self:
        """Return those that some server may have, also where we do not know of it."""
        unsure = Q(perhaps_taken=True) & ~Q(state=State.BOUNCED)
        return self.filter(Q(state__in=MAY_COME_BACK) | unsure)

    def sent_as(self, digest: str) -> Self:
        """Return what left us as a file with this SHA-256, PDF or message."""
        ours = Q(pdf_sha256=digest) | Q(mime_sha256=digest)
        # Without a server it lies in a folder of ours, and nobody was sent anything.
        left = self.filter(ours, state__in=LEFT, accepted_at__isnull=False)
        return left.exclude(server="")

    def to_recipient(self, email: str) -> Self:
        """Return those to an address, whatever letters in it are capitals."""
        return self.alias(same=Lower("recipient")).filter(same=email.lower())

    def of_sender(self, email: str) -> Self:
        """Return those that somebody has asked for."""
        return self.filter(case__in=Case.objects.of_sender(email))

    def claim(self, key: int, now: datetime) -> Dispatch | None:
        """Take a dispatch for this worker; of several workers one gets it."""
        claimed = (
            self.due(now)
            .filter(pk=key)
            .update(
                state=State.SENDING,
                leased_until=lease_end(),
                attempts=F("attempts") + 1,
            )
        )
        return self.select_related("case").get(pk=key) if claimed else None


def lease_end() -> models.expressions.CombinedExpression:
    """Return when a lease that is given now runs out."""
    return Now() + timedelta(seconds=settings.DISPATCH_LEASE_SECONDS)


class Dispatch(models.Model):
    """One letter to one recipient, with the exact bytes that leave the house."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="dispatches")
    about_data = models.BooleanField()
    recipient = models.EmailField()
    addressee = models.CharField(max_length=160)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    filename = models.CharField(max_length=120)
    pdf = models.BinaryField()
    mime = models.BinaryField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    mime_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    stamped_by = models.CharField(max_length=200, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    bounce_token = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    in_flight = models.BooleanField(default=False)
    """Handed to a server that has not answered yet: it may repeat."""
    perhaps_taken = models.BooleanField(default=False)
    """Once a server never answered: they may have it, whatever is said later."""
    first_attempt_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    server = models.CharField(max_length=255, blank=True)
    reply = models.TextField(blank=True)
    problem = models.CharField(max_length=20, blank=True)
    sent_on = models.DateField(null=True)
    """The day on which its owner says to have sent it; we cannot know."""

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        ordering = ["about_data", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="letters_dispatch_once", fields=["case", "about_data"]
            )
        ]
        indexes = [
            models.Index(
                name="letters_dispatch_due", fields=["state", "next_attempt_at"]
            ),
            models.Index(Lower("recipient"), name="letters_dispatch_recipient"),
        ]

    def __str__(self) -> str:
        return self.message_id

    @property
    def domain(self) -> str:
        """The recipient's domain: all that the public page says of them."""
        return self.recipient.rpartition("@")[2]

    @property
    def is_kept_here(self) -> bool:
        """Did it end in a folder of ours, for want of a mail server?"""
        return self.state == State.ACCEPTED and not self.server

    @property
    def is_answered(self) -> bool:
        """Is ``reply`` in a server's own words, and not in ours about the trouble?"""
        return bool(self.server) and self.reply[:3].isdigit()

    @property
    def is_own(self) -> bool:
        """Is it for its owner to send, and never for us?"""
        return self.state == State.OWN

    @property
    def left_on(self) -> date | None:
        """The day it went, by us or by its owner: answers are counted from it."""
        if self.state == State.ACCEPTED and self.accepted_at and self.server:
            return timezone.localdate(self.accepted_at)
        return self.sent_on

    @property
    def can_be_sent_by_hand(self) -> bool:
        """May its owner say to have sent it themself? Not what we have sent."""
        return self.state in BY_HAND or self.is_kept_here

    @property
    def may_be_there(self) -> bool:
        """May the company have it, without that any server said so?"""
        return self.perhaps_taken and self.state not in LEFT

    @property
    def lacks_copy(self) -> bool:
        """Do we know that its sender got no copy?"""
        return self.events.filter(what=Event.What.NO_COPY).exists()

    @property
    def can_stop(self) -> bool:
        """Is it still ours to stop?"""
        return self.state in CAN_STOP
