"""Bars and bands over time, and the names of their colours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from stewards.pictures.canvas import FAINT, INK, MARGIN, TEXT, Axes, fitting, shown, size_of, width_of

_HATCH = "//////"
#: How far apart the names of bands are, in parts of the height of the axes.
_APART = 0.058
#: How many inches a name in a row needs for its mark and for what is left free around it.
_MARK = 0.46


def lighter(colour: str, strength: float) -> str:
    """Return a colour on white paper at a strength from none (0) to full (1)."""
    return "#" + "".join(f"{round(255 - strength * (255 - part)):02x}" for part in _parts(colour))


def ink_on(colour: str) -> str:
    """Return the colour of letters that can be read on a colour."""
    red, green, blue = _parts(colour)
    return INK if 0.3 * red + 0.59 * green + 0.11 * blue > 127 else "#ffffff"


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def line(axes: Axes, one: tuple[float, float], other: tuple[float, float], colour: str, dashed: bool) -> Any:
    """Draw a straight line between two places, and return it."""
    style = "--" if dashed else "-"
    return axes.plot(*zip(one, other, strict=True), color=colour, linewidth=0.8, linestyle=style, zorder=1)[0]


def bar(axes: Axes, row: float, begun: float, ended: float, colour: str, hatched: bool = False) -> None:
    """Draw a bar over a time; a white one is a dotted outline."""
    outlined = colour == "#ffffff"
    axes.barh(
        row,
        ended - begun,
        0.72,
        begun,
        color=colour,
        edgecolor=FAINT if outlined else "white",
        linestyle=":" if outlined else "-",
        linewidth=0.7 if outlined else 0.4,
        hatch=_HATCH if hatched else None,
        zorder=3,
    )


def band(
    axes: Axes, days: Sequence[float], low: Sequence[float], high: Sequence[float], colour: str, hatched: bool = False
) -> None:
    """Fill what lies between two heights, each of which holds from its day on; a white band has a dotted edge."""
    outlined = colour == "#ffffff"
    axes.fill_between(
        days,
        low,
        high,
        step="post",
        facecolor=colour,
        edgecolor=FAINT if outlined else "white",
        linestyle=":" if outlined else "-",
        linewidth=0.7 if outlined else 0.4,
        hatch=_HATCH if hatched else None,
        zorder=2,
    )


def legend(axes: Axes, colours: Iterable[tuple[str, str, bool]], outside: float) -> None:
    """Name colours (and whether each is hatched) in a row above the axes, beginning so many inches to their left."""
    named: list[tuple[Any, str]] = []
    for words, colour, hatched in colours:
        drawn = axes.fill((), (), facecolor=colour, edgecolor="white", hatch=_HATCH if hatched else None)
        named.append((drawn[0], words))
    row(axes, named, outside)


def row(axes: Axes, named: Sequence[tuple[Any, str]], outside: float = 0.0, below: bool = False) -> None:
    """Name what is drawn in a row above the axes, or below them."""
    if not named:
        return
    sheet = size_of(axes)[0]
    room = sheet - 2 * MARGIN - len(named) * _MARK
    drawn = axes.legend(
        [mark for mark, _ in named],
        _fitted([words for _, words in named], room),
        loc="upper left" if below else "lower left",
        bbox_to_anchor=(-outside / (sheet * axes.get_position().width), 0 if below else 1),
        ncols=len(named),
        frameon=False,
        borderaxespad=0,
        borderpad=0.2,
        handletextpad=0.4,
        columnspacing=1.4,
        fontsize=TEXT,
    )
    axes.add_artist(drawn)  # else the next one would take its place


def _fitted(names: Sequence[str], room: float) -> list[str]:
    """Return names that fit beside each other: where there is too little room, the longest are cut, to one width."""
    wide = sorted(width_of(shown(name)) for name in names)
    for place, width in enumerate(wide):
        share = room / (len(wide) - place)
        if width > share:
            return [fitting(name, share) for name in names]
        room -= width
    return [shown(name) for name in names]


def pale(axes: Axes, begun: float, ended: float) -> None:
    """Make what is drawn over a time lighter."""
    axes.axvspan(begun, ended, facecolor="white", alpha=0.6, linewidth=0, zorder=2.5)


def name_bands(axes: Axes, ends: Sequence[tuple[float, str, str, bool]]) -> None:
    """Name bands at the right, each beside its end or as near as there is room.

    Each has a height, words, a colour, and whether it is hatched.
    """
    below = 0.0
    places: list[float] = []
    for height, *_ in ends:
        below = max(height, below + _APART) if places else max(height, 0.02)
        places.append(below)
    above = 1.0 + _APART
    for index in reversed(range(len(places))):
        above = places[index] = min(places[index], above - _APART)
    for (_, words, colour, hatched), place in zip(ends, places, strict=True):
        axes.text(1.012, place, "▨" if hatched else "■", transform=axes.transAxes, color=colour, size=TEXT, va="center")
        axes.text(1.035, place, words, transform=axes.transAxes, size=TEXT, va="center")
