"""Workers are killed with SIGKILL, and no letter is lost or changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*arguments):
    """Run Python in the project, as somebody at a terminal would."""
    done = subprocess.run(  # noqa: S603 -- our own code
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": "cancelhub.settings", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def deaths():
    """What came of letters whose workers died, each at another step."""
    code, said, problems = run("tests/sending/dying.py")
    assert code == 0, problems
    return json.loads(said)


@pytest.mark.parametrize(
    ("step", "row", "copies"),
    [
        pytest.param("task taken", ["queued", False, False], 1, id="task taken"),
        pytest.param("letter claimed", ["sending", False, False], 1, id="claimed"),
        pytest.param("sealed", ["sending", False, False], 1, id="sealed"),
        pytest.param("marked in flight", ["sending", True, True], 1, id="in flight"),
        pytest.param("sent", ["sending", True, True], 2, id="sent"),
        pytest.param("half recorded", ["sending", True, True], 2, id="half recorded"),
        pytest.param("recorded", ["accepted", False, True], 1, id="recorded"),
    ],
)
def test_whenever_a_worker_dies_another_goes_on(deaths, step, row, copies):
    letter = deaths[step]
    assert letter["at death"] == row
    assert letter["in the end"] == ["accepted", False, True]
    message_id, digest = letter["row"]
    taken = [one for one in deaths["taken"] if one[0] == message_id]
    assert taken == [[message_id, digest]] * copies, "the same bytes each time"
    was_in_flight = row[1]
    assert letter["events"].count("repeated") == was_in_flight, "it may be a repeat"
    assert letter["events"].count("accepted") == 1


def test_the_queue_is_clean_afterwards(deaths):
    assert set(deaths["tasks"]) == {"SUCCESSFUL"}


def test_a_small_soak():
    """``make soak`` has the large one."""
    code, said, problems = run(
        "manage.py", "soak", "--letters", "20", "--kills", "3", "--json"
    )
    report = json.loads(said)
    assert code == 0, (report, problems)
    assert (report["letters"], report["kills"], report["lost"]) == (20, 3, 0)


def test_letters_a_second_are_measured():
    sizes = ["--dispatches=3", "--workers=1"]
    code, said, problems = run("manage.py", "benchmark", "dispatch", *sizes)
    assert code == 0, problems
    figures = json.loads(said)["dispatch"]["workers"]
    assert all(figure["per_second"] > 0 for figure in figures.values())
