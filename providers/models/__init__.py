"""The catalogue: who sold it, how to reach them, what they sell and what we read where.

Texts that people read exist once a language (``name_sv``, ``name_en``: see
``translation.py``). Parts keep the order of the pack in ``position``.
"""

from __future__ import annotations

from providers.models.bounces import Bounce
from providers.models.offers import Channel, Contact, Entity, Note, Price, Product
from providers.models.provider import (
    Domain,
    Name,
    Part,
    Provider,
    Source,
    SourcedPart,
)
from providers.models.redirects import Redirect
from providers.models.search import SearchTerm, Spelling
from providers.models.suggestions import Suggestion

__all__ = [
    "Bounce",
    "Channel",
    "Contact",
    "Domain",
    "Entity",
    "Name",
    "Note",
    "Part",
    "Price",
    "Product",
    "Provider",
    "Redirect",
    "SearchTerm",
    "Source",
    "SourcedPart",
    "Spelling",
    "Suggestion",
]
