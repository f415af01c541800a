"""All the ways unknown answers could turn out, and which of them make a difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from refunds.engine.verdict import Outcome


class Leaf(Protocol):
    """What is given once enough is known; several possible outcomes: not all is."""

    @property
    def possible(self) -> frozenset[Outcome]: ...
    @property
    def deadline(self) -> date | None: ...
    @property
    def missing(self) -> tuple[str, ...]: ...
    @property
    def told(self) -> tuple[object, ...]: ...


class Split(NamedTuple):
    """An answer that makes a difference, and what follows from each way to give it.

    A split without a fact is one that no answer settles: two readings of the law.
    ``told`` is what makes a difference to the person, ``facts`` the answer and all that
    matter further down, ``ends`` all leaves: worked out once, from the branches.
    """

    fact: str
    branches: tuple[Tree, ...]
    told: tuple[object, ...]
    facts: tuple[str, ...]
    ends: tuple[Leaf, ...]


Tree = Split | Leaf


def split(fact: str, branches: Sequence[Tree], cuts: tuple[date, ...] = ()) -> Tree:
    """Return a split, or its branch where all branches tell the person the same.

    Args:
        cuts: for a day, the first days of all branches but the first.
    """
    if len(branches) == 1:
        return branches[0]
    told = [branch.told for branch in branches]
    if told.count(told[0]) == len(told):
        return branches[0]
    facts = [fact] if fact else []
    ends: list[Leaf] = []
    for branch in branches:
        if isinstance(branch, Split):
            facts += branch.facts
            ends += branch.ends
        else:
            facts += branch.missing
            ends.append(branch)
    unique = tuple(dict.fromkeys(facts))
    return Split(fact, tuple(branches), (fact, cuts, *told), unique, tuple(ends))


def leaves(tree: Tree) -> tuple[Leaf, ...]:
    """Return the ends of all branches."""
    return tree.ends if isinstance(tree, Split) else (tree,)


def facts_of(tree: Tree) -> tuple[str, ...]:
    """Return every fact that keeps branches apart or is missing at an end, in order."""
    return tree.facts if isinstance(tree, Split) else tree.missing


Seen = tuple[tuple[Outcome, date | None, bool], ...]
"""What a verdict would show of a leaf: outcome, deadline, and "it comes from here"."""


def decisive(tree: Tree, seen: Callable[[Leaf], Seen]) -> tuple[str, ...]:
    """Return the facts that can still change what a verdict shows, once each."""
    return tuple(dict.fromkeys(_weighed(tree, seen)[1]))


def _weighed(tree: Tree, seen: Callable[[Leaf], Seen]) -> tuple[Seen, tuple[str, ...]]:
    """Return what a branch shows, and the facts that matter inside it."""
    if not isinstance(tree, Split):
        shown = seen(tree)
        return shown, tree.missing if any(ours for *_, ours in shown) else ()
    weighed = [_weighed(branch, seen) for branch in tree.branches]
    if len(set(weighed)) == 1:
        return weighed[0]
    shown = tuple(dict.fromkeys(item for part, _ in weighed for item in part))
    inside = [fact for _, facts in weighed for fact in facts]
    return shown, (tree.fact, *inside) if tree.fact else tuple(inside)
