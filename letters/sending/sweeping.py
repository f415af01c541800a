"""Putting right what killed workers leave behind, and throwing away what is done."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from letters.sending import dispatching, erasing

MOST_RUNS = 5
"""A task that has lost so many workers is the reason for it."""

KEPT_DAYS = 1
"""How long the queue remembers a finished task."""


def sweep() -> dict[str, int]:
    """Do all that has to be done now and then; return how often each was needed."""
    done = {
        "revived": revive(),
        "queued": dispatching.sweep(),
        "erased": erasing.erase_expired(),
        "orphans": erasing.erase_orphans(),
    }
    call_command("prune_db_task_results", min_age_days=KEPT_DAYS, verbosity=0)
    return done


def revive() -> int:
    """Give the tasks of killed workers back to the queue; return how many.

    A task may be done twice by this. For letters their rows see to it that it is not;
    of our own mails one may come twice.
    """
    now = timezone.now()
    lease = timedelta(seconds=settings.DISPATCH_LEASE_SECONDS)
    running = DBTaskResult.objects.running()
    revived = 0
    for task in running.filter(started_at__lt=now - lease):
        # Nothing happens if its worker, or another sweep, was faster.
        mine = running.filter(pk=task.pk, started_at=task.started_at)
        if len(task.worker_ids) < MOST_RUNS:
            revived += mine.update(status=TaskResultStatus.READY)
        else:
            mine.update(status=TaskResultStatus.FAILED, finished_at=now)
    return revived
