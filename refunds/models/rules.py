"""Policy rules as ordered rows, the events that end them, and golden cases."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from providers.models import Channel, Part, Product, SourcedPart
from providers.models.fields import (
    choices,
    day_validators,
    key_validator,
    validate_markets,
)
from refunds.datapack import RESERVED
from refunds.engine.facts import Charge, Promise, Start
from refunds.engine.verdict import Outcome

PROMISES = {
    Promise.FULL: _("full refund"),
    Promise.PARTIAL: _("partial refund"),
    Promise.NONE: _("no refund"),
    Promise.NO_CHARGE: _("nothing is charged (free trial)"),
    Promise.ASK_PROVIDER: _("one may ask, the provider decides"),
    Promise.ASK_MARKETPLACE: _("the seller decides"),
}
CHARGES = {
    Charge.FIRST: _("first payment"),
    Charge.RENEWAL: _("renewal"),
}
STARTS = {
    Start.PAYMENT: _("the payment"),
    Start.START: _("the start; before that the window is open"),
    Start.SIGNUP: _("the day of sign-up"),
    Start.TRIAL_END: _("the end of the free trial"),
    Start.RENEWAL: _("the renewal"),
    Start.PAYMENT_OR_START: _("the payment or the start, whichever comes first"),
}


def validate_event_key(key: str) -> None:
    """Refuse the name of another question; one would hide the other."""
    if key in RESERVED:
        raise ValidationError(_("This is the name of another question."))


class RefundEvent(Part):
    """Something that may end a right, with the words that ask for it."""

    key = models.CharField(
        _("key"), max_length=60, validators=[key_validator, validate_event_key]
    )
    label = models.CharField(_("label"), max_length=60)
    question = models.CharField(_("question"), max_length=200)
    why = models.TextField(_("why we ask"))
    where = models.TextField(_("where to find it"), blank=True)
    happened = models.CharField(
        _("when it has happened"),
        max_length=200,
        help_text=_("A statement, as in a letter."),
    )
    not_happened = models.CharField(_("when it has not"), max_length=200)
    in_letter = models.CharField(
        _("when it has not, in a letter"),
        max_length=200,
        help_text=_("A whole sentence, said by the sender."),
    )

    class Meta(Part.Meta):
        verbose_name = _("event that ends a right")
        verbose_name_plural = _("events that end a right")
        constraints = [
            models.UniqueConstraint(
                name="refunds_event_key_once",
                fields=["provider", "key"],
                violation_error_message=_("This provider has an event with that key."),
            )
        ]

    def __str__(self) -> str:
        return self.key


class RefundRuleQuerySet(models.QuerySet["RefundRule"]):
    """Questions about the rules of all providers."""

    def newest(self, today: date) -> Self:
        """Return rules by the day they began to hold, the latest day first."""
        return self.filter(valid_from__lte=today).order_by(
            "-valid_from", "-provider_id"
        )


class RefundRule(SourcedPart):
    """One dated promise. Rules are tried in order; the first that covers decides."""

    key = models.CharField(
        _("key"),
        max_length=60,
        validators=[key_validator],
        help_text=_("Short name of the rule; shown in verdicts and logs."),
    )
    outcome = models.CharField(
        _("outcome"),
        max_length=20,
        choices=choices(Promise, PROMISES),
        help_text=_("What somebody gets who is covered and inside the window."),
    )
    products: models.ManyToManyField[Product, models.Model] = models.ManyToManyField(
        Product,
        blank=True,
        verbose_name=_("products"),
        related_name="+",
        help_text=_("None chosen means all products."),
    )
    channels: models.ManyToManyField[Channel, models.Model] = models.ManyToManyField(
        Channel,
        blank=True,
        verbose_name=_("channels"),
        related_name="+",
        help_text=_("None chosen means all channels the provider itself charges in."),
    )
    countries = models.CharField(
        _("countries of residence"),
        max_length=1000,  # every country there is
        blank=True,
        validators=[validate_markets],
        help_text=_("Such as: IN, or EU GB. Empty means all countries."),
    )
    charge = models.CharField(
        _("charge"),
        max_length=10,
        blank=True,
        choices=choices(Charge, CHARGES),
        help_text=_("First payment, renewal, or empty for both."),
    )
    valid_from = models.DateField(
        _("valid from"),
        null=True,
        blank=True,
        help_text=_("First day of purchase the rule applies to."),
        validators=day_validators,
    )
    valid_to = models.DateField(
        _("valid to"),
        null=True,
        blank=True,
        help_text=_("Last day of purchase the rule applies to, that day included."),
        validators=day_validators,
    )
    window_days = models.PositiveSmallIntegerField(
        _("days"),
        null=True,
        blank=True,
        help_text=_("Day 0 is the day of the event; the last day is inside."),
        validators=[MaxValueValidator(3660)],
    )
    window_start = models.CharField(
        _("counted from"), max_length=20, blank=True, choices=choices(Start, STARTS)
    )
    ended_by: models.ManyToManyField[RefundEvent, models.Model] = (
        models.ManyToManyField(
            RefundEvent,
            blank=True,
            verbose_name=_("ended by"),
            related_name="+",
            help_text=_("Events that end the right even inside the window."),
        )
    )
    explanation = models.TextField(
        _("explanation"), help_text=_("One or two sentences for the consumer.")
    )
    caveat = models.TextField(
        _("caveat"), blank=True, help_text=_("What the reader should know besides.")
    )

    objects = RefundRuleQuerySet.as_manager()

    class Meta(SourcedPart.Meta):
        verbose_name = _("refund rule")
        verbose_name_plural = _("refund rules")
        indexes = [
            models.Index(name="refunds_rule_newest", fields=["valid_from", "provider"])
        ]
        constraints = [
            models.UniqueConstraint(
                name="refunds_rule_key_once",
                fields=["provider", "key"],
                violation_error_message=_("This provider has a rule with that key."),
            ),
            models.CheckConstraint(
                name="refunds_rule_valid_in_order",
                condition=Q(valid_from=None)
                | Q(valid_to=None)
                | Q(valid_from__lte=F("valid_to")),
                violation_error_message=_("“Valid from” comes after “valid to”."),
            ),
            models.CheckConstraint(
                name="refunds_rule_window_whole",
                condition=Q(window_days=None, window_start="")
                | (Q(window_days__isnull=False) & ~Q(window_start="")),
                violation_error_message=_(
                    "A window needs both its days and what they are counted from."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class GoldenCase(Part):
    """A purchase whose answer is known; it must stay right when rules change."""

    key = models.CharField(_("key"), max_length=60, validators=[key_validator])
    why = models.CharField(_("why this case"), max_length=300)
    today = models.DateField(_("asked on"))
    purchase = models.JSONField(
        _("purchase"), default=dict, help_text=_("Answers by query key.")
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=choices(Outcome))
    deadline = models.DateField(_("deadline"), null=True, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("golden case")
        verbose_name_plural = _("golden cases")
        constraints = [
            models.UniqueConstraint(
                name="refunds_case_key_once",
                fields=["provider", "key"],
                violation_error_message=_("This provider has a case with that key."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.why}"
