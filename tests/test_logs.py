"""Logs name what happened, never a link that opens a case or an answer."""

from __future__ import annotations

import logging
import sys

import pytest

from cancelhub.logs import Discreet

LINK = "kq3vW0aXbZ9cYd8eUf7gTh6iSj5kRl4m"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (f"/en/case/{LINK}/code/", "/en/case/…/code/"),
        (f"/sv/arende/{LINK}/bekrafta/{LINK}/", "/sv/arende/…/"),
        (f"/en/case/{LINK}/?new", "/en/case/…/?…"),
        ("/sv/saga-upp/coursera/besked/?country=SE", "/sv/saga-upp/coursera/besked/?…"),
        ("/en/providers/", "/en/providers/"),
    ],
)
def test_a_path_is_masked(path, said):
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", path), None
    )
    assert Discreet().filter(record)
    assert record.getMessage() == f"Not Found: {said}"


def test_the_console_is_discreet(settings):
    console = settings.LOGGING["handlers"]["console"]
    assert console["filters"] == ["discreet"]


def test_an_error_is_told_without_its_words():
    try:
        raise ValueError("anna@mail.example")
    except ValueError:
        told = sys.exc_info()
    record = logging.LogRecord("x", logging.ERROR, "", 0, "It broke", (), told)
    Discreet().filter(record)
    written = logging.Formatter().format(record)
    assert written.startswith("It broke\n")
    assert written.endswith("ValueError")
    assert __file__ in written
    assert "anna" not in written.replace('raise ValueError("anna@mail.example")', "")
