"""What the worker does. Arguments are keys of rows: the queue knows no people."""

from __future__ import annotations

from django_tasks import task

from letters.sending import dispatching, notices


@task()
def deliver(dispatch: int) -> None:
    """Send a letter if it is due."""
    dispatching.attempt(dispatch)


@task(priority=10)  # somebody waits for it; before any pile of letters
def mail_proof(case: int) -> None:
    """Mail a code and a link to whoever says that the address is theirs."""
    notices.mail_proof(case)


@task()
def mail_notice(dispatch: int, state: str, attempt: int = 1) -> None:
    """Tell a sender what became of a letter."""
    notices.mail_notice(dispatch, state, attempt)
