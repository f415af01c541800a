"""Where a page went, and why: merged, renamed, or no longer there."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from providers.models.fields import slug_validator, validate_https
from providers.models.provider import Provider


class Redirect(models.Model):
    """An address that had a provider once.

    A provider that has the address now comes first. Without one to go to, the page
    says why there is none.
    """

    old_slug = models.SlugField(
        _("old slug"), max_length=60, unique=True, validators=[slug_validator]
    )
    provider = models.ForeignKey(
        Provider,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="redirects",
        verbose_name=_("goes to"),
        help_text=_("Empty: the page says that it is gone, and why."),
    )
    reason = models.TextField(
        _("reason"), help_text=_("A sentence or two for visitors of the old page.")
    )
    since = models.DateField(_("since"))
    source = models.URLField(
        _("source"), max_length=500, blank=True, validators=[validate_https]
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["old_slug"]

    def __str__(self) -> str:
        return self.old_slug

    def clean(self) -> None:
        """Refuse one that nobody would follow: a provider at its address is shown."""
        super().clean()
        if Provider.objects.filter(slug=self.old_slug).exists():
            raise ValidationError(
                {"old_slug": _("A provider has this slug. Change that one first.")}
            )
