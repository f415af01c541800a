"""The links of a pack, and what a visit to them means for the pack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from providers.addresses import is_under
from providers.datapack import ProviderPack
from providers.localpages import CHANNEL_PAGES
from providers.visiting import Reply, State


@dataclass(frozen=True, slots=True)
class Link:
    """An address in a pack. ``official`` ones people follow to act."""

    place: str  # key path
    url: str
    official: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """What to tell of a link; errors must be mended, the rest is to look at."""

    said: str
    is_error: bool = False
    is_fine: bool = False


def links_of(pack: ProviderPack) -> Iterator[Link]:
    """Yield every web address of a pack with its key path."""
    if pack.website:
        yield Link("website", pack.website)
    for place, contact in enumerate(pack.contacts):
        for field in ("url", "url_en"):
            if url := getattr(contact, field):
                yield Link(f"contacts[{place}].{field}", url)
    for place, channel in enumerate(pack.channels):
        for field in CHANNEL_PAGES:
            if url := getattr(channel, field):
                yield Link(f"channels[{place}].{field}", url)
    for key, source in pack.sources.items():
        yield Link(f"sources.{key}.url", source.url, official=False)


SAID = {
    State.GONE: "{detail}, gone",
    State.UNSAFE: "TLS error, {detail}",
    State.UNREACHABLE: "host cannot be reached, {detail}",
    State.ASTRAY: "redirect that must not be followed, {detail}",
    State.BROKEN: "{detail}, server error",
    State.SILENT: "no answer in time",
    State.UNTOLD: "{detail}, could not tell",
}
ERRORS = {State.GONE, State.UNSAFE, State.UNREACHABLE, State.ASTRAY}


def judged(link: Link, reply: Reply, domains: Sequence[str]) -> Judged:
    """Return what a reply says of a link, given the official domains of its pack.

    A server that is down or shuts machines out is no fault of the pack.
    """
    if reply.state is not State.FOUND:
        said = SAID[reply.state].format(detail=reply.detail)
        return Judged(said, is_error=reply.state in ERRORS)
    start, end = _host(link.url), _host(reply.url)
    if is_under(end, [start, *domains]) or is_under(start, [end]):
        return Judged(f"{reply.detail}, found", is_fine=True)
    return Judged(
        f"leads to another domain, {end}, which is not official",
        is_error=link.official,
    )


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
