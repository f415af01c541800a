"""How many letters a second leave, sealed, by one worker and by several?

The workers are warm and idle when the letters are queued, all in one transaction; time
runs from there until the mail server has taken the last one. Mail server and database
share the machine's cores with the workers, so the time a worker computes for a letter
is told as well.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from multiprocessing.context import SpawnProcess
from pathlib import Path

from django.db import connection

from letters.benchmarks.mailroom import Mailroom, mailroom
from letters.benchmarks.processes import kill

WARM_UP = 5
LEASE = 300
TICK = os.sysconf("SC_CLK_TCK")


def measure_dispatch(
    letters: int, crews: Sequence[int], latency: float
) -> dict[str, object]:
    """Return letters a second by number of workers, and each as a ratio to the first.

    A mail server that takes its time, as one far away does, shows whether workers wait
    for each other even where they have too few cores.

    On SQLite one writes at a time, so there one worker is measured alone.
    """
    if connection.vendor == "sqlite":
        crews = crews[:1]
    figures = {str(size): _measure(letters, size, latency) for size in crews}
    first = next(iter(figures.values()), {})
    for figure in figures.values():
        figure["ratio"] = round(figure["per_second"] / first["per_second"], 2)
    return {"database": connection.vendor, "letters": letters, "workers": figures}


def _measure(letters: int, size: int, latency: float) -> dict[str, float]:
    with mailroom(lease=LEASE, latency=latency) as room:
        workers = [room.start_worker()[0] for _ in range(size)]
        try:
            _send(room, WARM_UP * size)
            computed = sum(map(_computed, workers))
            began = _send(room, letters)
            last = room.letters_taken[-1].at
            computed = sum(map(_computed, workers)) - computed
        finally:
            for worker in workers:
                kill(worker)
    return {
        "per_second": round(letters / (last - began), 1),
        "computed_ms": round(computed / letters * 1000, 1),
        "pdf_bytes": len(room.letter.pdf),
        "load": round(os.getloadavg()[0], 1),
    }


def _send(room: Mailroom, letters: int) -> float:
    """Queue letters and wait until all are taken; return when they were queued."""
    goal = len(room.letters_taken) + letters
    room.queue_letters(letters)
    began = time.time()
    if not room.wait_for(lambda: len(room.letters_taken) >= goal):
        raise RuntimeError("nothing moves")
    return began


def _computed(worker: SpawnProcess) -> float:
    """Return the seconds of computing of a process so far (Linux)."""
    fields = Path(f"/proc/{worker.pid}/stat").read_text("ascii").rpartition(")")[2]
    user, system = fields.split()[11:13]
    return (int(user) + int(system)) / TICK
