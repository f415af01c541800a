"""Addresses that letters came back from: the editors' queue, and a stop for sending."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class BounceQuerySet(models.QuerySet["Bounce"]):
    """Questions about many addresses."""

    def unsettled(self) -> Self:
        """Return those that no editor has looked at since the last letter came back."""
        return self.filter(settled=False)

    def against(self, email: str) -> bool:
        """Does an address wait for an editor?"""
        return self.unsettled().filter(email=email.lower()).exists()


class Bounce(models.Model):
    """An e-mail address of a company that did not take a letter.

    It belongs to the address and not to the contact: a pack that is loaded again, or an
    editor who names another address, needs to carry nothing over. It holds no words of
    mail servers, which may name the person who wrote and outlive the case.
    """

    email = models.EmailField(_("e-mail"), unique=True, editable=False)
    """In small letters."""
    first_on = models.DateField(_("first on"), editable=False)
    last_on = models.DateField(_("last on"), editable=False)
    times = models.PositiveIntegerField(_("times"), default=1, editable=False)
    status = models.CharField(
        _("status"),
        max_length=16,
        blank=True,
        editable=False,
        help_text=_(
            "The mail server’s last answer: 5.1 is about the address, 5.2 about the"
            " mailbox, 4 means that it gave up waiting, 5.7 may be about us."
        ),
    )
    settled = models.BooleanField(
        _("looked at"),
        default=False,
        help_text=_("The address is right after all: we may send to it again."),
    )

    objects = BounceQuerySet.as_manager()

    class Meta:
        verbose_name = _("bounced address")
        verbose_name_plural = _("bounced addresses")
        ordering = ["settled", "-last_on", "email"]

    def __str__(self) -> str:
        return self.email
