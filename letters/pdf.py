"""HTML in, an archivable PDF out. The only module that knows WeasyPrint.

The same HTML always gives the same bytes: nothing here reads a clock, and WeasyPrint
derives the file's identifier from its content. Nothing is fetched: the sheet and the
fonts come from this working copy, and any other address in a letter is a bug or an
attack, so it stops the rendering (an ordinary error WeasyPrint would log and ignore).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

FONTS = Path(__file__).parent / "fonts"
SHEET = Path(__file__).parent / "letter.css"
SCHEME = "letter-font:"


class ClosedFetcher(URLFetcher):  # type: ignore[misc]
    """Gives the letter its bundled fonts, and nothing else."""

    def fetch(
        self,
        url: str,
        headers: Any = None,  # noqa: ARG002 -- signature is WeasyPrint's
    ) -> URLFetcherResponse:
        """Return a bundled font.

        Raises:
            FatalURLFetchingError: for every other address.
        """
        font = FONTS / url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or font.parent != FONTS or not font.is_file():
            raise FatalURLFetchingError(f"letters are self-contained, refused {url}")
        return URLFetcherResponse(url, font.read_bytes(), {"Content-Type": "font/ttf"})


@dataclass(frozen=True, slots=True)
class Press:
    """What is costly to set up and the same for every letter: fonts and sheet."""

    fetcher: ClosedFetcher
    fonts: FontConfiguration
    sheet: CSS


@cache
def press() -> Press:
    """Return this process's press, warm from the first letter on."""
    fetcher, fonts = ClosedFetcher(), FontConfiguration()
    sheet = CSS(
        filename=SHEET,
        url_fetcher=fetcher,
        font_config=fonts,
    )
    return Press(fetcher, fonts, sheet)


ONE_AT_A_TIME = Lock()
"""Pango's font map is shared and not made for threads. Rendering is pure computation
under the interpreter's lock, so waiting here costs a thread nothing it could use."""


def ordinary_spaces(_document: object, pdf: Any) -> None:
    """Let copied and searched text have ordinary spaces.

    One glyph draws a space and a non-breaking one, and the file says for each glyph
    what it means. Whichever came first in the letter would stand for both.
    """
    for item in pdf.objects:
        lines = getattr(item, "stream", [])
        if b"begincmap" in lines:
            item.stream = [line.replace(b"> <00a0>", b"> <0020>") for line in lines]


def render_pdf(html: str) -> bytes:
    """Return a whole HTML document as tagged PDF/A-3a, in A4.

    Raises:
        FatalURLFetchingError: if the document asks for anything outside itself.
    """
    with ONE_AT_A_TIME:
        tools = press()
        document = HTML(string=html, url_fetcher=tools.fetcher)
        pdf: bytes = document.write_pdf(
            stylesheets=[tools.sheet],
            font_config=tools.fonts,
            pdf_variant="pdf/a-3a",
            finisher=ordinary_spaces,
        )
        return pdf
