"""How long something takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median


def timed(call: Callable[[], object], times: int) -> float:
    """Return the median time of a call in microseconds, after it has warmed up."""
    for _ in range(max(3, times // 10)):
        call()
    taken = []
    for _ in range(times):
        started = time.perf_counter_ns()
        call()
        taken.append(time.perf_counter_ns() - started)
    return round(median(taken) / 1000, 1)
