"""``make run`` as a process: it starts, answers, says how to log in, and stops."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from http.client import HTTPConnection
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SECONDS = 60


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def start(tmp_path, port):
    """Return a function that starts the site on a database of its own."""
    started = []

    def start():
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
            "DEBUG": "1",
            "PORT": str(port),
            "PYTHONUNBUFFERED": "1",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "cancelhub.run"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def said_until(process, words):
    """Return what a process prints until some words come; give up after a minute."""
    watchdog = threading.Timer(SECONDS, process.kill)
    watchdog.start()
    said = ""
    while words not in said and (line := process.stdout.readline()):
        said += line
    watchdog.cancel()
    assert words in said
    return said


def get(port, path):
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, body


def test_it_serves_the_site_and_stops_on_ctrl_c(start, port):
    process = start()
    said = said_until(process, f"CancelHub is on http://127.0.0.1:{port}/")
    assert re.search(r"name +editor\n +password +\S{12,}", said)
    status, page = get(port, "/en/cancel/coursera/")
    assert (status, "Coursera" in page) == (200, True)
    style = re.search(r'href="(/static/css/site[^"]*)"', page).group(1)
    assert get(port, style)[0] == 200

    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=SECONDS) == 0
    with pytest.raises(ConnectionRefusedError):
        get(port, "/")


def test_an_occupied_port_gets_a_sentence(start, port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        process = start()
        said, _nothing = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert f"Port {port} cannot be used" in said
    assert "make run PORT=" in said
