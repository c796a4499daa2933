"""The picture of a network: the kinds of thing and the places that its page has, for paper."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from stewards.errors import RequestError
from stewards.networks.network import Edge, Network, Node
from stewards.pictures.canvas import (
    FAINT,
    INK,
    MARGIN,
    SMALL,
    TEXT,
    Axes,
    Picture,
    broken,
    fitting,
    sheet,
    shown,
    style,
)
from stewards.pictures.captions import sources
from stewards.pictures.labels import ACROSS, Labels
from stewards.pictures.marks import line, row
from stewards.validity import POSSIBLE
from stewards.views.looks import LOOKS, line_look_of, look_of
from stewards.views.placing import places

#: matplotlib's marker for each shape of a page.
_MARKERS = {
    "dot": "o",
    "square": "s",
    "hexagon": "h",
    "triangleDown": "v",
    "diamond": "D",
    "triangle": "^",
    "star": "*",
}
#: Pixels of a page in an inch, and the widest and narrowest sheet in inches.
_PIXELS, _WIDEST, _NARROWEST = 96.0, 16.0, 6.5
#: More things than these are no picture; a page shows them by communities.
MOST_DRAWN = 2000
#: Of so many lines or fewer, each says what it means.
_FEW_LINES = 60

Points = dict[str, tuple[float, float]]


def draw(network: Network) -> Picture:
    """Return the picture of a network, with its title, date and sources.

    Names that would lie on others are left out, those with fewest relations first; the caption says how many. Raises
    :class:`RequestError` for a network of more than :data:`MOST_DRAWN` things.
    """
    network = network.on(network.as_of)
    if len(network.nodes) > MOST_DRAWN:
        size = f"a picture holds at most {MOST_DRAWN:,} things, and this network has {len(network.nodes):,}"
        raise RequestError(f"{size}: draw it as a page (.html), or a smaller part of it")
    placed = places(network)
    nodes = {node.iri: node for node in network.nodes}
    shown = [nodes.get(iri) or Node(iri, "", "other") for iri in placed]
    scale, width, height = _size(placed.values())
    points = {iri: (x * scale, -y * scale) for iri, (x, y) in placed.items()}
    said = _said(network, len(shown))
    with style():
        picture, axes = sheet(width, height, network.title, said, _caption(network), below=0.3)
        _frame(axes, points, width - 2 * MARGIN, height)
        degrees = Counter(end for edge in network.edges for end in {edge.source, edge.target})
        _draw_lines(axes, network.edges, points)
        _draw_things(axes, shown, points, degrees)
        shown.sort(key=lambda node: (node.iri not in network.focus, -degrees[node.iri], node.iri))
        _write(axes, shown, network.edges, points)
    return picture


def _said(network: Network, things: int) -> str:
    """Return when the relations hold, and how many there are; how many of them are only possible is said as well."""
    possible = sum(edge.certainty == POSSIBLE for edge in network.edges)
    counted = f"{things:,} things, {len(network.edges):,} relations"
    if not network.as_of:
        return f"At any time: {counted}"
    if not possible:
        return f"In force on {network.as_of}: {counted}"
    return f"In force, or possibly so, on {network.as_of}: {counted}, {possible:,} of them only possible"


def _size(places: Iterable[tuple[float, float]]) -> tuple[float, float, float]:
    """Return inches a pixel, and the width and height of the drawing."""
    xs, ys = zip(*places, strict=True) if (places := list(places)) else ((0.0,), (0.0,))
    across, down = max(xs) - min(xs) + 240, max(ys) - min(ys) + 130
    scale = min(1.0, _WIDEST * _PIXELS / across, _WIDEST * _PIXELS / down) / _PIXELS
    return scale, max(across * scale, _NARROWEST), max(down * scale, 1.6)


def _frame(axes: Axes, points: Points, width: float, height: float) -> None:
    xs, ys = zip(*points.values(), strict=True) if points else ((0.0,), (0.0,))
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    axes.set_xlim(x - width / 2, x + width / 2)
    axes.set_ylim(y - height / 2 - 0.1, y + height / 2 - 0.1)
    axes.set_axis_off()


def _caption(network: Network) -> str:
    dashed = any(edge.certainty == POSSIBLE for edge in network.edges)
    hint = "Dashed lines: possible on that day, but no source confirms it.\n" if dashed else ""
    return hint + sources(passage for edge in network.edges for passage in edge.evidence)


def _pairs(edges: Iterable[Edge]) -> dict[tuple[str, str], list[Edge]]:
    found: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        found[min(edge.source, edge.target), max(edge.source, edge.target)].append(edge)
    return found


def _draw_lines(axes: Axes, edges: Iterable[Edge], points: Points) -> None:
    """Draw a line for each pair, in the colour of its first relation, and name the colours below."""
    kinds: dict[str, dict[str, None]] = defaultdict(dict)
    drawn: dict[str, Any] = {}
    for (one, other), between in _pairs(edges).items():
        dashed = all(edge.certainty == POSSIBLE for edge in between)
        colour = line_look_of(between[0].kind).light
        found = line(axes, points[one], points[other], colour, dashed)
        if not dashed or colour not in drawn:
            drawn[colour] = found
        kinds[colour][between[0].kind or "other"] = None
    row(axes, [(drawn[colour], ", ".join(names)) for colour, names in kinds.items()], below=True)


def _draw_things(axes: Axes, nodes: Iterable[Node], points: Points, degrees: Counter[str]) -> None:
    kinds: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        kinds[node.kind or "other"].append(node)
    named: list[tuple[Any, str]] = []
    for kind in [*(k for k in LOOKS if k in kinds), *sorted(set(kinds) - set(LOOKS))]:
        look, there = look_of(kind), kinds[kind]
        xs, ys = zip(*(points[node.iri] for node in there), strict=True)
        title = look.singular if len(there) == 1 else look.plural
        drawn = axes.scatter(
            xs,
            ys,
            s=[60 + 25 * min(math.sqrt(degrees[node.iri]), 8) for node in there],
            c=look.colour,
            marker=_MARKERS[look.shape],
            edgecolors=INK,
            linewidths=0.6,
            zorder=2,
        )
        named.append((drawn, f"{title} ({len(there):,})"))
    row(axes, named)


def _write(axes: Axes, nodes: Iterable[Node], edges: Iterable[Edge], points: Points) -> None:
    """Name the things, the first ones first, and say what each line means where there are few."""
    labels = Labels(axes, points.values(), radius=5)
    for node in nodes:
        labels.put(broken(_name(node), 1.9, rows=2), [points[node.iri]], TEXT, INK)
    left_out = labels.left_out
    pairs = _pairs(edges)
    for (one, other), between in pairs.items() if len(pairs) <= _FEW_LINES else ():
        words = ", ".join(dict.fromkeys(shown(edge.label or edge.kind) for edge in between))
        labels.put(fitting(words, 1.6, SMALL), _along(points[one], points[other]), SMALL, FAINT, ACROSS)
    if left_out:
        said = f"{left_out:,} names are left out for want of room."
        axes.text(1, 0, said, transform=axes.transAxes, size=SMALL, color=FAINT, ha="right", va="bottom")


def _name(node: Node) -> str:
    """Return the name to show: the last part of the IRI when there is no other."""
    parts = [part for part in re.split(r"[/#]", shown(node.iri)) if part]
    return shown(node.label) or (parts[-1] if parts else "(no name)")


def _along(one: tuple[float, float], other: tuple[float, float]) -> list[tuple[float, float]]:
    """Return places on a line, from its middle outwards."""
    return [
        (one[0] + part * (other[0] - one[0]), one[1] + part * (other[1] - one[1])) for part in (0.5, 0.6, 0.4, 0.7, 0.3)
    ]
