"""Companies that visitors miss: the editors' queue."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from providers.models.fields import validate_markets


class Suggestion(models.Model):
    """A company that somebody would like us to write about. Nothing about that person.

    Everybody who names the same company in the same country adds to one row.
    """

    class State(models.TextChoices):
        """How far the editors have come."""

        WAITING = "waiting", _("waiting")
        PLANNED = "planned", _("planned")
        WRITTEN = "written", _("written about")
        DECLINED = "declined", _("not for us")

    folded = models.CharField(max_length=120, editable=False)
    name = models.CharField(_("name"), max_length=100)
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[validate_markets]
    )
    website = models.CharField(_("website"), max_length=200, blank=True)
    times = models.PositiveIntegerField(_("asked for"), default=1)
    first_on = models.DateField(_("first on"))
    last_on = models.DateField(_("last on"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["-times", "-last_on", "name"]
        constraints = [
            models.UniqueConstraint(
                name="providers_suggestion_once", fields=["folded", "country"]
            )
        ]
        indexes = [models.Index(name="providers_suggestion_day", fields=["first_on"])]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse the country of another row; the folded name is in no form."""
        super().clean()
        same = Suggestion.objects.filter(folded=self.folded, country=self.country)
        if same.exclude(pk=self.pk).exists():
            said = _("This company is suggested for that country already.")
            raise ValidationError({"country": said})
