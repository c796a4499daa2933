"""What lies around a network: for each of its things a few more that it is related to, for a page to unfold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

from stewards.networks.drawn import edges_of, things_of
from stewards.networks.network import Edge, Network
from stewards.reading.nodes import read_nodes
from stewards.reading.relations import RELATIONS
from stewards.reading.rows import batched
from stewards.stores.store import Store

#: How many relations of one thing are kept beyond a network, and how many of all things together.
OF_ONE, OF_ALL = 20, 600
#: A network of more things is given nothing beyond: it has enough.
LARGE = 1000

_INVOLVED = "SELECT DISTINCT ?entity ?node ?type WHERE { ?node ?part ?entity ; a ?type ; stw:hasEvidence ?passage }"


def with_beyond(store: Store, network: Network) -> Network:
    """Return a network with some of what lies beyond it; the same store gives the same."""
    if len(network.nodes) > LARGE:
        return network
    more = _more(store, network)
    situations = set(_chosen(more))
    inside = {node.iri for node in network.nodes}
    known = {(edge.source, edge.target, edge.situation) for edge in network.edges}
    edges = [edge for edge in edges_of(store, read_nodes(store, sorted(situations)).values()) if _is_new(edge, known)]
    edges = [edge for edge in edges if edge.source in inside or edge.target in inside]
    ends = dict.fromkeys(end for edge in edges for end in (edge.source, edge.target) if end not in inside)
    further = Network("", network.as_of, things_of(store, list(ends)), tuple(edges))
    left = Counter(entity for entity, node in more if node not in situations)
    return replace(network, beyond=further, left_out=tuple(sorted(left.items())))


def _is_new(edge: Edge, known: set[tuple[str, str, str]]) -> bool:
    return (edge.source, edge.target, edge.situation) not in known


def _more(store: Store, network: Network) -> list[tuple[str, str]]:
    """Return the things of a network, each with every situation that involves it and is not drawn."""
    drawn = {edge.situation for edge in network.edges}
    rows = batched(store, _INVOLVED, "entity", (node.iri for node in network.nodes))
    pairs = {(str(row["entity"]), str(row["node"])) for row in rows if str(row["type"]) in RELATIONS}
    return sorted(pair for pair in pairs if pair[1] not in drawn)


def _chosen(more: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the situations to keep, a few of each thing in turn, those of things that have few first."""
    sizes = Counter(map(itemgetter(0), more))
    taken: Counter[str] = Counter()
    chosen: set[str] = set()
    for entity, node in sorted(more, key=lambda pair: (sizes[pair[0]], pair)):
        if len(chosen) >= OF_ALL:
            return
        if node not in chosen and taken[entity] < OF_ONE:
            taken[entity] += 1
            chosen.add(node)
            yield node
