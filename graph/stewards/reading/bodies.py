"""Which bodies govern what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from stewards.reading.nodes import batched
from stewards.stores.store import Store

#: Every body with what it governs.
GOVERNS = "SELECT ?body ?thing WHERE { ?body stw:governs ?thing }"


def governing(store: Store, things: Iterable[str]) -> dict[str, set[str]]:
    """Return the bodies that govern some things, each with which of them it governs, in order."""
    return _pairs(store, "thing", things)


def governed(store: Store, bodies: Iterable[str]) -> dict[str, set[str]]:
    """Return what some bodies govern, by body."""
    return _pairs(store, "body", bodies)


def _pairs(store: Store, asked: str, iris: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in batched(store, GOVERNS, asked, iris):
        found[str(row["body"])].add(str(row["thing"]))
    return dict(sorted(found.items()))
