"""What is found among some nodes of the graph, or among all, kept for later answers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from stewards.stores.store import Store

T = TypeVar("T")

#: Of more nodes than this, all of the graph is read; of more than few, what was found is kept.
_MANY, _FEW = 5000, 500


def found_among(
    store: Store, name: str, nodes: Collection[str] | None, find: Callable[[frozenset[str] | None], T]
) -> T:
    """Return what ``find`` gives for some nodes, or more: for all (None) where there are many; ``name`` tells what."""
    among = None if nodes is None or len(nodes) > _MANY else frozenset(nodes)
    kept: dict[frozenset[str] | None, T] = store.recall(name, dict)
    if among in kept:
        return kept[among]
    found = find(among)
    if among is None or len(among) > _FEW:
        kept[among] = found
    return found
