"""A letter as plain text, for reading, copying and mailing.

Pure. Lines end as the format wants them (``\\n`` here; the file download writes CRLF,
which every editor reads). UTF-8 without a mark, non-breaking spaces kept.
"""

from __future__ import annotations

from collections.abc import Iterable

from letters.letter import Labelled, Letter

BETWEEN_LETTERS = f"\n\n{'=' * 60}\n\n"


def as_text(letters: Iterable[Letter]) -> str:
    """Return letters as text, one after the other."""
    return BETWEEN_LETTERS.join(_letter(letter) for letter in letters) + "\n"


def _letter(letter: Letter) -> str:
    blocks: list[Iterable[str]] = [
        letter.sender,
        letter.recipient,
        [letter.place_and_date, _line(letter.reference)],
        [letter.subject],
        [_line(fact) for fact in letter.facts],
    ]
    for section in letter.sections:
        blocks += [[section.heading], *([text] for text in section.paragraphs)]
    blocks += [[letter.closing], letter.signature]
    if letter.enclosure:
        blocks.append([_line(letter.enclosure)])
    paragraphs = ("\n".join(line for line in block if line) for block in blocks)
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _line(item: Labelled) -> str:
    return f"{item.label}: {item.value}"
