"""Visits to web pages, politely: does each still answer?

One visitor a host, with a pause between two requests; HEAD first, GET where that says
no. Redirects are followed, but only to web pages and never away from TLS.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from http.client import HTTPException, HTTPMessage
from socket import gaierror
from typing import IO, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

HEADERS = {"User-Agent": "CancelHub-link-check/1.0", "Accept": "*/*"}
TIMEOUT = 15.0
PAUSE = 1.0
VISITORS = 8
ENOUGH = 5
"""So many hosts that say nothing, and no other that does: there is no network."""


class State(StrEnum):
    """What a visit found."""

    FOUND = "found"
    GONE = "gone"  # 404 and 410
    UNSAFE = "unsafe"  # the certificate or TLS itself
    UNREACHABLE = "unreachable"  # no such host, or no way to it
    ASTRAY = "astray"  # a redirect in a circle, without TLS, or to no web page
    BROKEN = "broken"  # 5xx, nobody listens, or nonsense
    SILENT = "silent"  # no answer in time
    UNTOLD = "untold"  # shuts out machines: 403, 405, 429, hangs up


NOTHING_HEARD = frozenset({State.UNREACHABLE, State.SILENT})
FINAL = NOTHING_HEARD | {State.FOUND, State.UNSAFE, State.ASTRAY}
"""States that a second request, with GET, would not change."""


class Reply(NamedTuple):
    """What came back, and from which address in the end."""

    state: State
    detail: str
    url: str


class OnlyWebPages(HTTPRedirectHandler):
    """Follows redirects with the same method, from TLS to nothing less."""

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        """Return the next request, or refuse the way."""
        allowed = {"https", req.type}
        if urlsplit(newurl).scheme not in allowed:
            raise HTTPError(newurl, code, f"to {newurl}", headers, fp)
        following = super().redirect_request(req, fp, code, msg, headers, newurl)
        if following is not None:
            following.method = req.get_method()
        return following


def opener() -> OpenerDirector:
    """Return what opens web addresses and nothing else: no file:, ftp: or data:."""
    made = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        OnlyWebPages(),
    ):
        made.add_handler(handler)
    return made


class Network:
    """Remembers whether anybody has answered yet."""

    def __init__(self) -> None:
        self.heard = False
        self.silent_hosts = 0

    @property
    def is_down(self) -> bool:
        """Have enough hosts said nothing, and none anything?"""
        return not self.heard and self.silent_hosts >= ENOUGH


def visit(
    urls: Iterable[str],
    *,
    timeout: float = TIMEOUT,
    pause: float = PAUSE,
    visitors: int = VISITORS,
) -> dict[str, Reply]:
    """Return the reply of each address, or of the first few if there is no network."""
    hosts: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        hosts.setdefault(urlsplit(url).netloc, []).append(url)
    network = Network()

    def visit_host(addresses: list[str]) -> dict[str, Reply]:
        return _visit_host(addresses, network, timeout=timeout, pause=pause)

    replies: dict[str, Reply] = {}
    with ThreadPoolExecutor(max_workers=visitors) as pool:
        for found in pool.map(visit_host, hosts.values()):
            replies |= found
    return replies


def nothing_heard(replies: Mapping[str, Reply]) -> bool:
    """Did nobody answer at all? Then it is the network, not the links."""
    return all(reply.state in NOTHING_HEARD for reply in replies.values())


def _visit_host(
    urls: list[str], network: Network, *, timeout: float, pause: float
) -> dict[str, Reply]:
    replies: dict[str, Reply] = {}
    for place, url in enumerate(urls):
        if network.is_down:
            break
        if place:
            time.sleep(pause)
        reply = ask(url, timeout=timeout, pause=pause)
        if reply.state is State.UNREACHABLE:
            network.silent_hosts += 1
            return replies | {rest: reply._replace(url=rest) for rest in urls[place:]}
        if reply.state is State.SILENT:
            network.silent_hosts += not place
        else:
            network.heard = True
        replies[url] = reply
    return replies


def ask(url: str, *, timeout: float = TIMEOUT, pause: float = PAUSE) -> Reply:
    """Return what an address answers to HEAD or, where that fails, to GET."""
    reply = _request(url, "HEAD", timeout)
    if reply.state in FINAL:
        return reply
    time.sleep(pause)
    return _request(url, "GET", timeout)


def _request(url: str, method: str, timeout: float) -> Reply:
    if urlsplit(url).scheme not in ("http", "https"):
        return Reply(State.ASTRAY, "no web address", url)
    request = Request(url, method=method, headers=HEADERS)  # noqa: S310 -- see above
    try:
        with opener().open(request, timeout=timeout) as answer:
            return Reply(State.FOUND, str(answer.status), answer.url)
    except HTTPError as error:
        with error:
            return _refused(error, url)
    except URLError as error:
        cause = error.reason
        return failed(cause if isinstance(cause, Exception) else error, url)
    except (OSError, HTTPException, ValueError) as error:
        return failed(error, url)


def _refused(error: HTTPError, url: str) -> Reply:
    end = error.url or url
    if error.code in (404, 410):
        return Reply(State.GONE, str(error.code), end)
    if 300 <= error.code < 400:
        return Reply(State.ASTRAY, " ".join(str(error.reason).split()), end)
    state = State.BROKEN if 500 <= error.code < 600 else State.UNTOLD
    return Reply(state, str(error.code), end)


def failed(error: Exception, url: str) -> Reply:
    """Return what it means that no answer came."""
    match error:
        case TimeoutError():
            return Reply(State.SILENT, "", url)
        case ssl.SSLError():
            return Reply(State.UNSAFE, _reason(error), url)
        case ConnectionRefusedError():
            return Reply(State.BROKEN, "nobody listens", url)
        case ConnectionError():
            return Reply(State.UNTOLD, "hangs up", url)
        case gaierror() | OSError():
            return Reply(State.UNREACHABLE, _reason(error), url)
        case _:
            return Reply(State.BROKEN, f"nonsense ({type(error).__name__})", url)


def _reason(error: OSError) -> str:
    return str(error.strerror or error)
