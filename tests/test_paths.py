from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import combinations, pairwise, product
from random import Random

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewards.reckoning.paths import (
    Pair,
    Path,
    Search,
    Span,
    Surroundings,
    Ties,
    Walked,
    apart,
    best_paths,
    pair,
    search,
    together,
)
from stewards.reckoning.tie_arrays import ArraySurroundings, TieArrays

THINGS = "abcdefg"
PAIRS = list(combinations(THINGS, 2))

#: Costs of few different sizes, so that many paths cost the same.
costs = st.lists(st.sampled_from([None, None, 1, 2, 3, 4]), min_size=len(PAIRS), max_size=len(PAIRS)).map(
    lambda found: {both: cost for both, cost in zip(PAIRS, found, strict=True) if cost is not None}
)
#: What each tie costs more than was known at first; None where it turns out not to hold.
surprises = st.lists(st.sampled_from([0, 0, 0, 1, 5, None]), min_size=len(PAIRS), max_size=len(PAIRS))
spans = st.lists(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=3), min_size=1, max_size=5
)


def tied(costs: Mapping[Pair, int]) -> Ties:
    ties: dict[str, dict[str, int]] = {thing: {} for thing in THINGS}
    for (one, other), cost in costs.items():
        ties[one][other] = ties[other][one] = cost
    return ties


def every_path(costs: Mapping[Pair, int], end: str, things: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if things[-1] == end:
        yield things
        return
    for one, other in costs:
        for here, there in ((one, other), (other, one)):
            if here == things[-1] and there not in things:
                yield from every_path(costs, end, (*things, there))


def by_listing(costs: Mapping[Pair, int], start: str, end: str, number: int) -> list[Path]:
    found = [
        Path(sum(costs[pair(*step)] for step in pairwise(things)), things)
        for things in every_path(costs, end, (start,))
    ]
    return sorted(found)[:number]


def told(costs: Mapping[Pair, int], start: str, end: str, number: int) -> list[Path]:
    """Return what a search finds when all costs are known from the start."""
    return searched(Walked, tied(costs), start, end, number, lambda pairs: {both: costs[both] for both in pairs}).paths


def on_arrays(ties: Ties, start: str, end: str) -> Surroundings:
    return ArraySurroundings(TieArrays(ties), start, end)


Way = Callable[[Ties, str, str], Surroundings]
both_ways = pytest.mark.parametrize("way", [Walked, on_arrays], ids=["dicts", "arrays"])


def searched(
    way: Way, ties: Ties, start: str, end: str, number: int, cost_of: Callable[[Collection[Pair]], Mapping[Pair, int]]
) -> Search:
    return search(way(ties, start, end), start, end, number, cost_of)


def test_the_cheapest_path_goes_first_though_it_has_more_steps() -> None:
    costs = {("a", "b"): 5, ("a", "c"): 1, ("b", "c"): 2}

    assert best_paths(tied(costs), "a", "b", 3) == [Path(3, ("a", "c", "b")), Path(5, ("a", "b"))]


def test_paths_that_cost_the_same_go_by_the_names_they_lead_through() -> None:
    costs = {("a", "c"): 1, ("b", "c"): 1, ("a", "d"): 1, ("b", "d"): 1, ("a", "e"): 1, ("b", "e"): 1}

    assert [path.things[1] for path in best_paths(tied(costs), "a", "b", 2)] == ["c", "d"]
    assert [path.things[1] for path in told(costs, "a", "b", 2)] == ["c", "d"]


def test_no_path_passes_a_thing_twice() -> None:
    costs = {("a", "b"): 1, ("a", "c"): 1, ("c", "d"): 1}

    assert best_paths(tied(costs), "a", "b", 5) == [Path(1, ("a", "b"))]


@pytest.mark.parametrize("ends", [("a", "b"), ("a", "z"), ("z", "a")])
def test_what_nothing_leads_to_is_not_found(ends: tuple[str, str]) -> None:
    assert best_paths(tied({("a", "c"): 1}), *ends, 3) == []
    assert told({("a", "c"): 1}, *ends, 3) == []
    assert searched(on_arrays, tied({("a", "c"): 1}), *ends, 3, lambda pairs: {}).paths == []


def test_steps_are_in_the_direction_of_the_path() -> None:
    assert Path(2, ("b", "c", "a")).steps == [("b", "c"), ("c", "a")]


@both_ways
def test_a_search_among_few_asks_for_few(way: Way) -> None:
    ladder = {pair(f"{side}{rung:02}", f"{side}{rung + 1:02}"): 1 for side in "lr" for rung in range(50)}
    ladder |= {pair(f"l{rung:02}", f"r{rung:02}"): 1 for rung in range(51)}
    asked: set[Pair] = set()

    def cost_of(pairs: Collection[Pair]) -> dict[Pair, int]:
        asked.update(pairs)
        return {both: ladder[both] for both in pairs}

    ties: dict[str, dict[str, int]] = {thing: {} for both in ladder for thing in both}
    for one, other in ladder:
        ties[one][other] = ties[other][one] = 1

    assert [path.cost for path in searched(way, ties, "l10", "r10", 3, cost_of).paths] == [1, 3, 3]
    assert len(asked) < 20


@both_ways
def test_near_leaves_out_what_only_dearer_paths_lead_over(way: Way) -> None:
    costs = {("a", "b"): 4, ("a", "c"): 2, ("b", "c"): 3}
    found = searched(way, tied(costs), "a", "b", 1, lambda pairs: {both: costs[both] for both in pairs})

    assert found.near == {("a", "b")}


@given(costs, st.integers(1, 12))
def test_best_paths_as_by_listing_all(costs: dict[Pair, int], number: int) -> None:
    assert best_paths(tied(costs), "a", "b", number) == by_listing(costs, "a", "b", number)


@both_ways
@given(least=costs, surprises=surprises, number=st.integers(1, 12))
def test_a_search_as_by_listing_all(way: Way, least: dict[Pair, int], surprises: list[int | None], number: int) -> None:
    true = {
        both: least[both] + more
        for both, more in zip(PAIRS, surprises, strict=True)
        if both in least and more is not None
    }
    found = searched(
        way, tied(least), "a", "b", number, lambda pairs: {both: true[both] for both in pairs if both in true}
    )

    assert found.paths == by_listing(true, "a", "b", number)


@both_ways
@given(least=costs, surprises=surprises, number=st.integers(1, 6))
def test_near_is_what_a_way_as_cheap_as_the_last_leads_over(
    way: Way, least: dict[Pair, int], surprises: list[int | None], number: int
) -> None:
    true = {
        both: least[both] + more
        for both, more in zip(PAIRS, surprises, strict=True)
        if both in least and more is not None
    }
    found = searched(
        way, tied(least), "a", "b", number, lambda pairs: {both: true[both] for both in pairs if both in true}
    )
    network = networkx.Graph()
    network.add_nodes_from("ab")
    network.add_weighted_edges_from((*both, cost) for both, cost in least.items())
    start, end = (networkx.single_source_dijkstra_path_length(network, thing) for thing in "ab")
    last = found.paths[-1].cost if len(found.paths) == number else float("inf")
    never = float("inf")

    assert found.near == {
        (one, other)
        for (one, other), cost in least.items()
        if one in start
        and "b" in start
        and min(start[one] + end.get(other, never), start[other] + end.get(one, never)) + cost <= last
    }


@both_ways
@pytest.mark.parametrize("seed", range(5))
def test_large_networks_as_networkx(seed: int, way: Way) -> None:
    random = Random(seed)
    network = networkx.gnm_random_graph(400, 900, seed=seed)
    costs = {pair(f"{one:03}", f"{other:03}"): random.randint(1, 30) for one, other in network.edges}
    ties: dict[str, dict[str, int]] = {f"{thing:03}": {} for thing in network}
    for (one, other), cost in costs.items():
        ties[one][other] = ties[other][one] = cost
    weighted = networkx.Graph()
    weighted.add_weighted_edges_from((*both, cost) for both, cost in costs.items())
    start, end = random.sample(sorted(networkx.node_connected_component(weighted, "000")), 2)

    found = searched(way, ties, start, end, 15, lambda pairs: {both: costs[both] for both in pairs}).paths
    expected = networkx.shortest_simple_paths(weighted, start, end, weight="weight")

    assert found == best_paths(ties, start, end, 15)
    assert [p.cost for p in found] == [networkx.path_weight(weighted, next(expected), "weight") for _ in range(15)]
    assert len({path.things for path in found}) == 15


# Steps in time.


def dated(steps: list[list[tuple[int, int]]]) -> list[list[Span]]:
    return [[(f"2020-01-0{first}", f"2020-01-0{last}") for first, last in choice] for choice in steps]


def breaks(times: list[Span]) -> int:
    return sum(apart(one, other) for one, other in pairwise(times))


@pytest.mark.parametrize(
    ("other", "expected"),
    [(("2020", "2021"), False), (("2022", "2023"), False), (("2023", "2024"), True), (("2018", "2019"), True)],
)
def test_times_that_share_no_day_are_apart(other: Span, expected: bool) -> None:
    assert apart(("2020", "2022"), other) is expected
    assert apart(other, ("2020", "2022")) is expected


def test_a_time_that_ends_before_it_begins_shares_no_day() -> None:
    assert apart(("2022", "2021"), ("2000", "2030"))


def test_the_term_is_taken_that_fits_to_the_step_before() -> None:
    seat, terms = ("2020-01-01", "2020-12-31"), [("2015-01-01", "2016-12-31"), ("2020-06-01", "2022-12-31")]

    assert together([[seat], terms]) == [0, 1]


@given(spans)
def test_times_are_taken_so_that_fewest_steps_break(steps: list[list[tuple[int, int]]]) -> None:
    choices = dated(steps)
    ways = product(*(range(len(choice)) for choice in choices))
    expected = min(ways, key=lambda way: (breaks([c[i] for c, i in zip(choices, way, strict=True)]), way))

    assert together(choices) == list(expected)
