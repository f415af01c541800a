"""Names that two providers claim. Whoever searches for one must not find the other.

Domains may be shared: Google Play and YouTube both live under google.com.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from providers.datapack import ProviderPack
from providers.spelling import squeezed, words


@dataclass(frozen=True, slots=True)
class Claim:
    """A name of a provider, and the place where it stands."""

    slug: str
    file: str  # or where else the provider is known from
    place: str  # key path
    text: str

    @property
    def folded(self) -> str:
        """The name as searches compare it; the slug says a name, too."""
        return squeezed(words(self.text))


def claims_of(pack: ProviderPack, file: str) -> Iterator[Claim]:
    """Yield the names that a pack claims for its provider."""
    named = [("slug", pack.slug), ("name", pack.name)]
    named += [(f"aliases[{n}]", name) for n, name in enumerate(pack.aliases)]
    named += [(f"former_names[{n}]", name) for n, name in enumerate(pack.former_names)]
    for place, text in named:
        yield Claim(pack.slug, file, place, text)


class Clash(NamedTuple):
    """A claim that came too late, and why."""

    claim: Claim
    problem: str  # begins with the key path

    def __str__(self) -> str:
        return f"{self.claim.file}: {self.problem}"


def clashes(claims: Iterable[Claim], concerned: set[str]) -> Iterator[Clash]:
    """Yield each name that somebody has already claimed, once.

    Only clashes that concern one of these providers count: what others quarrel about is
    no reason to refuse them. Spellings that fold to one text are one name, so within a
    provider only the very same text stands there twice.
    """
    known: dict[str, list[Claim]] = {}
    for claim in claims:
        earlier = known.setdefault(claim.folded, [])
        problems = [
            problem
            for other in earlier
            if claim.folded and concerned & {claim.slug, other.slug}
            if (problem := _problem(claim, other))
        ]
        if problems:
            yield Clash(claim, f"{claim.place}: {claim.text!r} {problems[0]}")
        earlier.append(claim)


def _problem(claim: Claim, other: Claim) -> str:
    where = f"{other.place}: {other.text!r}"
    if claim.slug != other.slug:
        return f"is a name in {other.file} as well ({where})"
    repeated = claim.text == other.text and other.place != "slug"
    return f"stands here twice ({where})" if repeated else ""
