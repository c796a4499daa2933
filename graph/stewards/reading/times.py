"""When situations hold, read back from a store by themselves."""

from __future__ import annotations

from collections.abc import Iterable

from stewards.reading.nodes import TIMES, batched, period_of, swept
from stewards.stores.store import Store
from stewards.terms import Term
from stewards.validity import Times

#: The dates of situations; events have others.
_DATED = tuple(name for name in TIMES if name != "on")
_DAYS = " ".join(f"OPTIONAL {{ ?node stw:{TIMES[name][0]} ?{name} }}" for name in _DATED)
_BOUNDS = " ".join(
    f"OPTIONAL {{ ?node stw:{day} ?{name} OPTIONAL {{ ?node stw:{precision} ?{name}_precision }} }}"
    for name, (day, precision) in TIMES.items()
    if name in _DATED
)
#: For more situations than this, it is faster to read the few precisions of the whole graph than to ask for each.
_MANY = 500


def read_times(store: Store, nodes: Iterable[str]) -> dict[str, Times]:
    """Return when some situations hold, without reading all else that is known of them; they are not to be changed."""
    wanted = list(nodes)
    kept: dict[str, Times] = store.recall("times", dict)
    if missing := [iri for iri in wanted if iri not in kept]:
        kept |= _read_times(store, missing)
    return {iri: kept[iri] for iri in wanted}


def _read_times(store: Store, nodes: Iterable[str]) -> dict[str, Times]:
    found = {iri: Times() for iri in nodes}
    levels = store.recall("precisions", lambda: _precisions(store)) if len(found) > _MANY else None
    query = f"SELECT * WHERE {{ {_BOUNDS if levels is None else _DAYS} }}"
    for row in batched(store, query, "node", found):
        node = str(row["node"])
        for name in _DATED:
            day = row[name]
            if day is not None:
                level = row[f"{name}_precision"] if levels is None else levels[name].get(node)
                setattr(found[node], name, period_of(day, level))
    return found


def _precisions(store: Store) -> dict[str, dict[str, Term]]:
    """Return the precision of each date that is no day, by kind of date and situation."""
    return {name: swept(store, TIMES[name][1]) for name in _DATED}


def read_all_times(store: Store) -> dict[str, Times]:
    """Return when each situation of the whole graph holds: a sweep a property is much faster than a query a node."""
    found: dict[str, Times] = {}
    levels = store.recall("precisions", lambda: _precisions(store))
    for name in _DATED:
        for node, value in swept(store, TIMES[name][0]).items():
            times = found.get(node)
            if times is None:
                times = found[node] = Times()
            setattr(times, name, period_of(value, levels[name].get(node)))
    return found
