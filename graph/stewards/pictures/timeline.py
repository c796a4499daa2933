"""Who sat when, and for whom: a bar for each seat or person, as certain as the sources are on each day."""

from __future__ import annotations

from dataclasses import dataclass, field

from stewards.pictures.canvas import (
    BEHIND,
    FAINT,
    GREY,
    MARGIN,
    SMALL,
    TEXT,
    Axes,
    Picture,
    fitting,
    number,
    sheet,
    style,
    time_axis,
    width_of,
)
from stewards.pictures.captions import lens_words, sources
from stewards.pictures.companies import INDEPENDENT, UNKNOWN, Companies, company_of
from stewards.pictures.marks import bar, ink_on, legend, lighter
from stewards.pictures.moments import History
from stewards.reading.evidence import evidence_of
from stewards.reading.nodes import labels
from stewards.reading.positions import ELSEWHERE, Position
from stewards.stores.store import Store
from stewards.validity import CERTAIN, POSSIBLE

#: Of more rows than these, the last to begin are left out, and the caption says how many.
MOST_ROWS = 160
#: How sure a stretch of a bar is: beside certain and possible, on another list than the body's newest.
LEFT_OVER = "left over"
#: How a timeline is read.
_READING = (
    "Full colour: certain on that day. Light: possible, confirmed before it or after it. Outline: on another list, but "
    "not on the newest of the body itself. Three dots: nobody says when it began. Bars that reach the right edge are "
    "not known to have ended."
)
_STRENGTH = {CERTAIN: 1.0, POSSIBLE: 0.35, LEFT_OVER: 0.0}
_WIDTH, _ROW, _NAMES = 10.0, 0.23, 2.3


@dataclass(slots=True)
class Stretch:
    """A time, from one ISO day until just before another, over which a row says the same."""

    first: str
    last: str
    company: str
    words: str
    sure: str


@dataclass(slots=True)
class Row:
    """One seat, or one person, over time. ``open`` says that nobody knows when it began."""

    name: str
    open: bool
    stretches: list[Stretch] = field(default_factory=list)


def draw(store: Store, history: History) -> Picture:
    """Return the timeline of a body's seats, or of a project's maintainers."""
    companies = Companies(store, history)
    every = rows(store, history, companies)
    drawn = every[:MOST_ROWS]
    passages = (p for found in evidence_of(store, sorted(history.nodes)).values() for p in found)
    more = f"{len(every) - len(drawn):,} more, which began later, are left out.\n" if len(every) > len(drawn) else ""
    first = min(row.stretches[0].first for row in drawn)
    said = f"Who held them, and for whom, {first} to {history.until}{lens_words(history.lens)}"
    names = min(_NAMES, max(width_of(fitting(row.name, _NAMES)) for row in drawn) + 0.2)
    with style():
        picture, axes = sheet(
            _WIDTH,
            _ROW * (len(drawn) + 0.3),
            f"{history.noun.capitalize()}s: {history.place.label}",
            said,
            f"{_READING}\n{more}{sources(passages)}",
            MARGIN + names,
            below=0.3,
        )
        time_axis(axes, first, history.end)
        _draw_rows(axes, drawn, companies, names)
        legend(axes, _colours(companies, drawn), names)
    return picture


def _colours(companies: Companies, drawn: list[Row]) -> list[tuple[str, str, bool]]:
    """Return what the legend says."""
    found = {stretch.company for row in drawn for stretch in row.stretches}
    entries = [(companies.name(company), colour, False) for company, colour in companies.coloured.items()]
    if found - companies.coloured.keys() - {UNKNOWN, INDEPENDENT}:
        entries.append(("others", GREY, False))
    return entries + [
        (name, companies.colour(name), name == UNKNOWN) for name in (INDEPENDENT, UNKNOWN) if name in found
    ]


def rows(store: Store, history: History, companies: Companies) -> list[Row]:
    """Return the rows of a timeline, those that begin first before others."""
    names = labels(store, {h.holder for m in history.moments for p in m.positions for h in p.holdings})
    found: dict[str, Row] = {}
    for begun, ended, positions in history.spans:
        for position in positions:
            key, holder = _key(position)
            began = any(holding.times.start for holding in position.holdings)
            row = found.setdefault(key, Row(names[holder], not began))
            _extend(
                row,
                Stretch(
                    begun, ended, company_of(position), _words(position, holder, names, companies), _sure(position)
                ),
            )
    return sorted(found.values(), key=lambda row: (row.stretches[0].first, row.name))


def _key(position: Position) -> tuple[str, str]:
    """Return what tells the row of a position, and whose name it has: an organisation's for its own seat."""
    own = next((h.holder for h in position.holdings if not h.personal), "")
    seat = next((h.seat for h in position.holdings if h.seat), "")
    return seat or own or position.person, own or position.person


def _words(position: Position, holder: str, names: dict[str, str], companies: Companies) -> str:
    """Return what is written in a bar: whom an organisation sent, or for whom a person sits."""
    if holder in position.people:
        return companies.names(position) if position.companies else ""
    return " or ".join(sorted(names[person] for person in position.people))


def _sure(position: Position) -> str:
    return LEFT_OVER if position.standing == ELSEWHERE else position.certainty


def _extend(row: Row, stretch: Stretch) -> None:
    """Add a stretch to a row, or make its last one longer where both say the same."""
    last = row.stretches[-1] if row.stretches else None
    if (
        last
        and last.last == stretch.first
        and (last.company, last.words, last.sure) == (stretch.company, stretch.words, stretch.sure)
    ):
        last.last = stretch.last
    else:
        row.stretches.append(stretch)


def _draw_rows(axes: Axes, drawn: list[Row], companies: Companies, names: float) -> None:
    axes.set_ylim(len(drawn) - 0.5, -0.8)
    axes.set_yticks(range(len(drawn)), [fitting(row.name, names - 0.1) for row in drawn], size=TEXT)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="#e4e4e4", linewidth=0.6, zorder=0)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    left, right = axes.get_xlim()
    inches = (_WIDTH - names - 2 * MARGIN) / (right - left)
    for place, row in enumerate(drawn):
        _draw_row(axes, place, row, companies, inches)
        if row.open:
            axes.text(number(row.stretches[0].first), place, "⋯", size=SMALL, color=FAINT, ha="right", va="center")


def _draw_row(axes: Axes, place: int, row: Row, companies: Companies, inches: float) -> None:
    """Draw the bars of a row, and in them the words that there is room for, once for stretches that say the same."""
    longest: dict[str, tuple[float, float, str, bool]] = {}
    for stretch in row.stretches:
        begun, ended = number(stretch.first), number(stretch.last)
        colour = lighter(companies.colour(stretch.company), _STRENGTH[stretch.sure])
        hatched = stretch.company == UNKNOWN
        bar(axes, place, begun, ended, colour, hatched)
        candidate = ended - begun, begun, ink_on(colour), hatched
        longest[stretch.words] = max(longest.get(stretch.words, candidate), candidate)
    for words, (length, begun, ink, hatched) in longest.items():
        room = length * inches - 0.08
        if room > 0.35 and words:
            drawn = axes.text(
                begun, place, f" {fitting(words, room, SMALL)}", size=SMALL, color=ink, va="center", zorder=4
            )
            drawn.set_bbox(BEHIND if hatched else None)
