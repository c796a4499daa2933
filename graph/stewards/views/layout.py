"""Where the nodes of a network stand in a drawing.

The same network always gets the same places, whatever the order of its nodes and whatever was drawn before: nothing is
random, and nodes are taken in the order of their IRIs. Nearly the same network gets nearly the same places, as both
start from rings around the focus and come to rest nearby. Distances are in pixels at a zoom of one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType

import numpy as np
import rustworkx as rx

from stewards.networks.network import Network
from stewards.views.packing import STRETCH, apart, packed
from stewards.views.springs import Points, sprung

EDGE_LENGTH = 150.0
#: Up to this size distances in the drawing follow distances in the network; beyond, springs are faster and steadier.
STRESS_LIMIT = 150
LABEL_CHARACTERS = 24
ROW = 52.0


@lru_cache(maxsize=16)
def positions(network: Network) -> Mapping[str, tuple[float, float]]:
    """Return the place of every node, the focus (or the node with most relations) at the origin.

    The places of the last networks are kept while the process runs.
    """
    graph = _graph(network)
    named = {node.iri: str(node.label or "") for node in network.nodes}
    index = {iri: number for number, iri in enumerate(graph.nodes())}
    focus = [index[iri] for iri in network.focus if iri in index]
    sizes = _sizes([named.get(iri, "") for iri in graph.nodes()], len(graph) > STRESS_LIMIT)
    points = _composed(graph, sizes, focus)
    return MappingProxyType(
        {iri: (round(float(x)), round(float(y))) for iri, (x, y) in zip(graph.nodes(), points, strict=True)}
    )


def spread(sizes: Sequence[tuple[float, float]], ties: Iterable[tuple[int, int]]) -> list[tuple[float, float]]:
    """Return the places of boxes of some width and height, the first at the origin and those with ties close by."""
    graph: rx.PyGraph[str, None] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from([f"{number:06}" for number in range(len(sizes))])
    graph.add_edges_from_no_data(sorted(ties))
    points = _composed(graph, np.array(sizes).reshape(-1, 2), [0])
    return [(round(float(x)), round(float(y))) for x, y in points]


def _composed(graph: rx.PyGraph[str, None], sizes: Points, focus: list[int]) -> Points:
    """Return the places of all nodes: each part that hangs together drawn around its root, and the parts packed."""
    components = _components(graph, focus)
    drawings: list[tuple[Points, Points]] = []
    for members in components:
        part = graph.subgraph(members)
        root = next((members.index(node) for node in focus if node in members), None)
        root = _hub(part) if root is None else root
        points = apart(_arranged(part, root), sizes[members])
        drawings.append((points - points[root], sizes[members]))
    composed = np.zeros((len(graph), 2))
    for members, (points, _), offset in zip(components, drawings, packed(drawings), strict=True):
        composed[members] = points + offset
    return composed


def _graph(network: Network) -> rx.PyGraph[str, None]:
    """Return the network without directions, loops and parallels."""
    ends = {(edge.source, edge.target) for edge in network.edges}
    iris = sorted({node.iri for node in network.nodes} | {iri for pair in ends for iri in pair})
    index = {iri: place for place, iri in enumerate(iris)}
    graph: rx.PyGraph[str, None] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(iris)
    pairs = sorted({(index[min(pair)], index[max(pair)]) for pair in ends if pair[0] != pair[1]})
    graph.add_edges_from_no_data(pairs)
    return graph


def _components(graph: rx.PyGraph[str, None], focus: list[int]) -> list[list[int]]:
    """Return the parts that hang together: the one with the focus first, then from large to small."""
    parts = [sorted(part) for part in rx.connected_components(graph)]
    return sorted(parts, key=lambda part: (not set(focus) & set(part), -len(part), part[0]))


def _hub(part: rx.PyGraph[str, None]) -> int:
    """Return the node with most neighbours."""
    return max(part.node_indices(), key=lambda node: (part.degree(node), -node))


def _sizes(labels: list[str], crowded: bool) -> Points:
    """Return width and height of the room each node needs; in crowded drawings only some labels show."""
    if crowded:
        return np.full((len(labels), 2), 46.0)
    shown = 1.0 if len(labels) <= 80 else 0.6
    widths = [shown * (24 + 7 * min(len(label), LABEL_CHARACTERS)) for label in labels]
    return np.array([(max(width, 48.0), ROW) for width in widths])


def _arranged(part: rx.PyGraph[str, None], root: int) -> Points:
    """Return places by distance in the network, or by springs when it is large."""
    count = part.num_nodes()
    if count == 1:
        return np.zeros((1, 2))
    start = _radial(part, root)
    if count <= STRESS_LIMIT:
        return _stress(part, start) * (EDGE_LENGTH * STRETCH, EDGE_LENGTH)
    points = sprung(_scattered(start, list(part.nodes())), np.array(part.edge_list(), dtype=np.intp))
    return _evened(points - points[root]) * (28.0 * math.sqrt(count)) * (STRETCH, 1.0)


def _scattered(rings: Points, iris: list[str]) -> Points:
    """Return the places moved inwards from their rings, each by a part of the way that only its IRI decides."""
    parts = np.array([int.from_bytes(sha256(iri.encode("utf-8", "replace")).digest()[:4]) for iri in iris]) / 2**32
    radii = np.maximum(np.hypot(rings[:, 0], rings[:, 1]), 1.0)
    return rings * ((radii - 1 + np.sqrt(parts)) / radii)[:, None]


def _evened(points: Points) -> Points:
    """Return the places half way to a disc of radius one that is equally dense everywhere."""
    radii = np.maximum(np.hypot(points[:, 0], points[:, 1]), 1e-9)
    ranks = np.argsort(np.argsort(radii, kind="stable"), kind="stable")
    wanted = np.sqrt(ranks / len(points))
    mean = math.sqrt(2 * float((radii**2).mean()))
    return points * np.sqrt(wanted / (radii * mean))[:, None]


def _radial(part: rx.PyGraph[str, None], root: int) -> Points:
    """Return rings around the root; each branch gets an angle in proportion to its leaves."""
    children: dict[int, list[int]] = {root: []}
    order = [root]
    for node in order:
        for child in sorted(part.neighbors(node)):
            if child not in children:
                children[child] = []
                children[node].append(child)
                order.append(child)
    leaves: dict[int, int] = {}
    for node in reversed(order):
        leaves[node] = sum(leaves[child] for child in children[node]) or 1
    points = np.zeros((len(order), 2))
    wedges = {root: (0, 0.0, math.tau)}
    for node in order:
        depth, low, high = wedges[node]
        points[node] = depth * math.cos((low + high) / 2), depth * math.sin((low + high) / 2)
        for child in children[node]:
            width = (high - low) * leaves[child] / leaves[node]
            wedges[child] = (depth + 1, low, low + width)
            low += width
    return points


def _stress(part: rx.PyGraph[str, None], points: Points) -> Points:
    """Return places whose distances follow the steps between nodes (stress majorisation, SMACOF)."""
    steps = rx.distance_matrix(part)
    np.fill_diagonal(steps, 1.0)
    weights = steps**-2
    np.fill_diagonal(weights, 0.0)
    # Of a matrix that rests on the mean of its places; its inverse costs less than a pseudo-inverse.
    inverse = np.linalg.inv(np.diag(weights.sum(axis=1)) - weights + 1 / len(points)) - 1 / len(points)
    for _ in range(120):
        gaps = points[:, None, :] - points[None, :, :]
        distances = np.sqrt((gaps**2).sum(axis=2))
        ratios = -weights * steps / np.maximum(distances, 1e-9)
        np.fill_diagonal(ratios, 0.0)
        np.fill_diagonal(ratios, -ratios.sum(axis=1))
        points = inverse @ (ratios @ points)
    return points
