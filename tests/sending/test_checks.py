"""An installation that sends for others must be told for whom, and from where."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest
from django.core.checks import run_checks

TOLD = {
    "OPERATOR": "Ann & Bo",
    "CONTACT_EMAIL": "ask@example.org",
    "MAIL_FROM": "letters@example.org",
    "SITE_URL": "https://example.org",
}


def found():
    return [
        message.id.removeprefix("letters.")
        for message in run_checks(include_deployment_checks=True)
        if (message.id or "").startswith("letters.")
    ]


@pytest.mark.parametrize(
    ("untold", "warnings"),
    [
        pytest.param({}, [], id="all is set"),
        pytest.param({"OPERATOR": ""}, ["W001"], id="nobody answers for the data"),
        pytest.param({"CONTACT_EMAIL": ""}, ["W001"], id="nowhere to write to"),
        pytest.param({"MAIL_FROM": "letters@cancelhub.invalid"}, ["W002"], id="from"),
        pytest.param({"SITE_URL": "http://127.0.0.1:8000"}, ["W003"], id="IPv4"),
        pytest.param({"SITE_URL": "http://[::1]:8000"}, ["W003"], id="IPv6"),
    ],
)
@pytest.mark.parametrize("server", ["smtp", "filebased"])
def test_a_server_says_what_it_lacks(settings, server, untold, warnings):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{server}.EmailBackend"
    for name, value in (TOLD | untold).items():
        setattr(settings, name, value)
    assert found() == (warnings if server == "smtp" else [])


@pytest.mark.parametrize(
    ("backend", "package", "warnings"),
    [
        pytest.param("redis.RedisCache", None, ["W004"], id="without its package"),
        pytest.param("redis.RedisCache", ModuleType("redis"), [], id="with it"),
        pytest.param(
            "filebased.FileBasedCache", None, [], id="a cache that needs none"
        ),
    ],
)
def test_a_cache_has_its_package(settings, monkeypatch, backend, package, warnings):
    if package:
        package.__spec__ = ModuleSpec("redis", None)
    monkeypatch.setitem(sys.modules, "redis", package)  # None is: not installed
    cache = {"BACKEND": f"django.core.cache.backends.{backend}", "LOCATION": "x"}
    settings.CACHES = {"default": cache, "counts": cache}
    assert found() == warnings
