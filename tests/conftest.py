"""What every test may rely on. Fixtures of one subject live beside their tests."""

from __future__ import annotations

import shutil
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from providers.models import Provider


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Start the Chromium of this machine, and keep it from calling home."""
    return browser_type_launch_args | {
        "executable_path": shutil.which("chromium") or "chromium is not installed",
        "args": [
            "--no-sandbox",  # root, as in a container, may not have one
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-quic",
            "--disable-sync",
        ],
    }


def load_packs():
    call_command("load_packs", stdout=StringIO())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Fill the test database once; each test undoes only what it does itself."""
    with django_db_blocker.unblock():
        load_packs()


@pytest.fixture
def packs(db):
    """The shipped packs, loaded."""
    if not Provider.objects.exists():  # a browser test has emptied the database
        load_packs()


@pytest.fixture
def coursera(packs):
    """Coursera as an editor finds it."""
    return Provider.objects.get(slug="coursera")


@pytest.fixture(autouse=True)
def _speak_the_sites_default_language():
    """Forget the language of an earlier test: a request leaves its own behind."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _facts_count_as_fresh(settings):
    """Keep the facts of 2026 fresh, so that the tests hold in any later year."""
    age = timezone.localdate() - date(2026, 1, 1)
    settings.FRESHNESS_DAYS = max(age.days, 180)
