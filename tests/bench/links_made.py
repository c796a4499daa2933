"""The links of a made-up graph as the path search takes them: what each step costs, by the two things it ties."""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from math import sqrt

from stewards.reading.links import CLOSE, LOOSE, PASSING
from stewards.reckoning.paths import Pair, pair
from tests.bench.generate import World

_LOOSE = frozenset(("member-of", "funds"))


def made_links(edges: int, seed: int = 7) -> dict[str, dict[str, int]]:
    """Return the ties of so many different pairs of things, as :mod:`stewards.reading.links` reckons what they cost."""
    costs: dict[Pair, int] = {}
    worlds = edges // 35_000 + 1
    for place in count():
        for relation, one, other in World(place, worlds, 1.0, seed).links():
            cost = LOOSE if relation in _LOOSE else CLOSE
            both = pair(one, other)
            if one != other and len(costs) < edges:
                costs[both] = min(cost, costs.get(both, cost))
        if len(costs) == edges:
            return _ties(costs)
    raise AssertionError


def _ties(costs: dict[Pair, int]) -> dict[str, dict[str, int]]:
    linked: dict[str, int] = defaultdict(int)
    for both in costs:
        for thing in both:
            linked[thing] += 1
    ties: dict[str, dict[str, int]] = defaultdict(dict)
    for (one, other), cost in costs.items():
        passing = round(PASSING * sqrt(linked[one])) + round(PASSING * sqrt(linked[other]))
        ties[one][other] = ties[other][one] = 2 * cost + passing
    return ties
