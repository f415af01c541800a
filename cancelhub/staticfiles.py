"""Where ``collectstatic`` puts files: hashed names, compressed, CSS without air."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rcssmin import cssmin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Takes comments and indentation out of style sheets before they get their hash."""

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool] | tuple[str, None, RuntimeError]]:
        """Minify the copies that were just collected, and go on from these."""
        sheets = [name for name in paths if name.endswith(".css") and not dry_run]
        for name in sheets:
            copy = Path(self.path(name))
            copy.write_text(cssmin(copy.read_text("utf-8")), "utf-8")
        minified = {name: (self, name) for name in sheets}
        yield from super().post_process(paths | minified, dry_run, **options)
