"""Prints how long the analyses of networks take beside networkx, on a made-up network of 500,000 edges; equal results.

Paths: the cheapest between two companies, or two people, as ``connection`` looks for them, three (what it shows) and
twenty (what it considers). Interlocks: which pairs meet, and on which bodies, as ``company-interlocks``
finds them; networkx tells on how many.
Times are of work on the processor, which other programs do not disturb.

Run: python -m tests.bench.bench_paths [EDGES [PAIRS]]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import islice
from random import Random
from typing import TypeVar

import networkx

from stewards.analysis.company_interlocks import MOST, meetings
from stewards.garbage import without_cycle_search
from stewards.reckoning.paths import Ties, search
from stewards.reckoning.tie_arrays import ArraySurroundings, TieArrays
from tests.bench.links_made import made_links

T = TypeVar("T")


def worked(work: Callable[[], T]) -> tuple[float, T]:
    """Return the seconds of work that something takes, and what it returns."""
    started = time.process_time()
    found = work()
    return time.process_time() - started, found


def compare_paths(ties: Ties, pairs: int) -> None:
    """Print the seconds for the best paths of some pairs of things, here and in networkx, and their ratio."""
    making, arrays = worked(lambda: TieArrays(ties))
    building, network = worked(lambda: in_networkx(ties))
    print(f"network made ready in {making:.2f} s, by networkx in {building:.2f} s")
    chance = Random(3)
    for kind in ("org", "person"):
        things = sorted(thing for thing in ties if f"/{kind}/" in thing)
        chosen = [tuple(chance.sample(things, 2)) for _ in range(pairs)]
        for number in (3, 20):
            ours = theirs = 0.0
            for one, other in chosen:
                seconds, found = worked(lambda: best(arrays, ties, one, other, number))  # noqa: B023
                ours += seconds
                seconds, expected = worked(lambda: by_networkx(network, one, other, number))  # noqa: B023
                theirs += seconds
                assert found == expected, (one, other, found, expected)
            figures = f"{ours / pairs:>8.3f} s, networkx {theirs / pairs:>8.3f} s: {theirs / ours:>6.1f} times"
            print(f"{number:>2} paths between two of kind {kind:<7} {figures}", flush=True)


def best(arrays: TieArrays, ties: Ties, one: str, other: str, number: int) -> list[int]:
    """Return what the best paths cost."""
    around = ArraySurroundings(arrays, one, other)
    found = search(around, one, other, number, lambda pairs: {both: ties[both[0]][both[1]] for both in pairs})
    return [path.cost for path in found.paths]


def in_networkx(ties: Ties) -> networkx.Graph:
    network = networkx.Graph()
    network.add_weighted_edges_from((one, other, cost) for one, tied in ties.items() for other, cost in tied.items())
    return network


def by_networkx(network: networkx.Graph, one: str, other: str, number: int) -> list[int]:
    """Return what the best paths cost, as networkx finds them."""
    if not networkx.has_path(network, one, other):
        return []
    paths = networkx.shortest_simple_paths(network, one, other, weight="weight")
    return [networkx.path_weight(network, path, "weight") for path in islice(paths, number)]


def compare_interlocks(ties: Ties) -> None:
    """Print the seconds for all pairs of people that meet somewhere, here and in networkx, and their ratio."""
    present = {
        place: {person: () for person in tied if "/person/" in person}
        for place, tied in ties.items()
        if "/body/" in place
    }
    present = {place: there for place, there in present.items() if 0 < len(there) <= MOST}
    network = networkx.Graph()
    network.add_edges_from((person, place) for place, there in present.items() for person in there)
    people = {person for there in present.values() for person in there}
    with without_cycle_search():  # as in every answer
        ours, met = worked(lambda: meetings(present))
        theirs, projected = worked(lambda: networkx.bipartite.weighted_projected_graph(network, people))
    assert sum(map(len, met.values())) == projected.number_of_edges()
    assert all(len(met[min(both)][max(both)]) == weight for *both, weight in projected.edges(data="weight"))
    size = f"{network.number_of_edges():,} seats, {projected.number_of_edges():,} pairs"
    print(f"interlocks ({size}) {ours:.2f} s, networkx {theirs:.2f} s: {theirs / ours:.1f} times")


def main() -> None:
    edges, pairs = (int(sys.argv[1]) if sys.argv[1:] else 500_000), (int(sys.argv[2]) if sys.argv[2:] else 5)
    ties = made_links(edges)
    print(f"{edges:,} edges, {len(ties):,} things")
    compare_interlocks(ties)
    compare_paths(ties, pairs)


if __name__ == "__main__":
    main()
