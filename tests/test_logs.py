"""Logs name what happened, never a link that opens a case or an answer."""

from __future__ import annotations

import logging

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
