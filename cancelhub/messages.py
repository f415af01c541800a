"""Compile the catalogues, without gettext on the machine.

``python -m cancelhub.messages`` writes each ``.mo`` that is older than its ``.po``;
``--check`` only looks: can each catalogue be read, do its placeholders agree?
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE_DIR = Path(__file__).parent / "locale"


def catalogues() -> list[Path]:
    return sorted(LOCALE_DIR.glob("*/LC_MESSAGES/*.po"))


def read(path: Path) -> Catalog:
    language = path.parent.parent.name
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def problems(path: Path) -> Iterator[str]:
    """Name each translation whose plurals or placeholders differ from the original."""
    for message, errors in read(path).check():
        for error in errors:
            yield f"{path}:{message.lineno}: {error}"


def compile_catalogues() -> None:
    """Bring every ``.mo`` up to date, by a rename, so that nobody reads half a file."""
    for source in catalogues():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as file:
            write_mo(file, read(source))
        fresh.replace(target)


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        found = [line for path in catalogues() for line in problems(path)]
        sys.exit("\n".join(found) or None)
    compile_catalogues()
