"""What ``make run`` does before the site is there."""

from __future__ import annotations

import gettext
import os
import socket

import pytest

from cancelhub import messages, run

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

#, python-format
msgid "%(days)s days"
msgstr "{swedish}"
"""


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """A Swedish catalogue of one sentence."""
    path = tmp_path / "sv" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE.format(swedish="%(days)s dagar"), encoding="utf-8")
    monkeypatch.setattr(messages, "LOCALE_DIR", tmp_path)
    return path


def compiled(catalogue) -> str:
    messages.compile_catalogues()
    with catalogue.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file).gettext("%(days)s days")


def test_a_catalogue_is_compiled(catalogue):
    assert compiled(catalogue) == "%(days)s dagar"


def test_a_changed_catalogue_is_compiled_again(catalogue):
    compiled(catalogue)

    catalogue.write_text(CATALOGUE.format(swedish="%(days)s dygn"), encoding="utf-8")
    os.utime(catalogue, (2e9, 2e9))

    assert compiled(catalogue) == "%(days)s dygn"


def test_an_unchanged_catalogue_is_left_alone(catalogue):
    compiled(catalogue)
    target = catalogue.with_suffix(".mo")
    os.utime(target, (2e9, 2e9))

    compiled(catalogue)

    assert target.stat().st_mtime == 2e9


def test_a_lost_placeholder_is_a_problem(catalogue):
    assert list(messages.problems(catalogue)) == []

    catalogue.write_text(CATALOGUE.format(swedish="%(dagar)s dagar"), encoding="utf-8")

    assert len(list(messages.problems(catalogue))) == 1


def test_our_catalogues_have_no_problems():
    paths = messages.catalogues()

    assert paths
    assert [line for path in paths for line in messages.problems(path)] == []


def test_a_free_port_is_taken(monkeypatch):
    with socket.socket() as free:
        free.bind((run.HOST, 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("PORT", str(port))

    assert run.chosen_port() == port


def test_an_occupied_port_gets_a_sentence(monkeypatch):
    with socket.create_server((run.HOST, 0)) as taken:
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))

        with pytest.raises(SystemExit, match="Choose another one: make run PORT=8001"):
            run.chosen_port()


@pytest.mark.parametrize("port", ["", "web", "0", "-1", "65536"])
def test_a_port_that_is_none_gets_a_sentence(monkeypatch, port):
    monkeypatch.setenv("PORT", port)

    with pytest.raises(SystemExit, match="PORT must be a number from 1 to 65535"):
        run.chosen_port()
