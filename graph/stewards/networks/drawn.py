"""What situations and bodies look like in a network: nodes with names, edges with the times at which they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from stewards.namespaces import DCTERMS
from stewards.networks.network import Edge, Network, Node, Spell
from stewards.networks.seats import spells_at_bodies
from stewards.reading.bodies import GOVERNS, described, governing, times_told
from stewards.reading.entities import types_of
from stewards.reading.nodes import NodeRead, labels, read_nodes
from stewards.reading.relations import names_in, sides
from stewards.reading.rows import batched, select, swept
from stewards.reading.times import read_times
from stewards.stores.store import Store
from stewards.validity import NO, UNKNOWN, Times, spells

#: A page stays quick and of some megabytes up to about this many things; more are left out, and the title says so.
MOST_THINGS = 20_000

_PHASES = """SELECT ?situation ?phase ?level WHERE {
  ?phase stw:phaseOf ?situation . { ?phase stw:membershipTier ?level } UNION { ?phase stw:maturityLevel ?level }
}"""
_DESCRIPTIONS = f"SELECT ?thing ?text WHERE {{ ?thing <{DCTERMS}description> ?text }}"


def edges_of(store: Store, nodes: Iterable[NodeRead]) -> list[Edge]:
    """Return what some situations draw, in order: a relation, and a second one to whoever the role is held for."""
    read = sorted(nodes, key=lambda node: node.iri)
    levels, names, held = _levels(store, read), names_in(store, read), spells_at_bodies(store, read)
    return [
        edge
        for node in read
        for edge in _edges(node, names, held.get(node.iri) or _spells(node.times, levels.get(node.iri, [])))
    ]


def governs(store: Store, things: Iterable[str]) -> list[Edge]:
    """Return an edge from each body that governs some things to what it governs, for the days that sources tell of."""
    pairs = sorted((body, thing) for body, governed in governing(store, things).items() for thing in governed)
    told = described(store, {body for body, _ in pairs})
    times = {body: times_told(passages) for body, passages in told.items()}
    return [
        Edge(
            body,
            thing,
            "governs",
            "governs",
            last_observed=str(times[body].last_observed or ""),
            evidence=told[body],
            spells=times[body].spells(),
        )
        for body, thing in pairs
    ]


def drawn(store: Store, edges: Sequence[Edge], title: str, day: str, focus: Sequence[str]) -> Network:
    """Return the network of some edges, and of what it was asked about; what holds on its day comes first.

    Where there are more than :data:`MOST_THINGS`, the last are left out.
    """
    held = [edge for edge in edges if edge.on(day)]
    things = dict.fromkeys([*focus, *(end for edge in (*held, *edges) for end in (edge.source, edge.target))])
    shown = list(things)[:MOST_THINGS]
    if len(things) > len(shown):
        title = f"{title} (the first {len(shown):,} of {len(things):,} things)"
    kept = frozenset(shown)
    inside = tuple(edge for edge in edges if edge.source in kept and edge.target in kept)
    return Network(title, day, things_of(store, shown), inside, tuple(focus))


def everything(store: Store) -> Network:
    """Return every situation of the graph, whenever it held, and its parties; nothing is left out."""
    edges = edges_of(store, read_nodes(store, swept(store, "hasEvidence")[0]).values())
    edges += governs(store, {str(row["thing"]) for row in select(store, GOVERNS)})
    things = dict.fromkeys(end for edge in edges for end in (edge.source, edge.target))
    return Network("All relations", "", things_of(store, list(things)), tuple(edges))


def things_of(store: Store, iris: Sequence[str]) -> tuple[Node, ...]:
    """Return the node of each IRI."""
    names, kinds = labels(store, iris), types_of(store, iris)
    told = {str(row["thing"]): str(row["text"]) for row in batched(store, _DESCRIPTIONS, "thing", iris)}
    return tuple(Node(iri, names[iri], kinds[iri], told.get(iri, "")) for iri in iris)


_Levels = list[tuple[Times, str]]


def _edges(node: NodeRead, names: Mapping[str, str], held: tuple[Spell, ...]) -> list[Edge]:
    times = node.times

    def edge(source: str, target: str, label: str, kind: str) -> Edge:
        start, seen = str(times.since or ""), str(times.last_observed or "")
        return Edge(source, target, label, kind, start, times.until, seen, "", node.evidence, held, node.iri)

    made = []
    for side in sides(node, names):
        made.append(edge(side.subject, side.object, side.label, side.relation.kind))
        if side.on_behalf:
            made.append(edge(side.subject, side.on_behalf, "represents", "representation"))
    return made


def _spells(times: Times, levels: _Levels) -> tuple[Spell, ...]:
    """Return when a situation holds, each time with the tier or maturity it then has."""

    def state(day: str) -> tuple[str, str, bool]:
        in_force = [level for phase, level in levels if phase.hold_on(day) not in (NO, UNKNOWN)]
        return times.hold_on(day), in_force[-1] if in_force else "", False

    return spells(times.turns().union(*(phase.turns() for phase, _ in levels)), state)


def _levels(store: Store, nodes: Sequence[NodeRead]) -> dict[str, _Levels]:
    """Return the tiers or maturities of each membership or hosting, each with its times."""
    rows = list(batched(store, _PHASES, "situation", [node.iri for node in nodes]))
    times = read_times(store, {str(row["phase"]) for row in rows})
    names = labels(store, {str(row["level"]) for row in rows})
    found: dict[str, _Levels] = defaultdict(list)
    for row in sorted(rows, key=lambda row: str(row["phase"])):
        found[str(row["situation"])].append((times[str(row["phase"])], names[str(row["level"])]))
    return found
