"""Nothing is left: rows, files in the outbox, and what the queue remembers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from letters.models import Case, Dispatch
from letters.sending.dispatching import deliver
from letters.sending.notices import mail_notice, mail_proof
from letters.sending.transport import outbox

TASKS_OF_A_CASE = (mail_proof.module_path,)
TASKS_OF_A_DISPATCH = (deliver.module_path, mail_notice.module_path)


def erase(case: Case) -> None:
    """Erase a case at once, with all that belongs to it."""
    erase_all([case])


def erase_expired() -> int:
    """Erase the cases whose time is up; return how many."""
    expired = list(Case.objects.expired(timezone.now()))
    erase_all(expired)
    return len(expired)


def erase_orphans() -> int:
    """Erase files that a worker was writing while their case was erased."""
    found = {path: path.name.split("-")[1] for path in outbox().glob("case-*-*")}
    kept = {str(key) for key in Case.objects.values_list("pk", flat=True)}
    orphans = [path for path, key in found.items() if key not in kept]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def erase_all(cases: Iterable[Case]) -> None:
    """Erase cases. Files go first: a row that is still there finds them again."""
    for case in cases:
        for path in outbox().glob(f"case-{case.pk}-*"):
            path.unlink(missing_ok=True)
        with transaction.atomic():
            keys = list(Dispatch.objects.filter(case=case).values_list("pk", flat=True))
            _forget(TASKS_OF_A_CASE, [case.pk])
            _forget(TASKS_OF_A_DISPATCH, keys)
            case.delete()


def _forget(tasks: tuple[str, ...], keys: list[int]) -> None:
    """Delete what the queue keeps of tasks with one of these keys.

    A task that runs is left to its worker, which could not finish it without its row
    and would end; it is pruned like all others, and holds nothing but the key.
    """
    kept = DBTaskResult.objects.filter(task_path__in=tasks).exclude(
        status=TaskResultStatus.RUNNING
    )
    for key in keys:
        kept.filter(args_kwargs__args__0=key).delete()
