"""The repository itself: what is written down in two places must agree."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from refunds.checking import CLAIMS

ROOT = Path(__file__).parent.parent
APPS = ("cancelhub", "letters", "providers", "refunds")
FOLDERS = (*APPS, "templates", "static", "tests", ".ci", ".github")


# What we never say about ourselves. "Read", "delivered" and "registered office" are
# ordinary words, so only the claims made with such words are listed.
def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def every(pattern: str, name: str) -> list[str]:
    """Return what the pattern captures, line by line, in a file."""
    return re.findall(pattern, text_of(name), re.MULTILINE)


def files(*folders: str, suffixes: str = "") -> list[Path]:
    """Return what people wrote in these folders, not what tools left there."""
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file()
        and "__pycache__" not in path.parts
        and path.suffix != ".mo"
        and (not suffixes or path.suffix in suffixes.split())
    ]


def variables_of_settings() -> set[str]:
    return set(every(r'\benv\.\w+\(\s*"(\w+)"', "cancelhub/settings.py"))


def variables_of_run() -> set[str]:
    return set(every(r'\benviron\.get\("(\w+)"', "cancelhub/run.py"))


def check_deployment(**changes: str) -> subprocess.CompletedProcess[str]:
    """Check the site as a server would be configured, but for some changes."""
    environment = {
        "PATH": os.environ["PATH"],
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "example.org",
        "DATABASE_URL": "sqlite://:memory:",
    }
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment | changes,
        capture_output=True,
        text=True,
        check=False,
    )


# Documents


def test_readme_names_only_make_targets_that_exist():
    targets = set(every(r"^([a-z][a-z0-9-]*):", "Makefile"))
    named = set(every(r"(?:`|^\s*\$?\s*)make ([a-z][a-z0-9-]*)", "README.md"))

    assert {"run", "test"} <= named
    assert named - targets == set()


def test_readme_names_every_command_of_the_site():
    listed = set(every(r"^\| `(\w+)", "README.md"))
    own = {path.stem for app in APPS for path in (ROOT / app).rglob("commands/*.py")}

    assert own - {"__init__"} - listed == set()


def test_a_map_of_sending_names_every_module():
    named = set(re.findall(r"``(\w+)``", text_of("letters/sending/__init__.py")))
    there = {path.stem for path in (ROOT / "letters/sending").glob("*.py")}

    assert named == there - {"__init__"}


def test_readme_names_only_variables_that_exist():
    named = every(r"\b([A-Z]{2,}_[A-Z_]+|[A-Z]{4,}(?==))", "README.md")

    assert set(named) - variables_of_settings() - variables_of_run() == set()


def test_env_example_lists_what_settings_read():
    listed = every(r"^#?([A-Z_]+)=", ".env.example")

    assert sorted(listed) == sorted(variables_of_settings())


# Dependencies


def direct_dependencies() -> list[Requirement]:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return [Requirement(line) for group in groups for line in group]


def test_lock_satisfies_every_direct_dependency():
    pins = every(r"^([\w.-]+)(?:\[[^]]+])?==([^\s;]+)", "requirements.lock")
    locked = {canonicalize_name(name): version for name, version in pins}

    unsatisfied = [
        f"{dependency}, locked: {version}"
        for dependency in direct_dependencies()
        if (version := locked.get(canonicalize_name(dependency.name))) is None
        or version not in dependency.specifier
    ]
    assert unsatisfied == []


def test_lock_names_no_address():
    assert every(r"^.*(?:://|file:|\s@\s).*", "requirements.lock") == []
    assert every(r"^\s*(?:--(?!hash=)|-[a-z]).*", "requirements.lock") == []


# Words


def test_claims_are_recognised():
    assert CLAIMS.search("Vårt brev räknas som rekommenderat brev")
    assert CLAIMS.search("a Guaranteed refund")
    assert CLAIMS.search("Klart på 30 sekunder")
    assert not CLAIMS.search(
        "You earned a certificate. Its registered office; read more."
    )


def test_we_claim_nothing_we_cannot_keep():
    spoken = [
        *files("templates", suffixes=".html .txt"),
        *files("cancelhub/locale", suffixes=".po"),
        *files("providers/packs", suffixes=".toml"),
    ]
    assert {path.suffix for path in spoken} >= {".html", ".po", ".toml"}

    claims = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in spoken
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if CLAIMS.search(line)
    ]
    assert claims == []


# Code


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check_changes=True, dry_run=True)


def test_migrations_do_not_know_the_engine():
    """A renamed enum must not rewrite history: models hand over plain values."""
    migrations = [path for app in APPS for path in (ROOT / app).glob("migrations/*.py")]

    assert migrations
    assert [
        path for path in migrations if "refunds.engine" in path.read_text("utf-8")
    ] == []


def test_python_files_hold_one_subject_each():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in files(*APPS, suffixes=".py")
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}


def test_no_file_is_empty():
    assert [path for path in files(*FOLDERS) if path.stat().st_size == 0] == []


def test_a_server_passes_every_deployment_check():
    result = check_deployment()

    assert result.returncode == 0, result.stderr


def test_without_a_key_one_is_made_and_kept_for_this_user_alone():
    result = check_deployment(SECRET_KEY="")

    assert result.returncode == 0, result.stderr
    kept = ROOT / "var" / "secret_key"
    assert len(kept.read_text()) >= 50
    assert kept.stat().st_mode & 0o077 == 0
