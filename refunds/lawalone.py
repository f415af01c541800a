"""Companies without rules of ours: the verdict rests on the law alone.

Some are known from open data by their contacts, the others by nothing but the name a
visitor types. Both take the same road as every provider, with a pack that has no rules.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from providers.datapack import PackedProduct
from refunds.datapack import Pack

FILE = Path(__file__).with_name("lawalone.toml")


@lru_cache(maxsize=1)
def any_company() -> Pack:
    """Return the pack of a company of which we know nothing."""
    return Pack.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def with_kinds(pack: Pack) -> Pack:
    """Return a pack without products with the kinds that the law tells apart."""
    kinds = any_company()
    return pack.model_copy(
        update={
            "products": kinds.products,
            "channels": kinds.channels,
            "sources": pack.sources | kinds.sources,
        }
    )


def is_kind(product: PackedProduct) -> bool:
    """Is this only a kind of thing, and not what the company calls it?"""
    return product in any_company().products
