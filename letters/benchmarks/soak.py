"""Are letters lost when workers are killed? Many letters, one SIGKILL after another.

A killed worker is replaced at once, as a service manager would. A letter counts as lost
if in the end its row or the mail server does not have it. It may have come twice, but
only with the same message id and the same bytes, and the timeline must say so.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import count

from django.db import connection
from django_tasks_db.models import DBTaskResult

from letters.benchmarks.mailroom import Mailroom, mailroom
from letters.benchmarks.processes import kill
from letters.models import Dispatch, Event
from letters.models.dispatches import State

LEASE = 2
MOST_PAUSE = 0.1
"""Seconds from a message's arrival to a kill, at most; about as long as a letter."""


@dataclass(frozen=True)
class Report:
    """What came of it."""

    database: str
    workers: int
    letters: int
    kills: int
    lost: int
    repeats: int
    changed: int
    """Messages with another id, or other bytes, than the row of their letter."""
    untold: int
    """Letters that came twice without a word about it in their timeline."""
    failed_tasks: int
    ended_workers: int
    """Workers that ended though nobody killed them."""
    seconds: float

    @property
    def holds(self) -> bool:
        """Is it as promised?"""
        return not (self.lost or self.changed or self.untold or self.failed_tasks)

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return asdict(self) | {"holds": self.holds}


class Crew:
    """Workers, of which one after the other is killed and replaced."""

    def __init__(self, room: Mailroom, size: int) -> None:
        self.room, self.ended = room, 0
        self.members = [room.start_worker() for _ in range(size)]

    def at_work(self) -> list[int]:
        """Return the places of those that have begun with a task."""
        self._replace_the_ended()
        return [
            place
            for place, (_, said) in enumerate(self.members)
            if b"state=RUNNING" in said.read_bytes()
        ]

    def kill(self, place: int) -> None:
        """Kill one as the system would, without a word."""
        kill(self.members[place][0])
        self.members[place] = self.room.start_worker()

    def end(self) -> None:
        """Kill all."""
        for process, _ in self.members:
            kill(process)

    def _replace_the_ended(self) -> None:
        for place, (process, _) in enumerate(self.members):
            if not process.is_alive():
                self.ended += 1
                self.members[place] = self.room.start_worker()


def shares(seed: int) -> Iterator[float]:
    """Yield numbers from 0 to below 1 that look like chance; the same for a seed."""
    for turn in count():
        drawn = sha256(f"{seed} {turn}".encode()).digest()[:4]
        yield int.from_bytes(drawn) / 2**32


def soak(
    *, letters: int, kills: int, workers: int, seed: int, tell: Callable[[str], object]
) -> Report:
    """Send letters while workers are killed, and look at what came of it."""
    chance = shares(seed)
    with mailroom(lease=LEASE) as room:
        room.queue_letters(letters)
        began = time.monotonic()
        sweeper, _ = room.start("sweep --every 1")
        crew = Crew(room, workers)
        try:
            killed = 0
            while killed < kills and _wait_and_kill(room, crew, chance, letters, kills):
                killed += 1
                if killed % 10 == 0:
                    tell(f"{killed} killed, {len(room.letters_taken)} messages taken")
            room.wait_for(lambda: bool(crew.at_work()) and _all_accepted(), step=0.5)
            seconds = time.monotonic() - began
        finally:
            crew.end()
            kill(sweeper)
        for task in DBTaskResult.objects.failed():
            tell(task.traceback)
        return _report(room, crew, workers, killed, seconds)


def _wait_and_kill(
    room: Mailroom, crew: Crew, chance: Iterator[float], letters: int, kills: int
) -> bool:
    """Kill a worker that works, after some letters have gone since the last kill.

    Together the kills leave about half of the letters for the time after them.
    """
    goal = len(room.log) + 1 + int(next(chance) * max(1, letters // kills - 1))
    if not room.wait_for(
        lambda: len(room.log) >= goal and bool(crew.at_work()), step=0.02
    ):
        return False
    at_work = crew.at_work()
    victim = at_work[int(next(chance) * len(at_work))]
    time.sleep(next(chance) * MOST_PAUSE)
    crew.kill(victim)
    return True


def _all_accepted() -> bool:
    return not Dispatch.objects.exclude(state=State.ACCEPTED).exists()


def _report(
    room: Mailroom, crew: Crew, workers: int, killed: int, seconds: float
) -> Report:
    columns = ("bounce_token", "message_id", "mime_sha256", "state")
    rows = {row[0]: row[1:] for row in Dispatch.objects.values_list(*columns)}
    came: Counter[str] = Counter()
    changed = 0
    for one in room.letters_taken:
        token = one.sender.partition("@")[0].partition("+")[2]
        came[token] += 1
        changed += rows[token][:2] != (one.message_id, one.digest)
    told = set(
        Event.objects.filter(what=Event.What.REPEATED).values_list(
            "dispatch__bounce_token", flat=True
        )
    )
    return Report(
        database=connection.vendor,
        workers=workers,
        letters=len(rows),
        kills=killed,
        lost=sum(
            state != State.ACCEPTED or not came[token]
            for token, (_, _, state) in rows.items()
        ),
        repeats=came.total() - len(came),
        changed=changed,
        untold=sum(times > 1 and token not in told for token, times in came.items()),
        failed_tasks=DBTaskResult.objects.failed().count(),
        ended_workers=crew.ended,
        seconds=round(seconds, 1),
    )
