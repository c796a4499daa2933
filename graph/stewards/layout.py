"""Where the nodes of a network stand in a drawing.

The same network always gets the same places, whatever the order of its nodes and whatever was drawn before: nothing is
random, and nodes are taken in the order of their IRIs. Nearly the same network gets nearly the same places, as both
start from rings around the focus and come to rest nearby. Distances are in pixels at a zoom of one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import rustworkx as rx

from stewards.network import Network
from stewards.springs import Indices, Points, sprung

EDGE_LENGTH = 150.0
#: Drawings are wider than high, and so are labels.
STRETCH = 1.5
#: Up to this size distances in the drawing follow distances in the network; beyond, springs are faster and steadier.
STRESS_LIMIT = 150
LABEL_CHARACTERS = 24
ROW = 52.0
CELL = 60.0


@lru_cache(maxsize=16)
def positions(network: Network) -> Mapping[str, tuple[float, float]]:
    """Return the place of every node, the focus (or the node with most relations) at the origin.

    The places of the last networks are kept while the process runs.
    """
    graph = _graph(network)
    focus = [index for index in graph.node_indices() if graph[index] in network.focus]
    labels = {node.iri: str(node.label or "") for node in network.nodes}
    crowded = len(graph) > STRESS_LIMIT
    components = _components(graph, focus)
    drawings: list[tuple[Points, Points]] = []
    for members in components:
        part = graph.subgraph(members)
        root = _root(part, network.focus)
        sizes = _sizes([labels.get(iri, "") for iri in part.nodes()], crowded)
        points = _apart(_arranged(part, root), sizes)
        drawings.append((points - points[root], sizes))
    places: dict[str, tuple[float, float]] = {}
    for members, (points, _), offset in zip(components, drawings, _packed(drawings), strict=True):
        for index, (x, y) in zip(members, points + offset, strict=True):
            places[graph[index]] = (round(float(x)), round(float(y)))
    return MappingProxyType(places)


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


def _root(part: rx.PyGraph[str, None], focus: tuple[str, ...]) -> int:
    """Return the node to build the drawing around."""
    iris = list(part.nodes())
    wanted = [iri for iri in focus if iri in iris]
    if wanted:
        return iris.index(wanted[0])
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
    inverse = np.linalg.pinv(np.diag(weights.sum(axis=1)) - weights)
    for _ in range(120):
        gaps = points[:, None, :] - points[None, :, :]
        distances = np.sqrt((gaps**2).sum(axis=2))
        ratios = -weights * steps / np.maximum(distances, 1e-9)
        np.fill_diagonal(ratios, 0.0)
        np.fill_diagonal(ratios, -ratios.sum(axis=1))
        points = inverse @ (ratios @ points)
    return points


def _apart(points: Points, sizes: Points) -> Points:
    """Return the places after nodes that lie on each other have pushed each other away."""
    points = points.copy()
    count = len(points)
    rounds = 150 if count <= STRESS_LIMIT else 40
    for turn in range(rounds):
        first, second = _near(points[:, 0], float(sizes[:, 0].max()))
        gaps = points[second] - points[first]
        overlaps = (sizes[first] + sizes[second]) / 2 - np.abs(gaps)
        touching = (overlaps > 0).all(axis=1)
        if not touching.any():
            break
        across = overlaps[:, 0] < overlaps[:, 1]
        for axis, chosen in ((0, touching & across), (1, touching & ~across)):
            one, other = first[chosen], second[chosen]
            push = overlaps[chosen, axis] * np.where(gaps[chosen, axis] < 0, -0.5, 0.5)
            moves = np.bincount(other, push, count) - np.bincount(one, push, count)
            contacts = np.bincount(other, minlength=count) + np.bincount(one, minlength=count)
            points[:, axis] += moves / np.sqrt(np.maximum(contacts, 1))
        if turn > rounds / 2:
            # Pushing alone did not do: there is too little room.
            points *= 1.02
    return points


def _near(x: npt.NDArray[np.float64], width: float) -> tuple[Indices, Indices]:
    """Return the pairs of nodes no further apart than ``width`` from left to right."""
    order = np.argsort(x, kind="stable")
    ranks = np.arange(len(x))
    counts = np.searchsorted(x[order], x[order] + width, side="right") - ranks - 1
    first = np.repeat(ranks, counts)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
    return order[first], order[second]


def _packed(drawings: list[tuple[Points, Points]]) -> Iterator[Points]:
    """Yield the place of each drawing's root: the first at the origin, the others on a spiral around it."""
    taken: set[tuple[int, int]] = set()
    angle, smallest = 0.0, math.inf
    for points, sizes in drawings:
        cells = _cells(points, sizes)
        if len(cells) < smallest:
            # What is smaller than everything before it may fit into a gap further in.
            angle, smallest = 0.0, len(cells)
        offset = (0, 0)
        while not taken.isdisjoint((x + offset[0], y + offset[1]) for x, y in cells):
            radius = angle / math.tau
            angle += 1.0 / max(radius, 1.0)
            offset = (round(STRETCH * radius * math.cos(angle)), round(radius * math.sin(angle)))
        taken |= {(x + offset[0], y + offset[1]) for x, y in cells}
        yield np.array(offset) * CELL


def _cells(points: Points, sizes: Points) -> set[tuple[int, int]]:
    """Return the squares of a coarse grid that a drawing covers."""
    low = np.floor((points - sizes / 2 - CELL / 4) / CELL).astype(int)
    high = np.ceil((points + sizes / 2 + CELL / 4) / CELL).astype(int)
    if 1 < len(points) <= 40:
        low, high = low.min(axis=0, keepdims=True), high.max(axis=0, keepdims=True)
    return {
        (x, y)
        for (left, top), (right, bottom) in zip(low.tolist(), high.tolist(), strict=True)
        for x in range(left, right)
        for y in range(top, bottom)
    }
