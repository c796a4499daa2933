"""The links of a made-up graph as the path search takes them: what each step costs, by the two things it ties."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from math import sqrt

from stewards.links import CLOSE, LOOSE, PASSING
from stewards.namespaces import ID
from stewards.paths import Pair, pair
from tests.bench.generate import WORLD, World

_TWO = re.compile(rf"<({ID}(\w+)/\w+)> <[^>]+[#/](member|hostedProject|child|funder)> <([^>]+)> \.\n")
_OTHER = re.compile(r"<[^>]+> <[^>]+[#/](?:organization|host|parent|recipient)> <([^>]+)> \.\n")
_LOOSE = frozenset(("membership", "funding"))


def made_links(edges: int, seed: int = 7) -> dict[str, dict[str, int]]:
    """Return the ties of so many different pairs of things, as :mod:`stewards.links` reckons what they cost."""
    costs: dict[Pair, int] = {}
    worlds = edges // 35_000 + 1
    for place in count():
        for one, other, kind in _links(World(place, worlds, 1.0, seed).lines()):
            cost = LOOSE if kind in _LOOSE else CLOSE
            both = pair(one, other)
            if one != other and len(costs) < edges:
                costs[both] = min(cost, costs.get(both, cost))
        if len(costs) == edges:
            return _ties(costs)
    raise AssertionError


def _links(lines: list[str]) -> Iterator[tuple[str, str, str]]:
    for number, line in enumerate(lines):
        if found := _TWO.fullmatch(line):
            other = _OTHER.fullmatch(lines[number + 1])
            assert other
            yield found[4], other[1], found[2]


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


#: So many quads have the links of a graph with so many edges, about.
QUADS_PER_EDGE = WORLD / 37_000
