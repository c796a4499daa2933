"""Where things stand in a drawing."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations
from statistics import median, quantiles
from time import process_time

import pytest

from stewards.networks.network import Edge, Network, Node
from stewards.views.layout import positions
from tests.bench.networks_made import made_network


def network(count: int, ends: list[tuple[int, int]], focus: tuple[str, ...] = ()) -> Network:
    nodes = tuple(Node(f"urn:{number:05}", f"Organisation {number}", "organisation") for number in range(count))
    edges = tuple(Edge(nodes[a].iri, nodes[b].iri, "member", "membership") for a, b in ends)
    return Network("", "", nodes, edges, focus)


def tree(count: int) -> list[tuple[int, int]]:
    return [(number, number // 7) for number in range(1, count)]


@pytest.mark.parametrize("count", [1, 2, 30, 300, 2000])
def test_the_same_network_gets_the_same_places_in_any_order(count: int) -> None:
    forward = network(count, tree(count))
    backward = replace(forward, nodes=forward.nodes[::-1], edges=forward.edges[::-1])
    assert positions(forward) == positions(backward)


@pytest.mark.parametrize("count", [2, 25, 60])
@pytest.mark.parametrize("shape", ["star", "tree", "apart", "ring", "all with all"])
def test_labels_do_not_bury_each_other(count: int, shape: str) -> None:
    ends = {
        "star": [(0, number) for number in range(1, count)],
        "tree": tree(count),
        "apart": [],
        "ring": [(number, (number + 1) % count) for number in range(count)],
        "all with all": list(combinations(range(count), 2)),
    }[shape]
    places = positions(network(count, ends)).values()
    width, height = 7 * len("Organisation 1"), 40
    assert all(abs(a - c) >= width or abs(b - d) >= height for (a, b), (c, d) in combinations(places, 2))


def test_the_focus_stands_in_the_middle() -> None:
    ends = [*tree(40), (50, 51), (51, 52)]
    assert positions(network(60, ends, ("urn:00051",)))["urn:00051"] == (0, 0)


def test_without_a_focus_the_best_connected_stands_in_the_middle() -> None:
    assert positions(network(20, [(5, other) for other in range(20) if other != 5]))["urn:00005"] == (0, 0)


def test_parts_that_do_not_hang_together_do_not_overlap() -> None:
    places = positions(network(60, [(start + n, start) for start in (0, 20, 40) for n in range(1, 20)]))
    boxes = []
    for start in (0, 20, 40):
        xs, ys = zip(*(places[f"urn:{start + n:05}"] for n in range(20)), strict=True)
        boxes.append((min(xs), max(xs), min(ys), max(ys)))
    for (left, right, top, bottom), (left2, right2, top2, bottom2) in combinations(boxes, 2):
        assert right < left2 or right2 < left or bottom < top2 or bottom2 < top


def test_every_place_is_a_finite_number() -> None:
    places = positions(network(500, [(0, 0), *tree(450), (1, 0), (0, 1)]))
    assert len(places) == 500
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in places.values())


@pytest.mark.parametrize(("count", "middle", "most"), [(100, 0.1, 0.2), (300, 0.05, 0.12), (2000, 0.05, 0.12)])
def test_a_picture_stays_recognisable_when_some_things_come_and_go(count: int, middle: float, most: float) -> None:
    """Two in a hundred go and as many come; moves are parts of the width of the picture."""
    before = made_network(count)
    leaving = {node.iri for node in before.nodes[7::50]}
    come = [Node(f"urn:new:{number}", "New", "company") for number in range(count // 50)]
    joined = [Edge(node.iri, before.focus[0], "member", "membership") for node in come]
    stayed = [edge for edge in before.edges if not leaving & {edge.source, edge.target}]
    nodes = (*(node for node in before.nodes if node.iri not in leaving), *come)
    after = replace(before, nodes=nodes, edges=(*stayed, *joined))
    old, new = positions(before), positions(after)
    width = max(x for x, _ in old.values()) - min(x for x, _ in old.values())
    moves = [math.dist(old[iri], new[iri]) / width for iri in old.keys() & new.keys()]
    assert median(moves) < middle
    assert quantiles(moves, n=10)[-1] < most


def test_two_thousand_things_are_placed_within_three_seconds() -> None:
    network = made_network(2000)
    started = process_time()
    positions.__wrapped__(network)
    assert process_time() - started < 3


def test_places_are_worked_out_once_for_the_same_network() -> None:
    assert positions(made_network(30)) is positions(made_network(30))


def test_a_network_of_nothing_has_no_places() -> None:
    assert positions(network(0, [])) == {}
