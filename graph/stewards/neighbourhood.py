"""Networks from a store: what surrounds some entities, and what an answer speaks of."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence

from stewards.bodies import GOVERNS, governing
from stewards.entities import Found, types_of
from stewards.namespaces import DCTERMS
from stewards.network import Edge, Network, Node
from stewards.nodes import NodeRead, batched, labels, read_nodes, select, swept
from stewards.relations import involving, names_in, sides
from stewards.store import Store
from stewards.validity import CERTAIN, NO, UNKNOWN

#: A network stays legible and quick up to about this many things; more are left out, and the title says so.
MOST_THINGS = 2000

_PHASES = """SELECT ?situation ?phase ?level WHERE {
  ?phase stw:phaseOf ?situation . { ?phase stw:membershipTier ?level } UNION { ?phase stw:maturityLevel ?level }
}"""
_DESCRIPTIONS = f"SELECT ?thing ?text WHERE {{ ?thing <{DCTERMS}description> ?text }}"


def around(store: Store, focus: Sequence[Found], day: str) -> Network:
    """Return the entities, the bodies that govern them, and everything either takes part in on a day ("": ever)."""
    centre = [found.iri for found in focus]
    governs = _governs(store, centre)
    nodes = involving(store, [*centre, *(body for body, _ in governs)])
    title = " and ".join(found.label for found in focus)
    return _network(store, list(nodes.values()), governs, title, day, centre)


def between(store: Store, nodes: Iterable[str], title: str, day: str, focus: Sequence[str]) -> Network:
    """Return the network of some situations: their parties and the relations between them."""
    read = list(read_nodes(store, nodes).values())
    parties = {str(v) for node in read for values in node.values.values() for v in values}
    governs = _governs(store, focus)
    return _network(store, read, [pair for pair in governs if pair[0] in parties], title, day, focus)


def whole(store: Store) -> Network:
    """Return every situation of the graph, whenever it held, and its parties; nothing is left out.

    Nodes and edges of a graph of a million statements take about a gigabyte of memory.
    """
    nodes = read_nodes(store, swept(store, "hasEvidence"))
    governs = sorted((str(row["body"]), str(row["thing"])) for row in select(store, GOVERNS))
    return _network(store, list(nodes.values()), governs, "All relations", "", (), most=sys.maxsize)


def _governs(store: Store, things: Iterable[str]) -> list[tuple[str, str]]:
    return [(body, thing) for body, governed in governing(store, things).items() for thing in sorted(governed)]


def _network(
    store: Store,
    nodes: list[NodeRead],
    governs: list[tuple[str, str]],
    title: str,
    day: str,
    focus: Sequence[str],
    most: int = MOST_THINGS,
) -> Network:
    held = {node.iri: node.times.hold_on(day) if day else CERTAIN for node in nodes}
    nodes = sorted((node for node in nodes if held[node.iri] not in (NO, UNKNOWN)), key=lambda node: node.iri)
    levels = _levels(store, nodes, day)
    names = names_in(store, nodes)
    edges = [edge for node in nodes for edge in _edges(node, names, levels, held[node.iri] if day else "")]
    edges += [Edge(body, thing, "governs", "governs") for body, thing in sorted(governs)]
    things = dict.fromkeys([*focus, *(end for edge in edges for end in (edge.source, edge.target))])
    shown = list(things)[:most]
    if len(things) > len(shown):
        title = f"{title} (the first {len(shown):,} of {len(things):,} things)"
    kept = frozenset(shown)
    drawn = tuple(edge for edge in edges if edge.source in kept and edge.target in kept)
    return Network(title, day, _things(store, shown), drawn, tuple(focus))


def _edges(node: NodeRead, names: Mapping[str, str], levels: Mapping[str, str], certainty: str) -> list[Edge]:
    """Return what a situation draws: its relation, and a second one to whoever the role is held for."""
    times = node.times

    def edge(source: str, target: str, label: str, kind: str) -> Edge:
        start, first, last = (str(p or "") for p in (times.since, times.first_observed, times.last_observed))
        return Edge(
            source, target, label, kind, start, times.until, last, certainty, node.evidence, first, situation=node.iri
        )

    drawn = []
    for side in sides(node, names):
        label = f"{side.label} ({levels[node.iri]})" if node.iri in levels else side.label
        drawn.append(edge(side.subject, side.object, label, side.relation.kind))
        if side.on_behalf:
            drawn.append(edge(side.subject, side.on_behalf, "represents", "representation"))
    return drawn


def _levels(store: Store, nodes: list[NodeRead], day: str) -> dict[str, str]:
    """Return the tier or maturity in force of each membership or hosting."""
    rows = list(batched(store, _PHASES, "situation", [node.iri for node in nodes]))
    phases = read_nodes(store, [str(row["phase"]) for row in rows])
    names = labels(store, {str(row["level"]) for row in rows})
    levels = {}
    for row in rows:
        if not day or phases[str(row["phase"])].times.hold_on(day) not in (NO, UNKNOWN):
            levels[str(row["situation"])] = names[str(row["level"])]
    return levels


def _things(store: Store, iris: Sequence[str]) -> tuple[Node, ...]:
    names, kinds = labels(store, iris), types_of(store, iris)
    told = {str(row["thing"]): str(row["text"]) for row in batched(store, _DESCRIPTIONS, "thing", iris)}
    return tuple(Node(iri, names[iri], kinds[iri], told.get(iri, "")) for iri in iris)
