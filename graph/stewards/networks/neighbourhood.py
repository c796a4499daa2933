"""Networks from a store: what surrounds some entities, a whole foundation, and what an answer speaks of.

Each holds what ever was, with its times; :meth:`stewards.networks.network.Network.on` gives what was in force on a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from stewards.networks.drawn import drawn, edges_of, governs
from stewards.networks.network import Edge, Network
from stewards.reading.entities import Found, kind_of
from stewards.reading.nodes import read_nodes
from stewards.reading.relations import involving
from stewards.stores.store import Store

#: What a whole foundation is made of, beside what surrounds it: who hosts, governs and maintains what it hosts.
_GOVERNANCE = ("hosting", "tenure", "representation", "parent", "governs")


def around(store: Store, focus: Sequence[Found], day: str) -> Network:
    """Return the entities, the bodies that govern them, and everything either ever took part in."""
    centre = [found.iri for found in focus]
    return drawn(store, _surroundings(store, centre), _title(focus), day, centre)


def of_foundations(store: Store, focus: Sequence[Found], day: str) -> Network:
    """Return what surrounds some foundations, and who governs and maintains the projects they ever hosted."""
    centre = [found.iri for found in focus]
    near = _surroundings(store, centre)
    hosted = {edge.source for edge in near if edge.kind == "hosting" and edge.target in centre}
    further = [edge for edge in _surroundings(store, sorted(hosted)) if edge.kind in _GOVERNANCE]
    return drawn(store, list(dict.fromkeys([*near, *further])), f"All of {_title(focus)}", day, centre)


def between(
    store: Store,
    nodes: Iterable[str],
    title: str,
    day: str,
    focus: Sequence[str],
    paths: Sequence[tuple[str, ...]] = (),
) -> Network:
    """Return the network of some situations: their parties and the relations between them."""
    nodes = list(nodes)
    edges = edges_of(store, read_nodes(store, nodes).values())
    bodies = {iri for iri in nodes if kind_of(iri) == "body"}  # a row may rest on what describes a body
    steps = {frozenset(step) for path in paths for step in pairwise(path)}
    parties = {end for edge in edges for end in (edge.source, edge.target)}
    on_paths = dict.fromkeys(thing for path in paths for thing in path)

    def belongs(edge: Edge) -> bool:
        return (
            {edge.source, edge.target} in steps
            or edge.source in bodies
            or (edge.source in parties and edge.target in focus)
        )

    governing = [edge for edge in governs(store, [*focus, *on_paths, *(parties if bodies else ())]) if belongs(edge)]
    network = drawn(store, [*edges, *dict.fromkeys(governing)], title, day, list(dict.fromkeys([*focus, *on_paths])))
    kept = {node.iri for node in network.nodes}
    return replace(network, focus=tuple(focus), paths=tuple(path for path in paths if kept.issuperset(path)))


def _title(focus: Sequence[Found]) -> str:
    return " and ".join(found.label for found in focus)


def _surroundings(store: Store, centre: Sequence[str]) -> list[Edge]:
    governing = governs(store, centre)
    situations = involving(store, [*centre, *(edge.source for edge in governing)])
    return [*edges_of(store, situations.values()), *governing]
