"""Links are visited, politely, and what comes back is told apart."""

from __future__ import annotations

import socket
import ssl
import time
from http.client import BadStatusLine
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from itertools import pairwise
from threading import Barrier, Event, Thread

import pytest
from django.conf import settings
from django.core.management import call_command

from providers.links import Link, judged, links_of
from providers.visiting import (
    NOTHING_HEARD,
    Network,
    Reply,
    State,
    ask,
    failed,
    nothing_heard,
    visit,
)
from refunds.datapack import Pack

TO = {
    "/moved": "/ok",
    "/twice": "/moved",
    "/loop": "/loop",
    "/to-gone": "/404",
    "/to-file": "file:///etc/passwd",
    "/to-ftp": "ftp://127.0.0.1/",
    "/to-data": "data:text/plain,hello",
    "/to-script": "javascript:alert(1)",
}


class Site(BaseHTTPRequestHandler):
    """Answers with the status in the path, or as the path says."""

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        self.server.seen.append((time.monotonic(), self.command, self.path))
        path = self.path.partition("?")[0]
        if path == "/hangs-up":
            return
        if path == "/nonsense":
            self.wfile.write(b"good morning\r\n\r\n")
            return
        if path == "/slow":
            self.server.patience.wait(5)
        if path == "/meet":
            self.server.meeting.wait(10)  # until a second visitor is here, too
        status = 302 if path in TO else int(path[1:]) if path[1:].isdigit() else 200
        if path == "/no-head" and self.command == "HEAD":
            status = 405
        if path == "/head-says-404" and self.command == "HEAD":
            status = 404
        self.send_response(status)
        if path in TO:
            self.send_header("Location", TO[path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def site(monkeypatch):
    """A web server on this machine."""
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.seen, server.patience, server.meeting = [], Event(), Barrier(2)
    server.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.patience.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "state", "detail"),
    [
        pytest.param("/ok", State.FOUND, "200", id="it is there"),
        pytest.param("/ok#part", State.FOUND, "200", id="with a fragment"),
        pytest.param("/no-head", State.FOUND, "200", id="GET where HEAD is refused"),
        pytest.param("/head-says-404", State.FOUND, "200", id="HEAD that is wrong"),
        pytest.param("/moved", State.FOUND, "200", id="a redirect"),
        pytest.param("/twice", State.FOUND, "200", id="two redirects"),
        pytest.param("/404", State.GONE, "404", id="not found"),
        pytest.param("/410", State.GONE, "410", id="gone for good"),
        pytest.param("/to-gone", State.GONE, "404", id="a redirect to nothing"),
        pytest.param("/500", State.BROKEN, "500", id="server error"),
        pytest.param("/503", State.BROKEN, "503", id="server too busy"),
        pytest.param("/403", State.UNTOLD, "403", id="machines are shut out"),
        pytest.param("/405", State.UNTOLD, "405", id="neither HEAD nor GET"),
        pytest.param("/429", State.UNTOLD, "429", id="too many requests"),
        pytest.param("/999", State.UNTOLD, "999", id="a status of their own"),
        pytest.param("/hangs-up", State.UNTOLD, "hangs up", id="no answer at all"),
        pytest.param("/slow", State.SILENT, "", id="no answer in time"),
        pytest.param("/nonsense", State.BROKEN, "nonsense", id="no HTTP"),
        pytest.param("/loop", State.ASTRAY, "", id="in a circle"),
        pytest.param("/to-file", State.ASTRAY, "file:", id="to a file of ours"),
        pytest.param("/to-ftp", State.ASTRAY, "ftp:", id="to another protocol"),
        pytest.param("/to-data", State.ASTRAY, "data:", id="to what it says itself"),
        pytest.param("/to-script", State.ASTRAY, "javascript:", id="to a script"),
    ],
)
def test_what_an_address_answers(site, path, state, detail):
    reply = ask(site.address + path, timeout=0.5, pause=0)
    assert reply.state is state
    assert detail in reply.detail


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://127.0.0.1/", "data:,x", "javascript:alert(1)", "x"],
)
def test_only_web_addresses_are_opened(url):
    assert ask(url, pause=0).state is State.ASTRAY


def test_a_server_without_tls(site):
    url = site.address.replace("http:", "https:")
    assert ask(url, timeout=2, pause=0).state is State.UNSAFE


def test_nobody_listens():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
        assert ask(url, pause=0).state is State.BROKEN


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (socket.gaierror(-2, "Name or service not known"), State.UNREACHABLE),
        (socket.gaierror(-3, "Temporary failure"), State.UNREACHABLE),
        (OSError(101, "Network is unreachable"), State.UNREACHABLE),
        (OSError(113, "No route to host"), State.UNREACHABLE),
        (ConnectionResetError(104, "Connection reset"), State.UNTOLD),
        (ConnectionRefusedError(111, "Refused"), State.BROKEN),
        (TimeoutError("timed out"), State.SILENT),
        (ssl.SSLCertVerificationError(1, "self-signed"), State.UNSAFE),
        (BadStatusLine("good morning"), State.BROKEN),
        (UnicodeError("label too long"), State.BROKEN),
    ],
    ids=lambda value: getattr(value, "strerror", None) or str(value),
)
def test_what_a_failure_means(error, state):
    assert failed(error, "https://x.example").state is state


# Politeness


def test_each_address_once_and_one_at_a_time_with_a_pause(site):
    urls = [f"{site.address}/ok?{number}" for number in range(4)]
    replies = visit([*urls, *urls], pause=0.1)
    assert [replies[url].state for url in urls] == [State.FOUND] * 4
    assert [path for _, _, path in site.seen] == [f"/ok?{n}" for n in range(4)]
    times = [when for when, _, _ in site.seen]
    assert min(b - a for a, b in pairwise(times)) >= 0.09


def test_hosts_are_visited_side_by_side(site):
    """A slow one does not keep the others waiting."""
    other = site.address.replace("127.0.0.1", "localhost")
    replies = visit([f"{site.address}/meet", f"{other}/meet"], pause=0, visitors=2)
    assert {reply.state for reply in replies.values()} == {State.FOUND}


def test_a_host_that_answered_once_means_there_is_a_network():
    network = Network()
    network.silent_hosts = 5
    assert network.is_down
    network.heard = True
    assert not network.is_down


@pytest.mark.parametrize("state", State)
def test_it_is_the_network_only_if_nobody_answers(state):
    nobody = Reply(State.UNREACHABLE, "", "https://x.example")
    replies = {"a": nobody, "b": nobody._replace(state=state)}
    assert nothing_heard(replies) is (state in NOTHING_HEARD)


# What it means for a pack


@pytest.mark.parametrize(
    ("state", "end", "official", "error", "words"),
    [
        pytest.param(State.FOUND, "", True, None, "200, found", id="found"),
        pytest.param(
            State.FOUND, "https://www.small.example/", True, None, "found", id="www"
        ),
        pytest.param(
            State.FOUND, "https://help.small.io/", True, None, "found", id="official"
        ),
        pytest.param(
            State.FOUND,
            "https://evil.test/",
            True,
            True,
            "leads to another domain, evil.test, which is not official",
            id="an official link that was sold",
        ),
        pytest.param(
            State.FOUND,
            "https://small.example.evil.test/",
            True,
            True,
            "leads to another domain",
            id="a domain that begins alike",
        ),
        pytest.param(
            State.FOUND,
            "https://evil.test/",
            False,
            False,
            "leads to another domain",
            id="a source that moved away",
        ),
        pytest.param(State.GONE, "", False, True, "gone", id="gone"),
        pytest.param(State.UNSAFE, "", True, True, "TLS error", id="no TLS"),
        pytest.param(State.UNREACHABLE, "", True, True, "cannot be", id="no host"),
        pytest.param(State.ASTRAY, "", True, True, "redirect", id="astray"),
        pytest.param(State.BROKEN, "", True, False, "server error", id="down"),
        pytest.param(State.SILENT, "", True, False, "no answer", id="silent"),
        pytest.param(State.UNTOLD, "", True, False, "could not tell", id="bot wall"),
    ],
)
def test_what_a_reply_means_for_a_link(state, end, official, error, words):
    link = Link("website", "https://small.example/", official)
    reply = Reply(state, "200", end or link.url)
    told = judged(link, reply, ["small.example", "small.io"])
    assert words in told.said
    assert (told.is_fine, told.is_error) == (error is None, bool(error))


def test_every_address_of_a_pack_is_a_link():
    pack = Pack.read(settings.PACKS_DIR / "app-store.toml")
    links = {link.place: link for link in links_of(pack)}
    data = pack.model_dump_json()
    assert data.count('"https://') == len(links)
    assert not links["sources.terms.url"].official
    assert links["website"].official
    places = {place.partition("[")[0].partition(".")[0] for place in links}
    assert places == {"website", "contacts", "channels", "sources"}


def test_without_a_network_that_is_said_once_and_nothing_fails(tmp_path, monkeypatch):
    """Every host of this pack is one that never exists (RFC 2606)."""
    monkeypatch.setenv("no_proxy", "*")
    text = (settings.PACKS_DIR / "svenska-dagbladet.toml").read_text(encoding="utf-8")
    for host in ("svd.se", "github.com", "schibsted.se"):
        text = text.replace(host, f"{host.partition('.')[0]}.invalid")
    (tmp_path / "svenska-dagbladet.toml").write_text(text, encoding="utf-8")
    hosts = [line for line in text.splitlines() if "https://" in line]
    assert all(".invalid" in line for line in hosts), hosts
    out = StringIO()
    call_command("check_packs", tmp_path, "--links", stdout=out)
    assert out.getvalue().count("no host could be reached") == 1
    assert "1 pack(s) checked, no errors." in out.getvalue()
