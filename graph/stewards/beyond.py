"""What lies around a network: for each of its things a few more that it is related to, for a page to unfold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter

from stewards.drawn import edges_of, things_of
from stewards.network import Edge, Network
from stewards.nodes import batched, read_nodes
from stewards.store import Store

#: How many relations of one thing are kept beyond a network, and how many of all things together.
OF_ONE, OF_ALL = 20, 600
#: A network of more things is given nothing beyond: it has enough.
LARGE = 1000

_INVOLVED = "SELECT DISTINCT ?entity ?node WHERE { ?node ?part ?entity ; stw:hasEvidence ?passage }"


def with_beyond(store: Store, network: Network) -> Network:
    """Return a network with some of what lies beyond it; the same store gives the same."""
    if len(network.nodes) > LARGE:
        return network
    situations = list(_chosen(store, network))
    inside = {node.iri for node in network.nodes}
    known = {(edge.source, edge.target, edge.situation) for edge in network.edges}
    edges = [edge for edge in edges_of(store, read_nodes(store, situations).values()) if _is_new(edge, known)]
    edges = [edge for edge in edges if edge.source in inside or edge.target in inside]
    ends = dict.fromkeys(end for edge in edges for end in (edge.source, edge.target) if end not in inside)
    further = Network("", network.as_of, things_of(store, list(ends)), tuple(edges))
    return replace(network, beyond=further)


def _is_new(edge: Edge, known: set[tuple[str, str, str]]) -> bool:
    return (edge.source, edge.target, edge.situation) not in known


def _chosen(store: Store, network: Network) -> Iterator[str]:
    """Yield the situations to keep, a few of each thing in turn, those of things that have few first."""
    drawn = {edge.situation for edge in network.edges}
    rows = batched(store, _INVOLVED, "entity", (node.iri for node in network.nodes))
    pairs = {(str(row["entity"]), str(row["node"])) for row in rows}
    more = sorted(pair for pair in pairs if pair[1] not in drawn)
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
