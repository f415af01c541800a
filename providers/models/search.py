"""What providers are found by; ``providers.indexing`` writes it."""

from __future__ import annotations

from typing import Self

from django.db import models

from providers.models.provider import Provider
from providers.spelling import LONGEST


class SearchTerm(models.Model):
    """A text that means a provider, folded and without blanks.

    Searching is a walk along the index of one weight from the first text that begins
    as typed, so a catalogue a hundred times as large takes no longer.
    """

    class Weight(models.IntegerChoices):
        """Where the text comes from; a smaller one comes first."""

        NAME = 0
        OTHER_NAME = 1
        WORD = 2  # a later word of a name, with what follows it
        DOMAIN = 3
        PRODUCT = 4
        PRODUCT_WORD = 5
        # Of a provider with contacts only, so that thousands of them hide no other.
        # None of them has products.
        BASIC_NAME = 6
        BASIC_OTHER_NAME = 7
        BASIC_WORD = 8
        BASIC_DOMAIN = 9

    provider = models.ForeignKey(
        Provider, on_delete=models.CASCADE, related_name="terms", db_index=False
    )
    text = models.CharField(max_length=LONGEST)
    weight = models.PositiveSmallIntegerField(choices=Weight.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="providers_searchterm_once", fields=["provider", "text"]
            )
        ]
        indexes = [
            models.Index(
                name="providers_searchterm_walk", fields=["weight", "text", "provider"]
            )
        ]

    def __str__(self) -> str:
        return self.text


class SpellingQuerySet(models.QuerySet["Spelling"]):
    """Questions about spellings."""

    def unused(self) -> Self:
        """Return those that no provider is found by any more."""
        return self.exclude(text__in=SearchTerm.objects.values("text"))


class Spelling(models.Model):
    """Each text of the terms once, cut into trigrams: the right spelling of a typo.

    The trigrams are an FTS5 table in SQLite, kept by triggers, and an index of pg_trgm
    in PostgreSQL; migration 0002 makes both.
    """

    text = models.CharField(max_length=LONGEST, unique=True)

    objects = SpellingQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text
