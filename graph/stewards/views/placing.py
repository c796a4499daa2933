"""Where things stand on a page: paths from left to right, all else as laid out, and what lies beyond around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import count

from stewards.networks.network import Network
from stewards.views.communities import communities
from stewards.views.layout import positions

Place = tuple[float, float]

#: The room of a thing that is unfolded, with its name, in pixels at a zoom of one.
CELL = (120.0, 64.0)
#: From one step of a path to the next, and from one path to another.
STEP, BETWEEN_PATHS = 300.0, 150.0


def places(network: Network) -> dict[str, Place]:
    """Return the place of each node of a network, and of those that lie beyond it."""
    found = _on_paths(network) if network.paths else _laid_out(network)
    return found | _around(network, found)


def _laid_out(network: Network) -> dict[str, Place]:
    """Return the place of each node; the communities of a large network are drawn one by one."""
    if parts := communities(network):
        return {iri: place for part in parts for iri, place in part.places.items()}
    return dict(positions(network))


def _on_paths(network: Network) -> dict[str, Place]:
    """Return each path as a row from left to right, the best in the middle; what is on none stands around."""
    longest = max(len(path) for path in network.paths) - 1
    found: dict[str, Place] = {}
    for number, path in enumerate(network.paths):
        row = (number + 1) // 2 * (1 if number % 2 else -1) * BETWEEN_PATHS
        stride = longest * STEP / (len(path) - 1)
        for step, iri in enumerate(path):
            found.setdefault(iri, (round(step * stride), row))
    taken, turns = _Taken(found), _turns()
    for node in (node.iri for node in network.nodes if node.iri not in found):
        near = next((iri for iri in _neighbours(network, node) if iri in found), network.paths[0][0])
        found[node] = taken.next_to(found[near], turns[found[near]])
    return found


def _neighbours(network: Network, iri: str) -> Iterator[str]:
    for edge in network.edges:
        if edge.source == iri:
            yield edge.target
        elif edge.target == iri:
            yield edge.source


def _around(network: Network, placed: dict[str, Place]) -> dict[str, Place]:
    """Return a free place for each node beyond the network, close to the first that it is related to."""
    if not network.beyond:
        return {}
    taken, turns = _Taken(placed), _turns()
    near: dict[str, Place] = {}
    for edge in network.beyond.edges:
        for iri, other in ((edge.source, edge.target), (edge.target, edge.source)):
            if iri not in placed and other in placed:
                near.setdefault(iri, placed[other])
    further = dict.fromkeys(node.iri for node in network.beyond.nodes)
    ends = dict.fromkeys(end for edge in network.beyond.edges for end in (edge.source, edge.target))
    beyond = [iri for iri in further | ends if iri not in placed]
    middle = (0.0, 0.0)
    return {iri: taken.next_to(near.get(iri, middle), turns[near.get(iri, middle)]) for iri in beyond}


def _turns() -> defaultdict[Place, Iterator[tuple[int, int]]]:
    return defaultdict(_spiral)


def _spiral() -> Iterator[tuple[int, int]]:
    """Yield the cells around one, ring by ring."""
    for ring in count(1):
        yield from ((across, down) for down in (-ring, ring) for across in range(-ring, ring + 1))
        yield from ((across, down) for across in (-ring, ring) for down in range(1 - ring, ring))


class _Taken:
    """The cells of a coarse grid on which something stands."""

    def __init__(self, places: dict[str, Place]) -> None:
        self._cells = {self._cell(place) for place in places.values()}

    @staticmethod
    def _cell(place: Place) -> tuple[int, int]:
        return round(place[0] / CELL[0]), round(place[1] / CELL[1])

    def next_to(self, place: Place, turns: Iterator[tuple[int, int]]) -> Place:
        """Return the middle of a free cell close to a place, and take it."""
        x, y = self._cell(place)
        for across, down in turns:
            cell = (x + across, y + down)
            if cell not in self._cells:
                self._cells.add(cell)
                return cell[0] * CELL[0], cell[1] * CELL[1]
        raise AssertionError("a spiral has no end")
