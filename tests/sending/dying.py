"""Workers that are killed, one at each step of sending a letter. Run as a process.

Prints, by step, what its letter's row says after the death, and what came of it when
another worker had gone on.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from letters.benchmarks.mailroom import mailroom  # noqa: E402
from letters.models import Dispatch  # noqa: E402
from letters.models.dispatches import DispatchQuerySet  # noqa: E402
from letters.sending import dispatching, notices, sweeping, transport  # noqa: E402

LEASE = 1


def die(*_args, **_more):
    """End as a killed process ends: nothing is closed, nothing is said."""
    os.kill(os.getpid(), signal.SIGKILL)


def after(real):
    def step(*args, **more):
        real(*args, **more)
        die()

    return step


STEPS = {
    "task taken": (DispatchQuerySet, "claim", die),
    "letter claimed": (dispatching, "seal", die),
    "sealed": (dispatching, "_in_flight", die),
    "marked in flight": (transport, "send", die),
    "sent": (transport, "send", after(transport.send)),
    "half recorded": (notices, "tell", after(notices.tell)),
    "recorded": (dispatching, "_record", after(dispatching._record)),  # noqa: SLF001
}


def die_at(step):
    """Start a worker that dies with the next letter."""
    connection.close()
    child = os.fork()
    if child == 0:
        setattr(*STEPS[step])
        work(max_tasks=1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"nobody died at {step!r}"


def work(**options):
    call_command("db_worker", reload=False, startup_delay=False, verbosity=0, **options)


def row(dispatch):
    dispatch.refresh_from_db()
    return [dispatch.state, dispatch.in_flight, dispatch.mime is not None]


def inside():
    """Die at each step, with the mail server and the database of the room."""
    found = {}
    letters = dict(zip(STEPS, Dispatch.objects.order_by("pk"), strict=True))
    for step, dispatch in letters.items():
        die_at(step)
        found[step] = {"at death": row(dispatch)}
    time.sleep(LEASE + 0.5)
    sweeping.sweep()
    work(batch=True)
    for step, dispatch in letters.items():
        found[step] |= {
            "in the end": row(dispatch),
            "events": list(dispatch.events.values_list("what", flat=True)),
            "row": [dispatch.message_id, dispatch.mime_sha256],
        }
    found["tasks"] = list(DBTaskResult.objects.values_list("status", flat=True))
    return found


def outside():
    with mailroom(lease=LEASE) as room:
        room.queue_letters(len(STEPS))
        run = subprocess.run(  # noqa: S603 -- this very file
            [sys.executable, Path(__file__), "inside"],
            env=os.environ | room.environment | {"PYTHONPATH": str(Path.cwd())},
            stdout=subprocess.PIPE,
            check=True,
        )
        taken = [[one.message_id, one.digest] for one in room.letters_taken]
        return json.loads(run.stdout) | {"taken": taken}


if __name__ == "__main__":
    print(json.dumps(inside() if "inside" in sys.argv else outside()))  # noqa: T201
