"""Whose people hold the seats, or maintain the project: each company's share over time, and of how many."""

from __future__ import annotations

from collections.abc import Sequence

from stewards.pictures.canvas import (
    FAINT,
    SMALL,
    Axes,
    Picture,
    fitting,
    number,
    sheet,
    strip,
    style,
    time_axis,
)
from stewards.pictures.captions import lens_words, sources
from stewards.pictures.companies import INDEPENDENT, UNKNOWN, Companies, among
from stewards.pictures.marks import band, name_bands, pale
from stewards.pictures.moments import History
from stewards.reading.evidence import evidence_of
from stewards.reading.positions import ON_ROSTER, Position
from stewards.stores.store import Store
from stewards.validity import CERTAIN

OTHERS = "others"
_WIDTH, _HEIGHT, _STRIP, _NAMES = 10.0, 3.6, 0.9, 2.2


def draw(store: Store, history: History) -> Picture:
    """Return the shares of companies among a body's seats, or a project's maintainers, stacked over time.

    A position counts as in the question ``concentration``: those on the body's newest list of the day, each once.
    """
    companies = Companies(store, history)
    spans = [(begun, ended, _on_roster(positions)) for begun, ended, positions in history.spans]
    passages = (p for found in evidence_of(store, sorted(history.nodes)).values() for p in found)
    plural = f"{history.noun}s"
    caption = (
        f"Counted are the {plural} that the newest list of each day confirms, as the question `concentration` does; "
        f"pale where fewer than half of all that are known are certain. Below, how many: dark, certain on that day; "
        f"light, possible; outline, not on the newest list, and not counted above.\n"
    )
    begun = history.moments[0].day
    said = f"Share of each company among the {plural}, {begun} to {history.until}{lens_words(history.lens)}"
    title = f"Whose {plural}: {history.place.label}"
    with style():
        picture, axes = sheet(
            _WIDTH, _HEIGHT, title, said, caption + sources(passages), 0.7, _NAMES + 0.25, below=_STRIP + 0.5
        )
        below = strip(axes, _STRIP, 0.12)
        _draw_bands(axes, spans, companies)
        for first, last, positions in history.spans:
            if 2 * sum(map(_sure, positions)) < len(positions):
                pale(axes, number(first), number(last))
        _draw_counts(below, history, plural)
        for drawn in (axes, below):
            time_axis(drawn, begun, history.end)
        axes.tick_params(axis="x", length=0, labelbottom=False)
    return picture


def _on_roster(positions: Sequence[Position]) -> list[Position]:
    return [position for position in positions if position.standing == ON_ROSTER]


def _sure(position: Position) -> bool:
    return position.standing == ON_ROSTER and position.certainty == CERTAIN


def _draw_bands(axes: Axes, spans: Sequence[tuple[str, str, list[Position]]], companies: Companies) -> None:
    """Draw a band for each company that has a colour, one for all others, and those of nobody or not known."""
    named = [*companies.coloured, OTHERS, INDEPENDENT, UNKNOWN]
    shares = {name: [_share(name, positions, companies) for _, _, positions in spans] for name in named}
    named = [name for name in named if any(shares[name])]
    days = [number(begun) for begun, _, _ in spans] + [number(spans[-1][1])]
    floor = [0.0] * len(days)
    shown = max((i for i, span in enumerate(spans) if span[2]), default=0)
    ends: list[tuple[float, str, str, bool]] = []
    for name in named:
        heights = [*shares[name], shares[name][-1]]
        top = [low + height for low, height in zip(floor, heights, strict=True)]
        band(axes, days, floor, top, companies.colour(name), hatched=name == UNKNOWN)
        words = fitting(companies.name(name), 1.5)
        if shown == len(spans) - 1:
            words = f"{round(100 * heights[-1])}% {words}"
        ends.append(((floor[shown] + top[shown]) / 2, words, companies.colour(name), name == UNKNOWN))
        floor = top
    axes.set_ylim(0, 1)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
    axes.spines[["top", "right"]].set_visible(False)
    name_bands(axes, ends)


def _share(name: str, positions: Sequence[Position], companies: Companies) -> float:
    """Return the part of some positions that surely is a company's, or none's, or of all that have no colour."""
    if not positions:
        return 0.0
    counts = among(positions)
    if name == OTHERS:
        return sum(n for c, n in counts.items() if c not in (*companies.coloured, INDEPENDENT, UNKNOWN)) / len(
            positions
        )
    return counts[name] / len(positions)


def _draw_counts(axes: Axes, history: History, plural: str) -> None:
    """Draw how many positions there are on each day, by how sure they are."""
    days = [number(begun) for begun, _, _ in history.spans] + [number(history.end)]
    kept = [_on_roster(positions) for _, _, positions in history.spans]
    sure = [sum(map(_sure, positions)) for positions in kept]
    rises = [sure, [len(positions) for positions in kept], [len(positions) for _, _, positions in history.spans]]
    floor: list[float] = [0.0] * len(days)
    for heights, colour in zip(rises, (FAINT, "#d0d0d0", "#ffffff"), strict=True):
        top = [float(height) for height in (*heights, heights[-1])]
        band(axes, days, floor, top, colour)
        floor = top
    axes.set_ylim(0, max(floor) * 1.1 or 1)
    axes.set_ylabel(plural, size=SMALL)
    axes.locator_params(axis="y", integer=True, nbins=3)
    axes.spines[["top", "right"]].set_visible(False)
