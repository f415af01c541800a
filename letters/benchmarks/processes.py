"""Processes that begin with nothing of ours, and so can be killed at any moment.

This module sets up no Django: a new process does, by the environment it is given.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.context import SpawnProcess
from pathlib import Path

from django.core.management import execute_from_command_line

FRESH = multiprocessing.get_context("spawn")


def begin(
    target: Callable[..., object], *arguments: object, environment: Mapping[str, str]
) -> SpawnProcess:
    """Start a function in a process that ends with this one at the latest."""
    process = FRESH.Process(target=target, args=arguments, daemon=True)
    with _environment(environment):
        process.start()
    return process


def kill(process: SpawnProcess) -> None:
    """End a process as the system would, without a word."""
    process.kill()
    process.join()


def run_command(command: str, said: Path) -> None:
    """Be ``manage.py`` with a command; what it says goes into a file."""
    with said.open("wb") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    execute_from_command_line(["manage.py", *command.split(), "--skip-checks"])


@contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[None]:
    """Let processes that are started meanwhile inherit this."""
    before = dict(os.environ)
    os.environ.update(wanted)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
