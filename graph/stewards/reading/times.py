"""When situations hold, read back from a store by themselves."""

from __future__ import annotations

from collections.abc import Iterable

from stewards.namespaces import STW
from stewards.quads import nquads
from stewards.reading.nodes import TIMES, period_of
from stewards.reading.rows import swept, tuples
from stewards.stores.store import Store
from stewards.terms import Term
from stewards.validity import Times

#: The dates of situations; events have others.
_DATED = tuple(name for name in TIMES if name != "on")
#: The kind of date that each property of a situation gives, and the kind whose precision another gives.
_GIVES = {STW + TIMES[name][0]: name for name in _DATED}
_PRECISES = {STW + TIMES[name][1]: name for name in _DATED}
#: One look at all that is known of a situation, which takes half as long as looking for one property after the other.
_TOLD = "SELECT ?node ?property ?value WHERE {{ ?node ?property ?value FILTER(?property IN ({})) }}".format(
    ", ".join(map(nquads.iri, (*_GIVES, *_PRECISES)))
)


def read_times(store: Store, nodes: Iterable[str]) -> dict[str, Times]:
    """Return when some situations hold, without reading all else that is known of them; they are not to be changed."""
    wanted = list(nodes)
    kept: dict[str, Times] = store.recall("times", dict)
    if missing := [iri for iri in wanted if iri not in kept]:
        kept |= _read_times(store, missing)
    return {iri: kept[iri] for iri in wanted}


def _read_times(store: Store, nodes: Iterable[str]) -> dict[str, Times]:
    found = {iri: Times() for iri in nodes}
    days: list[tuple[str, str, Term]] = []
    levels: dict[tuple[str, str], Term] = {}
    for node, told, value in tuples(store, _TOLD, "node", found):
        if told in _GIVES:
            days.append((node, _GIVES[told], value))
        else:
            levels[node, _PRECISES[told]] = value
    for iri, name, day in days:
        setattr(found[iri], name, period_of(day, levels.get((iri, name))))
    return found


def read_all_times(store: Store) -> dict[str, Times]:
    """Return when each situation of the whole graph holds: a sweep a property is much faster than a query a node."""
    found: dict[str, Times] = {}
    told = swept(store, *(TIMES[name][0] for name in _DATED), *(TIMES[name][1] for name in _DATED))
    for name, days, levels in zip(_DATED, told, told[len(_DATED) :], strict=False):
        for node, value in days.items():
            times = found.get(node)
            if times is None:
                times = found[node] = Times()
            setattr(times, name, period_of(value, levels.get(node)))
    return found
