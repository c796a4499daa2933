"""Communities of a large network: groups of things with more relations among them than to others.

A page shows them in place of a drawing in which nothing can be told apart, and opens them one by one. They are found by
the Louvain method (Blondel and others, Fast unfolding of communities in large networks, 2008), as networkx has it, with
a fixed seed and nodes in the order of their IRIs, so that the same network always falls into the same communities.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

import networkx

from stewards.networks.network import Edge, Network
from stewards.views.layout import positions, spread

#: As many things can be told apart in one drawing; a network of more falls into communities of at most so many.
MOST_DRAWN = 2000
#: Communities with fewer members, and those that come after so many, are put together.
FEWEST, MOST_COMMUNITIES = 5, 120
SEED = 7
#: Of each community, the ties to so many others decide where it stands.
STRONGEST = 3
#: The room beside and above circles: for all their names, or where there are more than so many, between circles alone.
NAME, ALL_NAMED, NARROW = (160.0, 80.0), 30, (24.0, 24.0)

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Community:
    """The IRIs of the members, the best connected first; where it stands among the others; the places of its members.

    ``parts`` is the number of small communities that were put together, one for a community of its own.
    """

    members: tuple[str, ...]
    parts: int
    place: Place
    places: Mapping[str, Place]


@lru_cache(maxsize=4)
def communities(network: Network) -> tuple[Community, ...]:
    """Return the communities of a network, the largest first; none of a network that can be drawn in one piece."""
    graph, iris = _graph(network)
    if len(iris) <= MOST_DRAWN:
        return ()
    groups = list(_grouped(graph))
    home = {number: place for place, (members, _) in enumerate(groups) for number in members}
    centres = _centres(graph, [len(members) for members, _ in groups], home)
    inner: dict[int, list[Edge]] = defaultdict(list)
    index = {iri: number for number, iri in enumerate(iris)}
    for edge in network.edges:
        if home[index[edge.source]] == home[index[edge.target]]:
            inner[home[index[edge.source]]].append(edge)
    nodes = {node.iri: node for node in network.nodes}
    found = []
    for place, ((members, parts), centre) in enumerate(zip(groups, centres, strict=True)):
        names = tuple(iris[number] for number in members)
        described = tuple(nodes[iri] for iri in names if iri in nodes)
        inside = replace(network, nodes=described, edges=tuple(inner[place]), beyond=None, paths=())
        found.append(Community(names, parts, centre, positions(inside)))
    return tuple(found)


def _graph(network: Network) -> tuple[networkx.Graph, list[str]]:
    """Return the network without directions, its nodes numbered in the order of their IRIs, and these."""
    ends = {(edge.source, edge.target) for edge in network.edges}
    iris = sorted({node.iri for node in network.nodes}.union(chain.from_iterable(ends)))
    index = {iri: number for number, iri in enumerate(iris)}
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(iris)))
    graph.add_edges_from(sorted({_ordered(index[one], index[other]) for one, other in ends if one != other}))
    return graph, iris


def _ordered(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _grouped(graph: networkx.Graph) -> Iterator[tuple[list[int], int]]:
    """Yield the members of each community, best connected first, and how many communities were put together in it."""

    def ranked(members: Iterable[int]) -> list[int]:
        return sorted(members, key=lambda number: (-graph.degree(number), number))

    found = sorted(
        map(ranked, _split(graph)), key=lambda members: (-len(members), -graph.degree(members[0]), members[0])
    )
    large = [members for members in found[:MOST_COMMUNITIES] if len(members) >= FEWEST]
    yield from ((members, 1) for members in large)
    together: list[list[int]] = []
    for members in found[len(large) :]:
        if sum(map(len, together)) + len(members) > MOST_DRAWN:
            yield ranked(chain.from_iterable(together)), len(together)
            together = []
        together.append(members)
    if together:
        yield ranked(chain.from_iterable(together)), len(together)


def _split(graph: networkx.Graph) -> Iterator[Sequence[int]]:
    """Yield communities of at most :data:`MOST_DRAWN`; one that does not fall apart is cut, best connected first."""
    for found in networkx.community.louvain_communities(graph, seed=SEED):
        if len(found) <= MOST_DRAWN:
            yield list(found)
        elif len(found) < len(graph):
            yield from _split(_part(graph, found))
        else:
            members = sorted(found, key=lambda number: (-graph.degree(number), number))
            yield from (members[start : start + MOST_DRAWN] for start in range(0, len(members), MOST_DRAWN))


def _part(graph: networkx.Graph, members: Iterable[int]) -> networkx.Graph:
    """Return the part of a graph that some nodes are, in their order: a view of networkx keeps that of a set."""
    part = networkx.Graph()
    part.add_nodes_from(sorted(members))
    part.add_edges_from(edge for edge in graph.edges if edge[0] in part and edge[1] in part)
    return part


def _centres(graph: networkx.Graph, sizes: Sequence[int], home: Mapping[int, int]) -> list[Place]:
    """Return where each community stands, close to those it has most ties with."""
    ties = Counter(_ordered(home[one], home[other]) for one, other in graph.edges if home[one] != home[other])
    strongest: Counter[int] = Counter()
    kept = []
    for pair, _ in sorted(ties.items(), key=lambda item: (-item[1], item[0])):
        if min(strongest[place] for place in pair) < STRONGEST:
            kept.append(pair)
            strongest.update(pair)
    width, height = NAME if len(sizes) <= ALL_NAMED else NARROW
    return spread([(2 * radius(size) + width, 2 * radius(size) + height) for size in sizes], kept)


def radius(members: int) -> float:
    """Return how large a community of so many members is drawn: its area grows with them."""
    return float(round(14 + 2.2 * members**0.5, 1))
