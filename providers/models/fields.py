"""Checks and choices of catalogue rows; the same as those of packs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from providers.countries import is_market
from providers.packfields import check_currency, check_url
from providers.vocabulary import RESERVED_SLUGS, Identifier

key_validator = RegexValidator(
    r"^(?!(?:unknown|yes|no)$)[a-z][a-z0-9_-]*$",
    _("Use small letters, digits, - and _ only; begin with a letter."),
)
slug_validator = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$", _("Use small letters, digits and single hyphens.")
)
domain_validator = RegexValidator(
    r"^[a-z0-9-]+(?:\.[a-z0-9-]+)+$", _("Use a domain such as coursera.org.")
)


def validate_free_slug(slug: str) -> None:
    """Refuse what an address of ours stands for already."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("“%(slug)s” is taken."), params={"slug": slug})


FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
day_validators = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]


def choices(
    enum: Iterable[Enum], labels: Mapping[Any, str | Promise] | None = None
) -> list[tuple[str, str | Promise]]:
    """Return (value, label) pairs of an enum; the values are plain, for migrations."""
    return [
        (str(item.value), (labels or {}).get(item, str(item.value).replace("_", " ")))
        for item in enum
    ]


def validate_markets(text: str) -> None:
    """Accept country codes and groups with a space between."""
    wrong = [token for token in text.split() if not is_market(token)]
    if wrong:
        raise ValidationError(
            _("%(tokens)s: use two-letter country codes or EU, EEA, EFTA."),
            params={"tokens": ", ".join(wrong)},
        )


def validate_https(url: str) -> None:
    """Accept whole https addresses only, as packs do."""
    try:
        check_url(url)
    except ValueError as error:
        raise ValidationError(
            _("Use a whole address that begins with https://")
        ) from error


def validate_currency(code: str) -> None:
    """Accept ISO 4217 codes only, as packs do."""
    try:
        check_currency(code)
    except ValueError as error:
        raise ValidationError(
            _("Use a three-letter currency code such as SEK.")
        ) from error


def validate_identifiers(keys: list[str]) -> None:
    """Accept the identifiers a letter has fields for."""
    known = [item.value for item in Identifier]
    if not isinstance(keys, list) or not all(key in known for key in keys):
        raise ValidationError(
            _("Use a list of: %(keys)s."), params={"keys": ", ".join(Identifier)}
        )


def markets_field() -> models.CharField[str, str]:
    """Return a field for the markets a fact holds in."""
    return models.CharField(
        _("markets"),
        max_length=1000,  # every country there is
        blank=True,
        validators=[validate_markets],
        help_text=_("Such as: EU EFTA GB. Empty means everywhere else."),
    )


def english_url_field() -> models.URLField[str, str]:
    """Return a field for the address of the same page in English."""
    return models.URLField(
        _("the same page in English"),
        max_length=500,
        blank=True,
        validators=[validate_https],
        help_text=_("Only where the address names the language."),
    )
