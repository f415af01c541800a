"""A letter on paper: the HTML that both the preview and the PDF are made of."""

from __future__ import annotations

from django.template.loader import render_to_string

from letters.letter import Document, LetterDraft
from letters.pdf import render_pdf

WINDOW_RIGHT = frozenset({"SE"})
"""Countries whose window envelopes have the window on the right; DIN 5008 elsewhere.
The sender's country counts: that is where the envelope is bought."""


def window(draft: LetterDraft) -> str:
    """Return the side of the envelope's window; ``letter.css`` has the millimetres."""
    return "right" if draft.sent_from in WINDOW_RIGHT else "left"


def to_html(draft: LetterDraft, document: Document) -> str:
    """Return what goes into one envelope as HTML: the letter in each language."""
    return render_to_string(
        "letters/paper.html",
        {"draft": draft, "document": document, "window": window(draft)},
    )


def to_pdf(draft: LetterDraft, document: Document) -> bytes:
    """Return what goes into one envelope as a PDF."""
    return render_pdf(to_html(draft, document))
