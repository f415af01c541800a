"""Who it is: the provider, its names and domains, and the sources of all facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Self
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import connections, models
from django.db.models import Q, Value
from django.db.models.functions import Cast, Concat, StrIndex
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from providers.attribution import Collection
from providers.clashes import Claim
from providers.labels import CATEGORIES, TIERS
from providers.models.fields import (
    choices,
    domain_validator,
    key_validator,
    slug_validator,
    validate_free_slug,
    validate_https,
    validate_identifiers,
)
from providers.models.lookup import find
from providers.vocabulary import Category, SourceKind, Tier


class ProviderQuerySet(models.QuerySet["Provider"]):
    """Questions about many providers."""

    def listed(self) -> Self:
        """Return the providers of the catalogue by name, the researched ones first."""
        return self.order_by("-tier", "name")  # "curated" comes after "basic"

    def in_each_category(self) -> list[tuple[str, str | Promise, int]]:
        """Return the categories that have providers: key, name and number."""
        found = self.order_by().values_list("category").annotate(models.Count("pk"))
        numbers = dict(found)
        return [
            (category.value, name, numbers[category.value])
            for category, name in CATEGORIES.items()
            if category.value in numbers
        ]

    def in_category(self, category: str) -> Self:
        """Return the providers of a category; of all, where it is none of ours."""
        return self.filter(category=category) if category in CATEGORIES else self.all()

    def rest_on(self, collections: Iterable[Collection]) -> dict[str, Any]:
        """Return in one query how many sources there are, and how old the checks are.

        ``companies``, ``sources``, ``oldest``, ``newest``, and the number of sources
        in each collection by its key.
        """
        return self.order_by().aggregate(
            companies=models.Count("pk", distinct=True),
            oldest=models.Min("checked_on"),
            newest=models.Max("checked_on"),
            **{
                item.key: models.Count("sources", filter=item.sources)
                for item in collections
            },
            sources=models.Count("sources"),
        )

    def checked_before(self, day: date) -> Self:
        """Return the providers whose facts nobody has compared since a day."""
        return self.filter(checked_on__lt=day)

    def checked_since(self, day: date) -> Self:
        """Return the providers whose facts were compared on a day or later."""
        return self.filter(checked_on__gte=day)

    def claims(self) -> Iterator[Claim]:
        """Yield the names that these providers have, to compare them with others'.

        Those of companies from open data claim nothing: of them, several may be called
        the same.
        """
        known = self.filter(tier=Tier.CURATED.value).order_by()
        for slug, name in known.values_list("slug", "name"):
            yield Claim(slug, f"{slug} (in the database)", "slug", slug)
            yield Claim(slug, f"{slug} (in the database)", "name", name)
        names = Name.objects.filter(provider__in=known)
        for slug, kind, name in names.values_list("provider__slug", "kind", "name"):
            yield Claim(slug, f"{slug} (in the database)", kind, name)

    def search(self, query: str) -> Self:
        """Return the providers a person may mean, best first: 30 at most.

        By name, other or former name, domain or product, in any spelling that is near.
        """
        if not query.split():
            return self.listed()
        found = find(connections[self.db], query)
        return self.filter(pk__in=found).order_by(_place_in(found))


def _place_in(keys: list[int]) -> StrIndex:
    """Return where a row stands in a list; much shorter than a case for each key."""
    key = Concat(Value(","), Cast("pk", models.CharField()), Value(","))
    return StrIndex(Value("," + ",".join(map(str, keys)) + ","), key)


class Provider(models.Model):
    """Somebody who sells subscriptions or courses."""

    slug = models.SlugField(
        _("slug"),
        max_length=60,
        unique=True,
        validators=[slug_validator, validate_free_slug],
    )
    name = models.CharField(_("name"), max_length=120)
    category = models.CharField(
        _("category"), max_length=20, choices=choices(Category, CATEGORIES)
    )
    tier = models.CharField(
        _("what we know"),
        max_length=10,
        choices=choices(Tier, TIERS),
        default=Tier.CURATED.value,
    )
    website = models.URLField(
        _("website"), max_length=500, blank=True, validators=[validate_https]
    )
    summary = models.TextField(
        _("summary"), help_text=_("One sentence: what it is and who runs it.")
    )
    letter_identifiers = models.JSONField(
        _("identifiers for a letter"),
        default=list,
        blank=True,
        validators=[validate_identifiers],
        help_text=_("What the provider needs to find a customer, as a list of keys."),
    )
    checked_on = models.DateField(
        _("checked on"),
        help_text=_("The day somebody last compared these facts with their sources."),
    )
    loaded_digest = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="SHA-256 of the pack as last loaded; differs once edited.",
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        ordering = ["name"]
        indexes = [
            models.Index(name="providers_provider_by_name", fields=["name"]),
            models.Index(fields=["-tier", "name"], name="providers_in_order"),
            models.Index(
                name="providers_provider_by_category",
                fields=["category", "-tier", "name"],
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="providers_provider_curated_has_website",
                condition=Q(tier=Tier.BASIC.value) | ~Q(website=""),
                violation_error_message=_("A researched provider needs its website."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def host(self) -> str:
        """The website as people say it: tells companies of one name apart."""
        return (urlsplit(self.website).hostname or "").removeprefix("www.")


class Part(models.Model):
    """Base of everything that belongs to one provider and keeps an order."""

    provider = models.ForeignKey(
        Provider,
        on_delete=models.CASCADE,
        related_name="%(class)ss",
        verbose_name=_("provider"),
    )
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Lower numbers come first.")
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def clean(self) -> None:
        """Refuse a key twice, also where the form does not show the provider.

        Django then leaves the constraint to the database, which answers with an error.
        """
        super().clean()
        unique = models.UniqueConstraint
        once: list[Any] = [c for c in self._meta.constraints if isinstance(c, unique)]
        for constraint in once:
            try:
                constraint.validate(type(self), self)
            except ValidationError as error:
                beside = constraint.fields[-1]
                raise ValidationError({beside: error.messages}) from error


class Name(Part):
    """Another name people search for."""

    class NameKind(models.TextChoices):
        """Still in use, or history."""

        ALIAS = "alias", _("also called")
        FORMER = "former_name", _("formerly called")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=NameKind.choices)

    class Meta(Part.Meta):
        verbose_name = _("other name")
        verbose_name_plural = _("other names")

    def __str__(self) -> str:
        return self.name


class Domain(Part):
    """A domain the provider itself runs; contacts and links must lie under one."""

    name = models.CharField(_("domain"), max_length=120, validators=[domain_validator])

    class Meta(Part.Meta):
        verbose_name = _("official domain")
        verbose_name_plural = _("official domains")
        indexes = [models.Index(fields=["name"], name="providers_domain_name")]

    def __str__(self) -> str:
        return self.name


class Source(Part):
    """Where facts were read."""

    key = models.CharField(_("key"), max_length=60, validators=[key_validator])
    title = models.CharField(_("title"), max_length=250)
    url = models.URLField(_("address"), max_length=500, validators=[validate_https])
    kind = models.CharField(_("kind"), max_length=20, choices=choices(SourceKind))
    document_date = models.DateField(_("date of the document"), null=True, blank=True)
    seen_on = models.DateField(_("copy seen on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta(Part.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(
                name="providers_source_key_once",
                fields=["provider", "key"],
                violation_error_message=_("This provider has a source with that key."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"


class SourcedPart(Part):
    """A fact: nothing is stated without its source."""

    source = models.ForeignKey(
        Source, on_delete=models.RESTRICT, verbose_name=_("source"), related_name="+"
    )

    class Meta(Part.Meta):
        abstract = True

    def clean(self) -> None:
        """Refuse a source of another provider: this one's pack would not have it."""
        super().clean()
        source = Source.objects.filter(pk=self.source_id).first()
        if source and source.provider_id != self.provider_id:
            raise ValidationError(
                {"source": _("This source belongs to another provider.")}
            )
