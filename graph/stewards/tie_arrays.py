"""What lies on the paths between two things of a large network, on arrays: the same as on dicts, and much faster.

Distances are found in sweeps (R. Bellman, On a Routing Problem, 1958): everything that got nearer in one sweep is
looked beyond in the next. Whatever lies on a path of at most some cost is within half of that cost of one of its ends,
so that only there has to be looked.
"""

from __future__ import annotations

from math import ceil, inf, isinf
from typing import Any

import numpy as np

from stewards.paths import Pair, Ties, pair

_Numbers = np.ndarray[Any, np.dtype[np.int64]]
_Flags = np.ndarray[Any, np.dtype[np.bool_]]
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

    def beyond(self, places: _Numbers) -> tuple[_Numbers, _Numbers]:
        """Return the ties of some things: for each the place of its thing in ``places``, and its own number."""
        first = self.first[places]
        sizes = self.first[places + 1] - first
        before = np.cumsum(sizes) - sizes
        owner = np.repeat(np.arange(places.size), sizes)
        return owner, np.arange(owner.size) - before[owner] + first[owner]

    def far(self, centre: int, limit: int, among: _Flags | None = None) -> _Numbers:
        """Return how far things are from one of them, those that are no further than ``limit``."""
        far = np.full(len(self.things), _NEVER, np.int64)
        far[centre] = 0
        nearer = np.array([centre])
        while nearer.size:
            owner, ties = self.beyond(nearer)
            reached, there = far[nearer][owner] + self.cost[ties], self.other[ties]
            better = (reached < far[there]) & (reached <= limit)
            if among is not None:
                better &= among[there]
            there = there[better]
            np.minimum.at(far, there, reached[better])
            nearer = np.unique(there)
        return far

    def closed(self, far: _Numbers) -> bool:
        """Return whether no tie leads from what was reached to what was not."""
        _, ties = self.beyond(np.flatnonzero(far < _NEVER))
        return bool((far[self.other[ties]] < _NEVER).all())


class ArraySurroundings:
    """What lies between two things, as :class:`stewards.paths.Surroundings` does."""

    def __init__(self, arrays: TieArrays, start: str, end: str) -> None:
        self._arrays = arrays
        self._start, self._end = (arrays.number.get(thing, -1) for thing in (start, end))

    def least(self) -> float:
        """Return what the cheapest path costs, infinity where there is none."""
        if min(self._start, self._end) < 0:
            return inf
        limit = 1 + (int(self._arrays.cost.mean()) if self._arrays.cost.size else 0)
        while True:
            out, back = self._arrays.far(self._start, limit), self._arrays.far(self._end, limit)
            meeting = int((out + back).min())
            if meeting < _NEVER:
                return float(self._distances(meeting)[1][self._start])
            if self._arrays.closed(out) or self._arrays.closed(back):
                return inf
            limit *= 2

    def near(self, bound: float) -> set[Pair]:
        """Return the pairs over which a way of at most ``bound`` leads."""
        if min(self._start, self._end) < 0:
            return set()
        limit = _NEVER - 1 if isinf(bound) else int(bound)
        out, back = self._distances(limit)
        if out[self._end] == _NEVER and back[self._start] == _NEVER:
            return set()
        places = np.flatnonzero(out + back <= limit)
        owner, ties = self._arrays.beyond(places)
        there, things = self._arrays.other[ties], self._arrays.things
        held = out[places][owner] + self._arrays.cost[ties] + back[there] <= limit
        ones, others = places[owner[held]].tolist(), there[held].tolist()
        return {pair(things[one], things[other]) for one, other in zip(ones, others, strict=True)}

    def whole(self, bound: float) -> bool:
        """Return whether next to nothing is left out up to ``bound``."""
        if min(self._start, self._end) < 0:
            return True
        far = self._arrays.far(self._end, _NEVER - 1)
        return bound > 2 * int(far[far < _NEVER].max())

    def _distances(self, limit: int) -> tuple[_Numbers, _Numbers]:
        """Return how far from both ends all is that lies on a way of at most ``limit``, and some more."""
        half = ceil(limit / 2)
        out, back = self._arrays.far(self._start, half), self._arrays.far(self._end, half)
        among = (out < _NEVER) | (back < _NEVER)
        return self._arrays.far(self._start, limit, among), self._arrays.far(self._end, limit, among)
