"""Packs written the way people write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import tomlkit
from tomlkit.items import Array, Item, Table

from refunds.datapack import Pack


def to_toml(pack: Pack) -> str:
    """Return a pack as the text of its file. Reading it back gives an equal pack."""
    document = tomlkit.document()
    for key, value in _tables_last(pack.model_dump(exclude_defaults=True)):
        _add(document, key, value)
    return tomlkit.dumps(document)


def _add(place: Any, key: str, value: Any) -> None:
    """Add a value: rows as ``[[key]]``, a text as ``key.sv`` and ``key.en``."""
    if _is_rows(value):
        rows = tomlkit.aot()
        for row in value:
            rows.append(_table(row))
        place.add(key, rows)
    elif key == "sources":
        table = tomlkit.table(is_super_table=True)
        for name, fields in value.items():
            table.add(name, _table(fields))
        place.add(key, table)
    elif isinstance(value, dict) and value.keys() == {"sv", "en"}:
        for language, text in value.items():
            place.add(tomlkit.key([key, language]), _value(text))
    else:
        place.add(key, _value(value))


def _table(fields: dict[str, Any]) -> Table:
    table = tomlkit.table()
    for key, value in _tables_last(fields):
        _add(table, key, value)
    return table


def _tables_last(fields: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return the fields with tables last: a table swallows the plain keys after it."""
    return sorted(
        fields.items(), key=lambda pair: pair[0] == "sources" or _is_rows(pair[1])
    )


def _is_rows(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], dict)


def _value(value: Any) -> Item:
    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        for key, item in value.items():
            inline.add(key, _value(item))
        return inline
    if isinstance(value, tuple):
        return _array(value)
    if isinstance(value, Decimal):
        return tomlkit.item(int(value) if value == int(value) else float(value))
    if isinstance(value, str):
        return tomlkit.item(str(value))  # an enum's value, too
    plain: Item = tomlkit.item(value)
    return plain


def _array(values: tuple[Any, ...]) -> Array:
    array = tomlkit.array()
    for item in values:
        array.append(_value(item))
    return array.multiline(any(len(str(item)) > 40 for item in values))
