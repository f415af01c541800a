"""Pack files from disk, many at a time, and what is wrong between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from providers.datapack import PackError
from refunds.datapack import Pack


@dataclass(frozen=True, slots=True)
class PackFile:
    """A pack and the file that it was read from."""

    path: Path
    pack: Pack

    @property
    def name(self) -> str:
        """What messages call the file."""
        return self.path.name


def read_packs(paths: Iterable[Path]) -> tuple[list[PackFile], list[str]]:
    """Read files and folders of them; return what could be read and all problems.

    A file named twice, as itself and by its folder, is read once.
    """
    files: list[PackFile] = []
    problems: list[str] = []
    seen: dict[str, Path] = {}
    for path in _files_of(paths):
        try:
            pack = Pack.read(path)
        except PackError as error:
            problems.append(str(error))
            continue
        except OSError as error:
            problems.append(f"{path.name}: {error.strerror}")
            continue
        other = seen.setdefault(pack.slug, path)
        if other is path:
            files.append(PackFile(path, pack))
        else:
            problems.append(f"{path}: slug: {pack.slug!r} is the slug of {other}, too")
    return files, problems


def _files_of(paths: Iterable[Path]) -> Iterator[Path]:
    seen = set()
    for path in paths:
        for file in sorted(path.glob("*.toml")) if path.is_dir() else [path]:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file
