"""Words beside what they name, so that none lies on another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np
import numpy.typing as npt

from stewards.pictures.canvas import BEHIND, Axes

Place = tuple[float, float, Literal["left", "center", "right"], Literal["top", "center", "bottom"]]

#: Where a word may stand: how far from its place, in points, and how it is aligned there.
BESIDE: tuple[Place, ...] = (
    (0, -8, "center", "top"),
    (0, 8, "center", "bottom"),
    (8, 0, "left", "center"),
    (-8, 0, "right", "center"),
)
ACROSS: tuple[Place, ...] = ((0, 0, "center", "center"),)

Boxes = npt.NDArray[np.float64]


class Labels:
    """The words of a drawing; where the place of one is taken by another, it is tried elsewhere, then left out."""

    def __init__(self, axes: Axes, taken: Iterable[tuple[float, float]], radius: float) -> None:
        """Begin with places, in the units of the axes, around which ``radius`` points are taken."""
        self._axes = axes
        self._dots = axes.figure.dpi / 72
        places = axes.transData.transform(np.array([*taken] or np.empty((0, 2))))
        reach = radius * self._dots
        self._boxes: Boxes = np.hstack([places - reach, places + reach])
        self.left_out = 0

    def put(
        self,
        words: str,
        places: Iterable[tuple[float, float]],
        size: float,
        colour: str,
        around: tuple[Place, ...] = BESIDE,
    ) -> None:
        """Write words at the first of some places, in the units of the axes, where they lie on nothing."""
        drawn = self._axes.annotate(words, (0, 0), size=size, color=colour, annotation_clip=False, bbox=BEHIND)
        for place in places:
            for across, up, horizontal, vertical in around:
                drawn.xy = place
                drawn.set_position((across, up))
                drawn.set_anncoords("offset points")
                drawn.set_horizontalalignment(horizontal)
                drawn.set_verticalalignment(vertical)
                if self._free(np.array(drawn.get_window_extent().extents)):
                    return
        drawn.remove()
        self.left_out += 1

    def _free(self, box: Boxes) -> bool:
        """Take a box if nothing of another lies in it, and if it is on the sheet."""
        left, bottom, right, top = self._boxes.T
        if ((left < box[2]) & (right > box[0]) & (bottom < box[3]) & (top > box[1])).any():
            return False
        sheet = self._axes.bbox.extents
        if box[0] < sheet[0] or box[2] > sheet[2] or box[1] < sheet[1] - 2 or box[3] > sheet[3] + 2:
            return False
        self._boxes = np.vstack([self._boxes, box])
        return True
