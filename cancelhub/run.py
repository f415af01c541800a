"""What ``make run`` starts: a prepared database, the site, its worker and the sweep.

They live and die together: Ctrl-C stops them, and the end of one ends the others.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import django
import environ
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connections
from django.urls import reverse

from cancelhub.messages import compile_catalogues

HOST = "127.0.0.1"
SECONDS_TO_START = 60
KEPT_EDITS = 3
"""Exit code of load_packs when it left a provider as an editor had changed it."""
Children = Mapping[str, subprocess.Popen[bytes]]


def main() -> int:
    environ.Env.read_env(Path(__file__).parent.parent / ".env")
    port = chosen_port()
    os.environ.setdefault("DEBUG", "1")  # a first look needs no key and no hosts
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cancelhub.settings")
    compile_catalogues()  # before Django, which reads them once
    django.setup()
    prepare()
    say_how_to_log_in(port)
    connections.close_all()
    return serve(port)


def chosen_port() -> int:
    """Return ``PORT``, known to be a free one."""
    value = os.environ.get("PORT", "8000")
    if not (value.isdecimal() and 0 < int(value) < 65_536):
        sys.exit(f"PORT must be a number from 1 to 65535, not {value!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(value)))
        except OSError as error:
            sys.exit(
                f"Port {value} cannot be used ({error.strerror}). "
                "Choose another one: make run PORT=8001"
            )
    return int(value)


def prepare() -> None:
    settings.VAR_DIR.mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    try:
        call_command("load_packs")
    except CommandError as error:
        # An editor's changes are kept, and the site starts with them.
        if error.returncode != KEPT_EDITS:
            sys.exit(str(error))
    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0)


def say_how_to_log_in(port: int) -> None:
    """Create the first editor. The password is shown once and kept nowhere."""
    users = get_user_model().objects
    if users.filter(is_staff=True).exists():
        return
    password = secrets.token_urlsafe(12)
    users.create_superuser(username="editor", password=password)
    print(
        f"\nEditors log in at http://{HOST}:{port}{reverse('admin:index')}\n"
        f"  name      editor\n  password  {password}\n"
        "This is shown once. To choose your own:\n"
        "  .venv/bin/python manage.py changepassword editor\n"
    )


def start(command: str) -> subprocess.Popen[bytes]:
    """Start a Python module in a session of its own, where Ctrl-C does not reach it."""
    arguments = [sys.executable, "-m", *command.split()]
    return subprocess.Popen(arguments, start_new_session=True)  # noqa: S603 -- see serve


def serve(port: int) -> int:
    stop_requests: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: stop_requests.append(number))
    children = {
        "site": start(
            f"gunicorn cancelhub.wsgi --bind={HOST}:{port} --workers=2 --threads=4 "
            "--graceful-timeout=5 --log-level=warning --no-control-socket"
        ),
        "worker": start("django db_worker --no-reload"),
        "sweep": start("django sweep --every 30"),  # the first one at once
    }
    try:
        return watch(children, port, stop_requests)
    finally:
        stop(children)


def watch(children: Children, port: int, stop_requests: list[int]) -> int:
    """Return when somebody wants to stop (0) or a child has ended by itself (1)."""
    give_up = time.monotonic() + SECONDS_TO_START
    announced = False
    while not stop_requests:
        for name, child in children.items():
            if child.poll() is not None:
                print(f"The {name} ended with code {child.returncode}; stopping.")
                return 1
        if not announced and (announced := answers(port)):
            print(f"CancelHub is on http://{HOST}:{port}/  Ctrl-C stops it.")
        if not announced and time.monotonic() > give_up:
            print(f"The site did not answer in {SECONDS_TO_START} seconds; stopping.")
            return 1
        time.sleep(0.2)
    return 0


def answers(port: int) -> bool:
    with closing(HTTPConnection(HOST, port, timeout=10)) as connection:
        try:
            connection.request("GET", "/")
            return connection.getresponse().status < 500
        except OSError:
            return False


def stop(children: Children) -> None:
    for child in children.values():
        child.terminate()
    for child in children.values():
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()


if __name__ == "__main__":
    sys.exit(main())
