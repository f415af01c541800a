"""What every test may rely on. Fixtures of one subject live beside their tests."""

from __future__ import annotations

import shutil
import time
from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import connection, transaction
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


def catalogue():
    """The tables that packs fill."""
    return [
        model._meta.db_table
        for app in ("providers", "refunds")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Fill the test database once; each test undoes only what it does itself.

    A copy of its tables stays in it, for when a browser test has emptied them: such a
    test may have a connection of its own, so it is no use beside the database.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        load_packs()
        for table in catalogue():
            cursor.execute(f"CREATE TABLE filled_{table} AS SELECT * FROM {table}")


@pytest.fixture
def packs(db):
    """The shipped packs, loaded.

    A worker that takes over another's tests may come here after a browser test and
    within a transaction. Rows can be put back there, and quicker than packs are loaded.
    """
    if Provider.objects.exists():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for table in catalogue():
            cursor.execute(f"INSERT INTO {table} SELECT * FROM filled_{table}")


@pytest.fixture(autouse=True)
def _the_server_answers_first(request):
    """Wait for what a page still asked for before the database is emptied under it."""
    if "live_server" not in request.fixturenames:
        yield
        return
    open_requests = []

    def opened(**_about):
        open_requests.append(1)

    def answered(**_about):
        open_requests.pop()

    request_started.connect(opened)
    request_finished.connect(answered)
    yield  # what comes after this one, such as the page, is closed by now
    patience = time.monotonic() + 10
    while open_requests and time.monotonic() < patience:
        time.sleep(0.01)
    request_started.disconnect(opened)
    request_finished.disconnect(answered)


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
