"""What lies on the paths between two things of a large network, on arrays: the same as on dicts, and much faster.

Distances are found outwards from both ends, the end first around which less waits. At once everything is settled that
nothing that waits can bring nearer any more: the waiting thing least far, with the cheapest of its ties added, is the
least that a way over it can come to (A. Crauser and others, A Parallelization of Dijkstra's Shortest Path Algorithm,
1998). When both radii together come to some cost, every way that costs less has been met half way; from there on only
those ways are followed that can still come to the other end for that cost.
"""

from __future__ import annotations

from math import inf, isinf
from typing import Any

import numpy as np

from stewards.reckoning.paths import Pair, Ties, pair

_Numbers = np.ndarray[Any, np.dtype[np.int64]]
#: Further than anything, and small enough that three of it can be added.
_NEVER = 1 << 60


class TieArrays:
    """The ties of a network by number: those of a thing are a stretch of two arrays, its others and the costs."""

    def __init__(self, ties: Ties) -> None:
        self.things = list(ties)
        self.number = {thing: number for number, thing in enumerate(self.things)}
        sizes = np.fromiter(map(len, ties.values()), np.int64, len(ties))
        self.first = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        total, number = int(self.first[-1]), self.number
        self.other = np.fromiter((number[other] for tied in ties.values() for other in tied), np.int64, total)
        self.cost = np.fromiter((cost for tied in ties.values() for cost in tied.values()), np.int64, total)
        self.cheapest = np.fromiter((min(tied.values(), default=0) for tied in ties.values()), np.int64, len(ties))

    def beyond(self, places: _Numbers) -> tuple[_Numbers, _Numbers]:
        """Return the ties of some things: for each the place of its thing in ``places``, and its own number."""
        first = self.first[places]
        sizes = self.first[places + 1] - first
        owner = np.repeat(np.arange(places.size), sizes)
        return owner, np.arange(owner.size) + (first - np.cumsum(sizes) + sizes)[owner]

    def steps(self, far: _Numbers, places: _Numbers) -> tuple[_Numbers, _Numbers]:
        """Return what the ties of some things lead to, and how far that is over them."""
        owner, ties = self.beyond(places)
        return self.other[ties], far[places][owner] + self.cost[ties]


class _Ball:
    """What is around a thing: settled up to a radius, and what waits beyond, reached but perhaps not the best way."""

    def __init__(self, arrays: TieArrays, centre: int) -> None:
        self._arrays = arrays
        self.far = np.full(len(arrays.things), _NEVER, np.int64)
        self.waiting = np.array([centre] if centre >= 0 else [], np.int64)
        self.far[self.waiting] = 0
        self.radius = 0 if self.waiting.size else _NEVER

    def widen(self) -> _Numbers:
        """Settle what nothing that waits can bring nearer, and return what was reached from there."""
        far, waiting = self.far, self.waiting
        self.radius = int((far[waiting] + self._arrays.cheapest[waiting]).min())
        within = far[waiting] <= self.radius
        there, reached = self._arrays.steps(far, _once(waiting[within]))
        nearer = reached < far[there]
        there, reached = there[nearer], reached[nearer]
        np.minimum.at(far, there, reached)
        found: _Numbers = there[far[there] == reached]
        self.waiting = np.concatenate((waiting[~within], found))
        if not self.waiting.size:
            self.radius = _NEVER
        return found

    def towards(self, other: _Ball, limit: int) -> _Numbers:
        """Return how far all is that lies on a way of at most ``limit`` to the other's centre; the rest is further."""
        far, left = self.far.copy(), np.minimum(other.far, other.radius)
        nearer = self.waiting
        while nearer.size:
            there, reached = self._arrays.steps(far, nearer[far[nearer] + left[nearer] <= limit])
            better = (reached < far[there]) & (reached + left[there] <= limit)
            np.minimum.at(far, there[better], reached[better])
            nearer = _once(there[better])
        return far


class ArraySurroundings:
    """What lies between two things, as :class:`stewards.reckoning.paths.Surroundings` does."""

    def __init__(self, arrays: TieArrays, start: str, end: str) -> None:
        self._arrays = arrays
        self._out, self._back = (_Ball(arrays, arrays.number.get(thing, -1)) for thing in (start, end))
        self._cheapest = _NEVER
        self._limit, self._ways = -1, (self._out.far, self._back.far)

    def least(self) -> float:
        """Return what the cheapest path costs, infinity where there is none."""
        while self._out.radius + self._back.radius < self._cheapest:
            self._widen()
        return self._cheapest if self._cheapest < _NEVER else inf

    def near(self, bound: float) -> set[Pair]:
        """Return the pairs over which a way of at most ``bound`` leads."""
        limit = _NEVER - 1 if isinf(bound) else int(bound)
        out, back = self._distances(limit)
        places = np.flatnonzero(out + back <= limit)
        owner, ties = self._arrays.beyond(places)
        there, things = self._arrays.other[ties], self._arrays.things
        held = out[places][owner] + self._arrays.cost[ties] + back[there] <= limit
        ones, others = places[owner[held]].tolist(), there[held].tolist()
        return {pair(things[one], things[other]) for one, other in zip(ones, others, strict=True)}

    def whole(self, bound: float) -> bool:
        """Return whether next to nothing is left out up to ``bound``."""
        return max(self._out.radius, self._back.radius) == _NEVER

    def _distances(self, limit: int) -> tuple[_Numbers, _Numbers]:
        """Return how far from both ends all is that lies on a way of at most ``limit``; the rest is further."""
        if limit > self._limit:
            while self._out.radius + self._back.radius < limit:
                self._widen()
            self._ways = self._out.towards(self._back, limit), self._back.towards(self._out, limit)
            self._limit = limit
        return self._ways

    def _widen(self) -> None:
        """Look further around the end where less waits, and note what it costs to meet what is around the other."""
        ball, other = self._out, self._back
        if other.waiting.size < ball.waiting.size:
            ball, other = other, ball
        found = ball.widen()
        self._cheapest = min(self._cheapest, int((ball.far[found] + other.far[found]).min(initial=_NEVER)))


def _once(places: _Numbers) -> _Numbers:
    """Return some things, each once; :func:`numpy.unique` would have half of numpy imported for it."""
    places = np.sort(places)
    return places[np.diff(places, prepend=-1) > 0]
