"""What every test may rely on. Fixtures of one subject live beside their tests."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import date
from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation

from providers.models import Provider


def pytest_addoption(parser):
    parser.addoption(
        "--database-only",
        action="store_true",
        help="only tests that use the database, for a second kind of database",
    )


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--database-only"):
        return
    using = {"db", "transactional_db"}
    kept = [
        item
        for item in items
        if item.get_closest_marker("django_db") or using & set(item.fixturenames)
        if not item.get_closest_marker("one_database")
    ]
    config.hook.pytest_deselected(items=[one for one in items if one not in set(kept)])
    items[:] = kept


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
    """Fill the test database once; each test undoes only what it does itself.

    Its copy is made at once, before a browser test can empty it.
    """
    copy = None
    with django_db_blocker.unblock():
        load_packs()
        if connection.vendor == "sqlite":
            copy = sqlite3.connect(":memory:", check_same_thread=False)
            connection.connection.backup(copy)
    yield copy
    if copy is not None:
        copy.close()


@pytest.fixture(scope="session")
def filled(django_db_setup):
    """A copy of the filled database: putting it back is quicker than filling it."""
    return django_db_setup


@pytest.fixture
def packs(db, filled):
    """The shipped packs, loaded."""
    if Provider.objects.exists():
        return
    # A browser test has emptied the database.
    if filled is None:
        load_packs()
    else:
        filled.backup(connection.connection)
        ContentType.objects.clear_cache()


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
