"""Room for the nodes of a drawing: those that lie on each other move apart, and parts are packed around the first."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from stewards.views.springs import Indices, Points, Values

#: Drawings are wider than high, and so are labels.
STRETCH = 1.5
CELL = 60.0
#: More nodes than this get fewer rounds to move apart.
MANY = 400


def apart(points: Points, sizes: Points) -> Points:
    """Return the places after nodes that lie on each other have pushed each other away."""
    points = points.copy()
    count = len(points)
    rounds = 150 if count <= MANY else 40
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


def _near(x: Values, width: float) -> tuple[Indices, Indices]:
    """Return the pairs of nodes no further apart than ``width`` from left to right."""
    order = np.argsort(x, kind="stable")
    ranks = np.arange(len(x))
    counts = np.searchsorted(x[order], x[order] + width, side="right") - ranks - 1
    first = np.repeat(ranks, counts)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
    return order[first], order[second]


def packed(drawings: list[tuple[Points, Points]]) -> Iterator[Points]:
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
