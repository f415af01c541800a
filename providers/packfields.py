"""The kinds of fields a pack has, each with the check that belongs to it.

References (to a source, a product, a channel) are checked while the fields are, so that
one run shows every problem of a file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sized
from datetime import date
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from babel import Locale
from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    StringConstraints,
    ValidationInfo,
)

from providers.addresses import is_under
from providers.countries import is_market
from providers.vocabulary import RESERVED_SLUGS


class Declared:
    """The keys a file declares, known before its references are checked."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.keys = {
            table: {
                row["key"]
                for row in rows
                if isinstance(row, dict) and isinstance(row.get("key"), str)
            }
            for table in ("channels", "products", "events")
            if isinstance(rows := data.get(table, []), list)
        }
        sources = data.get("sources", {})
        self.keys["sources"] = set(sources) if isinstance(sources, dict) else set()
        domains = data.get("domains", [])
        self.domains = (
            [str(name) for name in domains] if isinstance(domains, list) else []
        )

    def is_official(self, host: str) -> bool:
        """Does a host belong to the domains the pack calls official?"""
        return is_under(host, self.domains)


def declared(info: ValidationInfo) -> Declared | None:
    """Return what the file declares; ``None`` where that is not to be checked."""
    found = info.context
    return found if isinstance(found, Declared) else None


def refers_to(table: str) -> Callable[[str, ValidationInfo], str]:
    """Return a check that a key is declared in another table of the same pack."""

    def check(key: str, info: ValidationInfo) -> str:
        known = declared(info)
        if known is not None and key not in known.keys.get(table, ()):
            raise ValueError(f"{key!r} is not in [{table}] of this pack")
        return key

    return check


def check_market(token: str) -> str:
    """Accept a two-letter country code or one of our groups."""
    if not is_market(token):
        raise ValueError(f"{token!r} is neither a country code nor EU, EEA or EFTA")
    return token


def check_url(url: str) -> str:
    """Accept an absolute https address."""
    # Browsers read a backslash as a slash and skip line breaks; Python does neither.
    plain = url.isascii() and url.isprintable() and not set(url) & set(' \\"<>')
    parts = urlsplit(url)
    if not plain or parts.scheme != "https" or "." not in parts.netloc:
        raise ValueError("must be a whole https:// address")
    return url


def check_official_url(url: str, info: ValidationInfo) -> str:
    """Accept an address under one of the pack's official domains."""
    host = urlsplit(check_url(url)).hostname or ""
    known = declared(info)
    if known is not None and not known.is_official(host):
        raise ValueError(f"{host} is not under the official domains of this pack")
    return url


def check_email(address: str) -> str:
    """Accept an e-mail address."""
    local, at, host = address.rpartition("@")
    one_word = not any(char.isspace() or char in '@,;<>"' for char in local)
    if not (local and at and "." in host and one_word):
        raise ValueError("must be an e-mail address")
    return address


def check_official_email(address: str, info: ValidationInfo) -> str:
    """Accept an address whose domain is official (a safeguard against impostors)."""
    host = check_email(address).rpartition("@")[2]
    known = declared(info)
    if known is not None and not known.is_official(host.lower()):
        raise ValueError(f"{host} is not under the official domains of this pack")
    return address


def check_free_slug(slug: str, info: ValidationInfo) -> str:
    """Refuse a provider that has what an address of ours stands for already."""
    if declared(info) is not None and slug in RESERVED_SLUGS:
        raise ValueError(f"{slug!r} is taken")
    return slug


def check_currency(code: str) -> str:
    """Accept an ISO 4217 code."""
    if code not in Locale("en").currencies:
        raise ValueError(f"{code!r} is not a currency code")
    return code


T = TypeVar("T")
TextT = TypeVar("TextT", bound=str | BaseModel)
Some = TypeVar("Some", bound=Sized)


def check_some(values: Some, info: ValidationInfo) -> Some:
    """Refuse an empty list in a file; in the database a provider may be half made."""
    if declared(info) is not None and not len(values):
        raise ValueError("needs at least one")
    return values


def check_given(value: T, info: ValidationInfo) -> T:
    """Refuse a value left out of a file; companies from open data may lack it."""
    if declared(info) is not None and value is None:
        raise ValueError("Field required")
    return value


def unique_by(*fields: str) -> AfterValidator:
    """Refuse rows that repeat another row's key."""

    def check(rows: tuple[T, ...]) -> tuple[T, ...]:
        seen = set()
        for row in rows:
            key = tuple(getattr(row, name) for name in fields)
            if key in seen:
                raise ValueError(f"{', '.join(map(str, key))} stands here twice")
            seen.add(key)
        return rows

    return AfterValidator(check)


def in_key_order(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return a set of keys in one order, so that equal packs compare equal."""
    return tuple(sorted(set(keys)))


def check_text(text: str) -> str:
    """Refuse characters nobody sees, which no database or letter should hold."""
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in text if char != "\n"):
        raise ValueError("holds an invisible control character")
    return text


def check_line(text: str) -> str:
    """Refuse a line break: the text is one line of several."""
    if len(text.splitlines()) > 1:
        raise ValueError("must be a single line")
    return text


ANSWERS = ("unknown", "yes", "no")
"""What a query string says instead of a key."""


def check_key(key: str) -> str:
    """Refuse the words that stand for answers in a query string."""
    if key in ANSWERS:
        raise ValueError(f"{key!r} is an answer and cannot be a key")
    return key


def at_most(limit: int) -> AfterValidator:
    """Refuse a text, in any of its languages, that is longer than its column."""

    def check(value: TextT) -> TextT:
        texts = [value] if isinstance(value, str) else [text for _, text in value]
        if any(len(text) > limit for text in texts):
            raise ValueError(f"longer than {limit} characters")
        return value

    return AfterValidator(check)


KeySet = AfterValidator(in_key_order)
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    AfterValidator(check_text),
]
Line = Annotated[Text, AfterValidator(check_line)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
Slug = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=60),
    AfterValidator(check_free_slug),
]
Key = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60),
    AfterValidator(check_key),
]
Domain = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(?:\.[a-z0-9-]+)+$")]
Country = Annotated[
    str, StringConstraints(pattern=r"^[A-Z]{2}$"), AfterValidator(check_market)
]
Markets = Annotated[tuple[Annotated[str, AfterValidator(check_market)], ...], KeySet]
Url = Annotated[str, AfterValidator(check_url), at_most(500)]
OfficialUrl = Annotated[str, AfterValidator(check_official_url), at_most(500)]
# Left out while there is none: packs loaded before there was this field keep their
# digest.
EnglishUrl = Annotated[OfficialUrl | None, Field(exclude_if=lambda url: url is None)]
"""The same page in English, where its address names the language."""
OfficialEmail = Annotated[str, AfterValidator(check_official_email)]
Currency = Annotated[str, AfterValidator(check_currency)]
SourceRef = Annotated[str, AfterValidator(refers_to("sources"))]
ProductRef = Annotated[str, AfterValidator(refers_to("products"))]
ChannelRef = Annotated[str, AfterValidator(refers_to("channels"))]
EventRef = Annotated[str, AfterValidator(refers_to("events"))]
