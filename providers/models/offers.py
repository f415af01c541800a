"""What they sell, where, for how much, and how to reach them."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from providers.labels import PURPOSES
from providers.models.fields import (
    choices,
    english_url_field,
    key_validator,
    markets_field,
    slug_validator,
    validate_currency,
    validate_https,
    validate_markets,
)
from providers.models.provider import Provider, SourcedPart
from providers.vocabulary import Billing, Kind, Purpose, Supply, Topic


class Entity(SourcedPart):
    """The company that people in some markets have their contract with."""

    provider = models.ForeignKey(
        Provider,
        on_delete=models.CASCADE,
        related_name="entities",
        verbose_name=_("provider"),
    )
    name = models.CharField(_("legal name"), max_length=160)
    country = models.CharField(
        _("country"), max_length=2, validators=[validate_markets]
    )
    markets = markets_field()
    role = models.TextField(_("role"))

    class Meta(SourcedPart.Meta):
        verbose_name = _("legal entity")
        verbose_name_plural = _("legal entities")

    def __str__(self) -> str:
        return self.name


class Contact(SourcedPart):
    """One way to reach the provider for one purpose."""

    purpose = models.CharField(
        _("purpose"), max_length=20, choices=choices(Purpose, PURPOSES)
    )
    markets = markets_field()
    lines = models.TextField(
        _("postal address"), blank=True, help_text=_("One line a row, without country.")
    )
    country = models.CharField(
        _("country of the address"),
        max_length=2,
        blank=True,
        validators=[validate_markets],
    )
    email = models.EmailField(_("e-mail"), blank=True)
    url = models.URLField(
        _("web form or page"), max_length=500, blank=True, validators=[validate_https]
    )
    url_en = english_url_field()
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta(SourcedPart.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                name="providers_contact_reachable",
                condition=~Q(lines="", email="", url="", phone=""),
                violation_error_message=_(
                    "Give an address, an e-mail, a web page or a telephone number."
                ),
            ),
            models.CheckConstraint(
                name="providers_contact_address_has_country",
                condition=Q(lines="") | ~Q(country=""),
                violation_error_message=_("A postal address needs its country."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.markets}".strip()


class Channel(SourcedPart):
    """A place where it is sold, and how to get out there."""

    key = models.CharField(_("key"), max_length=60, validators=[key_validator])
    name = models.CharField(_("name"), max_length=120)
    billed_by = models.SlugField(
        _("charged by"),
        max_length=60,
        blank=True,
        help_text=_("Slug of the store that takes the money, such as app-store."),
        validators=[slug_validator],
    )
    on_premises = models.BooleanField(
        _("on the premises"),
        default=False,
        help_text=_(
            "Bought in the company’s own shop or gym: no right of withdrawal by law."
        ),
    )
    steps = models.TextField(
        _("steps to cancel"), blank=True, help_text=_("One step a line.")
    )
    cancel_url = models.URLField(
        _("page to cancel on"), max_length=500, blank=True, validators=[validate_https]
    )
    cancel_url_en = english_url_field()
    refund_steps = models.TextField(
        _("steps to ask for money"), blank=True, help_text=_("One step a line.")
    )
    refund_url = models.URLField(
        _("page to ask for money"),
        max_length=500,
        blank=True,
        validators=[validate_https],
    )
    refund_url_en = english_url_field()
    note = models.TextField(_("note"), blank=True)

    class Meta(SourcedPart.Meta):
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        constraints = [
            models.UniqueConstraint(
                name="providers_channel_key_once",
                fields=["provider", "key"],
                violation_error_message=_("This provider has a channel with that key."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Product(SourcedPart):
    """Something one can buy."""

    key = models.CharField(_("key"), max_length=60, validators=[key_validator])
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=choices(Kind))
    billing = models.CharField(
        _("billing"), max_length=10, blank=True, choices=choices(Billing)
    )
    supply = models.CharField(
        _("what the law sees in it"),
        max_length=20,
        choices=choices(Supply),
        help_text=_("A subscription to a changing catalogue is a digital service."),
    )
    trial_days = models.PositiveSmallIntegerField(
        _("trial days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
    )
    markets = markets_field()
    binding = models.TextField(_("binding period"), blank=True)
    notice = models.TextField(_("notice"), blank=True)
    features = models.TextField(_("what one gets"), blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta(SourcedPart.Meta):
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.UniqueConstraint(
                name="providers_product_key_once",
                fields=["provider", "key"],
                violation_error_message=_("This provider has a product with that key."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Price(SourcedPart):
    """A price somebody published, with the day it was read."""

    product = models.ForeignKey(
        Product,
        on_delete=models.CASCADE,
        related_name="prices",
        verbose_name=_("product"),
    )
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    currency = models.CharField(
        _("currency"), max_length=3, validators=[validate_currency]
    )
    country = models.CharField(
        _("country"), max_length=2, validators=[validate_markets]
    )
    period = models.CharField(_("period"), max_length=10, choices=choices(Billing))
    as_of = models.DateField(_("read on"))
    note = models.TextField(_("note"), blank=True)

    class Meta(SourcedPart.Meta):
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        constraints = [
            models.CheckConstraint(
                name="providers_price_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message=_("A price cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class NoteQuerySet(models.QuerySet["Note"]):
    """Questions about the notes of all providers."""

    def newest_changes(self, today: date) -> Self:
        """Return notes of what changed by their day, the latest day first."""
        changes = self.filter(topic=Topic.CHANGES.value, since__lte=today)
        return changes.order_by("-since", "-provider_id")


class Note(SourcedPart):
    """A paragraph or list item of the guide page, in our own words."""

    topic = models.CharField(_("topic"), max_length=20, choices=choices(Topic))
    text = models.TextField(_("text"))
    since = models.DateField(
        _("since"),
        null=True,
        blank=True,
        help_text=_("For changes: the day it changed."),
    )

    objects = NoteQuerySet.as_manager()

    class Meta(SourcedPart.Meta):
        verbose_name = _("guide note")
        verbose_name_plural = _("guide notes")
        indexes = [
            models.Index(
                name="providers_note_newest", fields=["topic", "since", "provider"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.text[:60]}"
