"""The best paths between two things of a network: exact, without a thing twice, ties decided by the things' names.

A tie has a cost, a whole number; a path costs what its ties cost together. Whoever asks may not know the true cost of
every tie beforehand (whether it held on a day has to be read), but a cost that it has at least. So the search widens:
it takes what could lie on a path up to some cost, has the true costs of that told, and is done when as many paths as
are wanted cost no more than what was looked at. In what was taken, the best paths are found as in E. L. Lawler, A
Procedure for Computing the K Best Solutions to Discrete Optimization Problems, 1972: each beginning of a path waits
with the cost of its best end, and the cheapest goes on. In a large network, what could lie on a path is found by
:mod:`stewards.reckoning.tie_arrays`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from math import inf
from typing import NamedTuple, Protocol

#: For each thing, what it is tied to, each with the cost of that.
Ties = Mapping[str, Mapping[str, int]]
#: Two things that are tied, in the order of their names.
Pair = tuple[str, str]
#: A time from an ISO day to an ISO day, both included.
Span = tuple[str, str]


class Path(NamedTuple):
    """A path: what it costs, and the things it leads through, both ends included."""

    cost: int
    things: tuple[str, ...]

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The two things of each step, in the direction of the path."""
        return list(pairwise(self.things))


class Search(NamedTuple):
    """What a search found, and every pair that could lie on a path that costs no more than the last of them."""

    paths: list[Path]
    near: set[Pair]


def pair(one: str, other: str) -> Pair:
    """Return two things in the order of their names."""
    return (one, other) if one < other else (other, one)


def best_paths(ties: Ties, start: str, end: str, number: int) -> list[Path]:
    """Return the cheapest paths between two different things, in order of cost, then of the names they lead through.

    A beginning waits with the cost of the best way on from its last thing. Where that way passes a thing of the
    beginning itself, the cost is the least that it can have, and is told for sure only when the beginning is next.
    """
    found: list[Path] = []
    beyond = _Outward(ties, end)
    beyond.settle(inf)
    waiting: list[tuple[float, tuple[str, ...], int, bool]] = [(0, (start,), 0, False)]
    while waiting and len(found) < number:
        _, things, spent, sure = heappop(waiting)
        if things[-1] == end:
            found.append(Path(spent, things))
        elif sure or beyond.leads_past(things):
            for thing, step in ties.get(things[-1], {}).items():
                if thing in beyond.far and thing not in things:
                    heappush(waiting, (spent + step + beyond.far[thing], (*things, thing), spent + step, False))
        elif (cost := spent + _around(ties, beyond.far, things)) < inf:
            heappush(waiting, (cost, things, spent, True))
    return found


def _around(ties: Ties, far: Mapping[str, int], things: tuple[str, ...]) -> float:
    """Return what the best way on costs that passes none of a path's things again; ``far`` tells how far the end is.

    What is looked beyond next is what could lie on the cheapest such way: P. E. Hart, N. J. Nilsson and B. Raphael, A
    Formal Basis for the Heuristic Determination of Minimum Cost Paths, 1968.
    """
    passed, last = set(things[:-1]), things[-1]
    waiting = [(far[last], 0, last)]
    while waiting:
        cost, spent, place = heappop(waiting)
        if cost == spent:
            return cost
        if place not in passed:
            passed.add(place)
            for thing, step in ties[place].items():
                if thing not in passed:
                    heappush(waiting, (spent + step + far[thing], spent + step, thing))
    return inf


class Surroundings(Protocol):
    """What lies between two things of a network of which only the least cost of each tie is known."""

    def least(self) -> float:
        """Return what the cheapest path costs at least, infinity where there is none."""

    def near(self, bound: float) -> set[Pair]:
        """Return the pairs over which a way of at most ``bound`` leads."""

    def whole(self, bound: float) -> bool:
        """Return whether next to nothing is left out up to ``bound``."""


def search(
    around: Surroundings, start: str, end: str, number: int, cost_of: Callable[[Collection[Pair]], Mapping[Pair, int]]
) -> Search:
    """Return the cheapest paths between two things where only the least cost of each tie is known.

    ``cost_of`` tells the true costs of some ties; those that it leaves out do not hold.
    """
    least, wider = around.least(), 1.125
    bound = least * wider
    known: dict[Pair, int] = {}
    while True:
        near = around.near(bound)
        known |= cost_of(near - known.keys())
        paths = best_paths(_ties(known), start, end, number)
        needed = paths[-1].cost if len(paths) == number else inf
        if needed <= bound:
            return Search(paths, near if needed == bound else around.near(needed))
        # Enough paths are known, but there may be better ones a little further out; or there are not enough yet.
        wider += wider - 1
        bound = min(needed, least * wider)
        if around.whole(bound):
            bound = inf


class Walked:
    """What lies between two things, found by walking outwards from one of them."""

    def __init__(self, ties: Ties, start: str, end: str) -> None:
        self._ties, self._start, self._outward = ties, start, _Outward(ties, end)

    def least(self) -> float:
        """Return what the cheapest path costs, infinity where there is none."""
        return self._outward.reach(self._start)

    def near(self, bound: float) -> set[Pair]:
        """Return the pairs over which a way of at most ``bound`` leads."""
        self._outward.settle(bound)
        return _between(self._ties, self._start, self._outward.far, bound)

    def whole(self, bound: float) -> bool:
        """Return whether next to nothing is left out up to ``bound``."""
        self._outward.settle(bound)
        return self._outward.complete and bound > 2 * max(self._outward.far.values())


class _Outward:
    """How far things are from one of them, found outwards as far as is asked."""

    def __init__(self, ties: Ties, centre: str) -> None:
        self.far: dict[str, int] = {}
        self._back: dict[str, str] = {}
        self._ties = ties
        self._waiting = [(0, centre, "")]

    @property
    def complete(self) -> bool:
        """Whether there is nothing further out."""
        return not self._waiting

    def leads_past(self, things: tuple[str, ...]) -> bool:
        """Return whether the best way from the last of some things to the centre passes none of the others."""
        place, passed = self._back.get(things[-1], ""), frozenset(things)
        while place and place not in passed:
            place = self._back[place]
        return not place

    def reach(self, thing: str) -> float:
        """Return how far a thing is, infinitely where no ties lead there."""
        while self._waiting and thing not in self.far:
            self.settle(self._waiting[0][0])
        return self.far.get(thing, inf)

    def settle(self, bound: float) -> None:
        """Find everything that is no further than ``bound``."""
        far, waiting = self.far, self._waiting
        while waiting and waiting[0][0] <= bound:
            cost, place, back = heappop(waiting)
            if place in far:
                continue
            far[place], self._back[place] = cost, back
            for thing, step in self._ties.get(place, {}).items():
                if thing not in far:
                    heappush(waiting, (cost + step, thing, place))


def _between(ties: Ties, start: str, far: Mapping[str, int], bound: float) -> set[Pair]:
    """Return the pairs over which a way of at most ``bound`` leads; ``far`` tells how far things are from its end."""
    near: set[str] = set()
    found: set[Pair] = set()
    waiting = [(0, start)] if start in far else []
    while waiting:
        cost, place = heappop(waiting)
        if place in near:
            continue
        near.add(place)
        for thing, step in ties[place].items():
            if cost + step + far.get(thing, inf) <= bound:
                found.add(pair(place, thing))
                if thing not in near:
                    heappush(waiting, (cost + step, thing))
    return found


def _ties(costs: Mapping[Pair, int]) -> Ties:
    ties: dict[str, dict[str, int]] = defaultdict(dict)
    for (one, other), cost in costs.items():
        ties[one][other] = ties[other][one] = cost
    return ties


def together(steps: Sequence[Sequence[Span]]) -> list[int]:
    """Return which of each step's times to take, so that as few steps as can be share no day with the step before.

    Where several choices do equally well, the earlier times of earlier steps are taken.
    """
    # From the last step back: for each of a step's times, how often the path breaks after it, and the choice that does.
    best: list[tuple[int, list[int]]] = [(0, [])]
    following: Sequence[Span] = []
    for spans in reversed(steps):
        best = [
            min(
                (breaks + apart(span, after), [place, *rest])
                for after, (breaks, rest) in zip(following, best, strict=True)
            )
            if following
            else (0, [place])
            for place, span in enumerate(spans)
        ]
        following = spans
    return min(best)[1]


def apart(one: Span, other: Span) -> bool:
    """Return whether two times share no day."""
    return max(one[0], other[0]) > min(one[1], other[1])
