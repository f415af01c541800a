"""Statutory rights as dated rows, one for each group of countries with one act."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from providers.countries import expand
from providers.models.fields import (
    choices,
    day_validators,
    key_validator,
    validate_https,
    validate_markets,
)
from refunds.calendars import kinds_not_known
from refunds.engine.law import DataRight, Right

RIGHTS = {
    Right.WITHDRAWAL: _("a right of withdrawal"),
    Right.NONE: _("no general right of withdrawal"),
    Right.VARIES: _("differs within the country, not worked out"),
}
DATA_RIGHTS = {
    DataRight.GDPR: _("GDPR, with its articles"),
    DataRight.UK_GDPR: _("UK GDPR, with its articles"),
    DataRight.ACT: _("an act that is named without articles"),
    DataRight.NONE: _("no act is named"),
}
MONTH_AND_DAY = re.compile(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


def validate_yearly_days(text: str) -> None:
    """Accept month-day pairs with a space between, such as 06-05 12-24."""
    wrong = [token for token in text.split() if not MONTH_AND_DAY.fullmatch(token)]
    if wrong:
        raise ValidationError(
            _("%(tokens)s: use month-day, such as 12-24."),
            params={"tokens": ", ".join(wrong)},
        )


class DatedLaw(models.Model):
    """Base of law rows: which countries, from which day, by which source."""

    key = models.CharField(
        _("key"), max_length=60, unique=True, validators=[key_validator]
    )
    countries = models.CharField(
        _("countries of residence"),
        max_length=1000,
        validators=[validate_markets],
        help_text=_("Such as: SE, or IS LI."),
    )
    since = models.DateField(
        _("in force from"),
        validators=day_validators,
        help_text=_(
            "First day it applies. A later row for the same country takes over on its"
            " day by itself."
        ),
    )
    name = models.CharField(
        _("name of the act"),
        max_length=300,
        help_text=_("As it is cited to a consumer in that country."),
    )
    source_title = models.CharField(_("title of the source"), max_length=250)
    source_url = models.URLField(
        _("address of the source"),
        max_length=500,
        blank=True,
        validators=[validate_https],
    )
    seen_on = models.DateField(_("copy seen on"), null=True, blank=True)
    checked_on = models.DateField(_("checked on"))
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key} ({self.since:%Y-%m-%d})"

    def clean(self) -> None:
        """Refuse two rows for one country from the same day: which would hold?"""
        super().clean()
        others = type(self)._default_manager.filter(since=self.since)
        mine = expand(self.countries.split())
        for other in others.exclude(pk=self.pk):
            shared = mine & expand(other.countries.split())
            if shared:
                raise ValidationError(
                    {
                        "countries": _("%(key)s already holds for %(countries)s then.")
                        % {"key": other.key, "countries": ", ".join(sorted(shared))}
                    }
                )


class Provision(DatedLaw):
    """The right of withdrawal of some countries."""

    right = models.CharField(
        _("what the law gives"), max_length=20, choices=choices(Right, RIGHTS)
    )
    days = models.PositiveSmallIntegerField(
        _("days"),
        default=14,
        validators=[MaxValueValidator(366)],
        help_text=_("Calendar days after the contract; that last day is inside."),
    )
    months_without_information = models.PositiveSmallIntegerField(
        _("months more without information"),
        default=12,
        validators=[MaxValueValidator(60)],
    )
    refund_days = models.PositiveSmallIntegerField(
        _("days to refund"), default=14, validators=[MaxValueValidator(366)]
    )
    rolls = models.BooleanField(
        _("a limit on a holiday moves"),
        default=False,
        help_text=_("To the next working day. Saturdays and Sundays count, too."),
    )
    holiday_categories = models.CharField(
        _("kinds of holidays"),
        max_length=60,
        blank=True,
        default="public",
        help_text=_(
            "As the holidays library has them for these countries: public, mostly;"
            " for Sweden de_facto as well."
        ),
    )
    more_holidays = models.CharField(
        _("further days that move a limit"),
        max_length=120,
        blank=True,
        validators=[validate_yearly_days],
        help_text=_("Month-day, such as: 06-05 12-24."),
    )
    sent_in_time_counts = models.BooleanField(
        _("sent in time is enough"),
        default=False,
        help_text=_("The act says so, even if the message is delayed or lost."),
    )
    undisclosed_charge_restarts = models.BooleanField(
        _("an undisclosed charge starts it anew"),
        default=False,
        help_text=_("After a free trial (EU Court of Justice, C-565/22)."),
    )
    renewals = models.BooleanField(_("a new period at each renewal"), default=False)
    function_since = models.DateField(
        _("withdrawal function since"),
        null=True,
        blank=True,
        help_text=_("First day on which traders must offer one on their site."),
    )
    certain = models.BooleanField(
        _("certain"),
        default=False,
        help_text=_("Confirmed in the text itself. Otherwise answers say “probably”."),
    )
    announced = models.BooleanField(
        _("announced only"),
        default=False,
        help_text=_("Untick once it is confirmed to be in force."),
    )
    doubt = models.TextField(
        _("why it is only probable"),
        blank=True,
        help_text=_("Goes on from “probably, because …”."),
    )
    explanation = models.TextField(
        _("explanation"),
        blank=True,
        help_text=_("Where there is no right: why, and what there is instead."),
    )
    cite_withdraw = models.CharField(
        _("citation for the withdrawal"), max_length=300, blank=True
    )
    cite_refund = models.CharField(
        _("citation for the refund"), max_length=300, blank=True
    )
    cite_acceptance = models.CharField(
        _("citation for sales by phone"),
        max_length=300,
        blank=True,
        help_text=_("Where who is called must accept in writing to be bound."),
    )

    class Meta(DatedLaw.Meta):
        verbose_name = _("right of withdrawal")
        verbose_name_plural = _("rights of withdrawal")

    def clean(self) -> None:
        """Refuse what no letter could cite, no reason is given for or nobody can count.

        Not as constraints of the database: these texts have a column a language.
        """
        super().clean()
        cited = self._is_said("cite_withdraw") and self._is_said("cite_refund")
        if self.right == Right.WITHDRAWAL and not cited:
            raise ValidationError({"right": _("A right needs both citations.")})
        if not (self.certain or self._is_said("doubt")):
            raise ValidationError(
                {"certain": _("Say why it is only probable, or tick “certain”.")}
            )
        self._refuse_unknown_holidays()

    def _refuse_unknown_holidays(self) -> None:
        """The library raises an error for a kind that a country does not have."""
        countries = expand(self.countries.split())
        unknown = kinds_not_known(countries, self.holiday_categories.split())
        if unknown:
            said = _("There are no such holidays: %(kinds)s.")
            raise ValidationError(
                {"holiday_categories": said % {"kinds": ", ".join(unknown)}}
            )

    def _is_said(self, field: str) -> bool:
        """Does every language have the text?"""
        return all(
            getattr(self, f"{field}_{code}") for code, _name in settings.LANGUAGES
        )


class DataProvision(DatedLaw):
    """The data protection law of some countries, and who hears complaints."""

    right = models.CharField(
        _("what a letter may name"),
        max_length=20,
        choices=choices(DataRight, DATA_RIGHTS),
    )
    authority = models.CharField(_("supervisory authority"), max_length=160, blank=True)
    authority_url = models.URLField(
        _("page of the authority"),
        max_length=500,
        blank=True,
        validators=[validate_https],
    )

    class Meta(DatedLaw.Meta):
        verbose_name = _("data protection law")
        verbose_name_plural = _("data protection laws")
