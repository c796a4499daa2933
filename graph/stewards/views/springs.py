"""Places for the nodes of a large drawing: related nodes pull, all nodes push, and a few more change little.

The pushes are those of charges in a plane, taken from a grid as in particle-mesh methods (Hockney and Eastwood,
Computer Simulation Using Particles, 1981), so that the work grows with the nodes and not with their pairs. Such a
field is smooth: nearly the same network, from nearly the same start, comes to nearly the same places. Pulls grow with
the distance and pushes fall with it, as in ForceAtlas2 (Jacomy and others, 2014), which spreads nodes evenly.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Values = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

ROUNDS = 120
GRID = 64


def sprung(start: Points, ends: Indices) -> Points:
    """Return the places to which springs bring the nodes; ``ends`` holds the two nodes of each line."""
    count = len(start)
    points = start / max(float(np.abs(start).max()), 1e-9)
    degrees = np.bincount(ends.ravel(), minlength=count)
    charges = np.sqrt(np.maximum(degrees, 1))
    for turn in range(ROUNDS):
        forces = charges[:, None] * _pushes(points, charges) / charges.sum() + _pulls(points, ends)
        strength = np.maximum(np.hypot(forces[:, 0], forces[:, 1]), 1e-12)
        # A node with many lines would swing past its place and back.
        longest = 0.1 * (1 - turn / ROUNDS) ** 1.5
        points = points + forces * np.minimum(longest / strength, 0.5 / np.maximum(degrees, 1))[:, None]
    return points


def _pulls(points: Points, ends: Indices) -> Points:
    """Return what the lines of each node pull it by: their lengths."""
    pulls = np.zeros_like(points)
    for axis in (0, 1):
        gaps = points[ends[:, 1], axis] - points[ends[:, 0], axis]
        pulls[:, axis] = np.bincount(ends[:, 0], gaps, len(points)) - np.bincount(ends[:, 1], gaps, len(points))
    return pulls


def _pushes(points: Points, charges: Values) -> Points:
    """Return the push at every node: the sum of all charges, each divided by its distance."""
    width = max(float(np.ptp(points, axis=0).max()), 1e-9) / (GRID - 2)
    places = (points - points.min(axis=0)) / width
    corners = np.floor(places).astype(np.intp)
    parts = places - corners
    # Each charge is shared among the four cells around it, and each push is read from these.
    around = [
        ((corners + np.array((across, down))) @ (GRID, 1), np.prod(np.abs((1 - across, 1 - down) - parts), axis=1))
        for across in (0, 1)
        for down in (0, 1)
    ]
    held = np.zeros(GRID * GRID)
    for cells, shares in around:
        held += np.bincount(cells, shares * charges, GRID * GRID)
    spectrum = np.fft.rfft2(held.reshape(GRID, GRID), s=(2 * GRID, 2 * GRID))
    pushes = np.zeros_like(points)
    for axis, spread in enumerate(_SPREADS):
        field = np.fft.irfft2(spectrum * spread)[:GRID, :GRID].ravel()
        pushes[:, axis] = sum(field[cells] * shares for cells, shares in around) / width
    return pushes


def _spreads() -> list[npt.NDArray[np.complex128]]:
    """Return how a charge pushes, to each side, the cells of a grid twice as wide, as spectra to convolve with."""
    steps = np.fft.fftfreq(2 * GRID, 1 / (2 * GRID))
    across, down = np.meshgrid(steps, steps, indexing="ij")
    squares = across**2 + down**2 + 0.5
    return [np.fft.rfft2(across / squares), np.fft.rfft2(down / squares)]


_SPREADS = _spreads()
