"""Who is meant by what somebody typed: a few short walks along an index.

Each step is asked only where the one before found nobody, and none reads more rows in
a larger catalogue. Rows are (provider, text, weight) of ``SearchTerm``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from django.db.backends.base.base import BaseDatabaseWrapper

from providers.spelling import grams, slips, squeezed, typed_words

MOST = 30
"""Providers shown, and rows read of each weight."""

WEIGHTS = (*range(10),)
NAMES = (0, 1, 6, 7)
CALLED = (0, 1, 2, 6, 7)
PRODUCTS = (4, 5)
"""As in ``SearchTerm.Weight``; from 6 on, only contacts are known."""

SPELLINGS = 4
CANDIDATES = 30
LONG = 8
LIKENESS = 0.25
"""Share of trigrams that PostgreSQL asks of a spelling; what is a typo, we decide."""

LAST = "\U0010ffff"
SHORTEST_NAME_WITHIN = 4

PART = (
    "SELECT * FROM (SELECT provider_id, text, weight FROM providers_searchterm"
    " WHERE weight = {weight} AND text BETWEEN %s AND %s"
    " ORDER BY weight, text LIMIT {most}) AS part"
)
WITH_OTHERS = "SELECT * FROM ({rows}) AS found WHERE {conditions}"
HAS_OTHER = (
    "EXISTS (SELECT 1 FROM providers_searchterm AS other"
    " WHERE other.provider_id = found.provider_id AND other.text BETWEEN %s AND %s)"
)

Row = tuple[int, str, int]
Range = tuple[str, str]


def find(connection: BaseDatabaseWrapper, query: str) -> list[int]:
    """Return the primary keys of the providers a person may mean, best first."""
    typed = typed_words(query)
    text = squeezed(typed)
    if not text:
        return []
    steps: list[Callable[[], Iterable[Row]]] = [
        lambda: _walk(connection, [_beginning(text)]),
        lambda: _with_every_word(connection, typed),
        lambda: _spelt_alike(connection, text),
        lambda: _named_within(connection, typed),
    ]
    for step in steps:
        rows = list(step())
        if rows:
            return _best_first(rows, text)
    return []


def _best_first(rows: list[Row], typed: str) -> list[int]:
    """Order providers by their best text, then by their next best, and so on.

    Names, domains and products come in this order; a name that is exactly what was
    typed comes before one that begins so, a company we know more of before one of
    which we have only contacts, and a short name before a long one.
    """
    merits: dict[int, list[tuple[bool, bool, int, int, str]]] = {}
    for provider, text, weight in rows:
        called_so = text == typed and weight in CALLED
        merit = (weight in PRODUCTS, not called_so, weight, len(text), text)
        merits.setdefault(provider, []).append(merit)
    found = sorted(merits, key=lambda provider: (sorted(merits[provider]), provider))
    return found[:MOST]


def _beginning(text: str) -> Range:
    return text, text + LAST


def _walk(
    connection: BaseDatabaseWrapper,
    ranges: Sequence[Range],
    *,
    weights: tuple[int, ...] = WEIGHTS,
    also: Sequence[Range] = (),
) -> list[Row]:
    """Return the first rows of each weight in each range of texts.

    Their providers have a text in each range of ``also``, too.
    """
    sql = _walk_sql(len(ranges), weights, len(also))
    bounds = [bound for one in ranges for _ in weights for bound in one]
    with connection.cursor() as cursor:
        cursor.execute(sql, bounds + [bound for one in also for bound in one])
        rows: list[Row] = cursor.fetchall()
    return rows


@lru_cache
def _walk_sql(ranges: int, weights: tuple[int, ...], also: int) -> str:
    # Nothing but our own numbers goes into the text of the query.
    parts = [PART.format(weight=weight, most=MOST) for weight in weights] * ranges
    sql = " UNION ALL ".join(parts)
    if also:
        sql = WITH_OTHERS.format(rows=sql, conditions=" AND ".join([HAS_OTHER] * also))
    return sql


def _with_every_word(connection: BaseDatabaseWrapper, typed: list[str]) -> list[Row]:
    """Find who has all the words, in whatever order and between whichever others."""
    if len(typed) < 2:
        return []
    rarest, *others = sorted(set(typed), key=len, reverse=True)
    return _walk(
        connection, [_beginning(rarest)], also=[_beginning(word) for word in others]
    )


def _named_within(connection: BaseDatabaseWrapper, typed: list[str]) -> list[Row]:
    """Find whose name stands among other words, as on a bank statement."""
    places = range(len(typed) + 1)
    within = {squeezed(typed[start:end]) for start in places for end in places}
    names = sorted(name for name in within if len(name) >= SHORTEST_NAME_WITHIN)
    if len(typed) < 2 or not names:
        return []
    rows = _walk(connection, [(name, name) for name in names], weights=NAMES)
    longest = max((len(text) for _, text, _ in rows), default=0)
    return [row for row in rows if len(row[1]) == longest]


def _spelt_alike(connection: BaseDatabaseWrapper, typed: str) -> list[Row]:
    """Find who has a text that takes the fewest slips, where those are few."""
    candidates = CANDIDATES_IN[connection.vendor](connection, typed)
    counted = sorted(
        (count, abs(len(text) - len(typed)), text)
        for text in candidates
        if (count := slips(typed, text)) is not None
    )
    fewest = [text for count, _, text in counted if count == counted[0][0]]
    if not fewest:
        return []
    return _walk(connection, [(text, text) for text in fewest[:SPELLINGS]])


def _candidates_in_sqlite(connection: BaseDatabaseWrapper, typed: str) -> list[str]:
    """Return the spellings that share the rarest trigrams with what was typed.

    A long one shares some in two of its three parts; asking for that spares most rows.
    """
    runs = grams(typed)
    ends = [len(runs) * part // 3 for part in range(4)]
    if len(typed) >= LONG:
        first, second, third = (
            _any_of(runs[start:end]) for start, end in pairwise(ends)
        )
        match = f"({first} AND {second}) OR ({third} AND ({first} OR {second}))"
    else:
        match = _any_of(runs)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT spelling.text FROM"
            " (SELECT rowid FROM providers_spelling_trigrams"
            "  WHERE providers_spelling_trigrams MATCH %s"
            "  ORDER BY rank LIMIT %s) AS near"
            " JOIN providers_spelling AS spelling ON spelling.id = near.rowid",
            [match, CANDIDATES],
        )
        return [text for (text,) in cursor.fetchall()]


def _any_of(runs: list[str]) -> str:
    return "(" + " OR ".join(f'"{run}"' for run in runs) + ")"


def _candidates_in_postgresql(connection: BaseDatabaseWrapper, typed: str) -> list[str]:
    """Return the spellings that share the largest part of their trigrams."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_limit(%s)", [LIKENESS])
        cursor.execute(
            "SELECT text FROM providers_spelling WHERE text %% %s"
            " ORDER BY similarity(text, %s) DESC, text LIMIT %s",
            [typed, typed, CANDIDATES],
        )
        return [text for (text,) in cursor.fetchall()]


CANDIDATES_IN = {
    "sqlite": _candidates_in_sqlite,
    "postgresql": _candidates_in_postgresql,
}
