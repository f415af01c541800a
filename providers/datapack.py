"""The pack format: one TOML file a provider, validated whole (DESIGN 3).

Pure: files and values in, a frozen pack or a :class:`PackError` out that lists every
problem with its key path.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from providers.packfields import (
    Country,
    Currency,
    Declared,
    Domain,
    EnglishUrl,
    Key,
    Line,
    Markets,
    OfficialEmail,
    OfficialUrl,
    Slug,
    SourceRef,
    Text,
    Url,
    at_most,
    check_given,
    check_some,
    unique_by,
)
from providers.vocabulary import (
    Billing,
    Category,
    Identifier,
    Kind,
    Purpose,
    SourceKind,
    Supply,
    Topic,
)

MAX_BYTES = 400_000
"""No honest pack is larger; a bigger file is refused unread."""


class PackError(Exception):
    """A pack cannot be read. ``problems`` holds "key.path: what is wrong" lines."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        self.path = path
        self.problems = problems
        super().__init__("\n".join(f"{path.name}: {problem}" for problem in problems))


class Part(BaseModel):
    """Base of everything in a pack: frozen, and an unknown key is a typing error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Localized(Part):
    """A text in every language of the site."""

    sv: Text
    en: Text

    def in_language(self, language: str) -> str:
        """Return the text in a language of the site."""
        return str(getattr(self, language))


class LocalizedLines(Part):
    """A list of steps in every language of the site."""

    sv: tuple[Line, ...] = Field(min_length=1)
    en: tuple[Line, ...] = Field(min_length=1)

    def in_language(self, language: str) -> tuple[str, ...]:
        """Return the steps in a language of the site."""
        return tuple(getattr(self, language))


Name = Annotated[Line, at_most(120)]
LocalizedName = Annotated[Localized, at_most(120)]


class PackedSource(Part):
    """Where facts were read. Without an address only where nothing public exists."""

    title: Annotated[Text, at_most(250)]
    url: Url
    kind: SourceKind
    document_date: date | None = None
    seen_on: date | None = None
    note: Text | None = None


class PackedEntity(Part):
    """The legal person people in some markets deal with. No market: everywhere else."""

    name: Annotated[Text, at_most(160)]
    country: Country
    markets: Markets = ()
    role: Localized
    source: SourceRef


class PackedContact(Part):
    """One way to reach the provider for one purpose. No market: everywhere else."""

    purpose: Purpose
    markets: Markets = ()
    lines: tuple[Line, ...] = ()
    country: Country | None = None
    email: OfficialEmail | None = None
    url: OfficialUrl | None = None
    url_en: EnglishUrl = None
    phone: Annotated[Line, at_most(40)] | None = None
    note: Localized | None = None
    source: SourceRef

    @model_validator(mode="after")
    def check_together(self) -> Self:
        if not (self.lines or self.email or self.url or self.phone):
            raise ValueError("needs lines, email, url or phone")
        if self.lines and self.country is None:
            raise ValueError("an address needs its country")
        return self


class PackedChannel(Part):
    """A place where it is sold.

    ``billed_by`` is the slug of the store that charges; ``on_premises`` tells a shop or
    gym of the company's own, where the law on distance contracts does not reach.
    """

    key: Key
    name: LocalizedName
    billed_by: Slug | None = None
    # Left out while it is not so: packs loaded before there was this field keep their
    # digest.
    on_premises: Annotated[bool, Field(exclude_if=lambda told: not told)] = False
    steps: LocalizedLines | None = None
    cancel_url: OfficialUrl | None = None
    cancel_url_en: EnglishUrl = None
    refund_steps: LocalizedLines | None = None
    refund_url: OfficialUrl | None = None
    refund_url_en: EnglishUrl = None
    note: Localized | None = None
    source: SourceRef


class PackedPrice(Part):
    """A price somebody published. ``as_of`` is the day it was read there."""

    amount: Annotated[
        Decimal,
        Field(ge=0, max_digits=10, decimal_places=2),
        AfterValidator(lambda amount: amount.quantize(Decimal("0.01"))),
    ]
    currency: Currency
    country: Country
    period: Billing
    as_of: date
    note: Localized | None = None
    source: SourceRef


class PackedProduct(Part):
    """Something one can buy. No market: sold everywhere the provider sells."""

    key: Key
    name: LocalizedName
    kind: Kind
    billing: Billing | None = None
    supply: Supply
    trial_days: Annotated[int, Field(ge=1, le=366)] | None = None
    markets: Markets = ()
    binding: Localized | None = None
    notice: Localized | None = None
    features: Localized | None = None
    note: Localized | None = None
    prices: Annotated[
        tuple[PackedPrice, ...], unique_by("country", "currency", "period", "as_of")
    ] = ()
    source: SourceRef

    @property
    def recurs(self) -> bool:
        """Does it renew until somebody stops it?"""
        return self.kind is Kind.SUBSCRIPTION


class PackedNote(Part):
    """A paragraph or list item of the guide, in our own words."""

    topic: Topic
    text: Localized
    since: date | None = None
    source: SourceRef


class ProviderPack(Part):
    """The part of a pack that says who the provider is and what they say."""

    format: Annotated[int, Field(ge=1, le=1)]
    slug: Slug
    name: Name
    category: Category
    website: Annotated[OfficialUrl | None, AfterValidator(check_given)] = Field(
        default=None, validate_default=True
    )
    checked_on: date
    domains: Annotated[tuple[Domain, ...], AfterValidator(check_some)]
    aliases: tuple[Name, ...] = ()
    former_names: tuple[Name, ...] = ()
    letter_identifiers: tuple[Identifier, ...] = ()
    summary: Localized
    sources: Annotated[dict[Key, PackedSource], AfterValidator(check_some)]
    entities: tuple[PackedEntity, ...] = ()
    contacts: tuple[PackedContact, ...] = ()
    channels: Annotated[tuple[PackedChannel, ...], unique_by("key")] = ()
    products: Annotated[tuple[PackedProduct, ...], unique_by("key")] = ()
    notes: tuple[PackedNote, ...] = ()

    @property
    def source_numbers(self) -> dict[str, int]:
        """The number under which a page refers to each source, by its key."""
        return {key: number for number, key in enumerate(self.sources, 1)}

    @classmethod
    def checked(cls, data: dict[str, Any]) -> Self:
        """Return a pack whose references and official domains are checked as well.

        Raises:
            ValidationError: with every problem.
        """
        return cls.model_validate(data, context=Declared(data))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read and check a file.

        Raises:
            PackError: with every problem of the file.
        """
        if path.stat().st_size > MAX_BYTES:
            raise PackError(path, [f"(file): larger than {MAX_BYTES} bytes"])
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (ValueError, RecursionError) as error:  # also of TOML and of UTF-8
            raise PackError(path, [f"(file): not valid TOML: {error}"]) from error
        wrong_name = [f"slug: {data.get('slug')!r} must be the file's name"]
        try:
            pack = cls.checked(data)
        except ValidationError as error:
            problems = problems_of(error)
            if data.get("slug") != path.stem and not _names(problems, "slug"):
                problems += wrong_name
            raise PackError(path, problems) from error
        if pack.slug != path.stem:
            raise PackError(path, wrong_name)
        return pack


def _names(problems: list[str], place: str) -> bool:
    return any(problem.startswith(f"{place}: ") for problem in problems)


def problems_of(error: ValidationError) -> list[str]:
    """Return one line a problem: key path, then what is wrong."""
    return [
        f"{key_path(item['loc'])}: {item['msg'].removeprefix('Value error, ')}"
        for item in error.errors(include_url=False)
    ]


def key_path(location: Iterable[str | int]) -> str:
    """Return ``rules[3].window.days`` for a place in a pack."""
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path or "(file)"
