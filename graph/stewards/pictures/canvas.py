"""The sheet that pictures are drawn on: sizes, fonts, title and caption. The one module that imports matplotlib.

Texts are shown as they are: no formulas in dollar signs, no control characters, nothing longer than its place. Lengths
are in inches.
"""

from __future__ import annotations

import io
import textwrap
import warnings
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from rich.cells import cell_len, set_cell_size

from stewards.commands.tables import printable
from stewards.drafts import draft_of
from stewards.errors import RequestError
from stewards.values import written
from stewards.views.looks import LOOKS

try:
    import matplotlib
    from matplotlib import dates, font_manager
    from matplotlib.axes import Axes as Axes
    from matplotlib.figure import Figure
    from matplotlib.textpath import text_to_path
except ImportError:
    raise RequestError("pictures need matplotlib, which is not installed: pip install 'stewards[pictures]'") from None

#: Colours of Okabe and Ito, told apart with any colour vision, in an order in which neighbours differ in lightness too.
COLOURS = tuple(LOOKS[kind].colour for kind in ("foundation", "company", "project", "person", "body", "concept"))
INK, FAINT, GREY, PALE = "#222222", "#767676", "#9b9b9b", "#cfcfcf"
#: Sizes of letters in points: of the title, of what is drawn, and of what is written small.
TITLE, TEXT, SMALL = 13.0, 8.5, 7.0
#: What stands behind words that lie on lines, so that they can be read.
BEHIND = {"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 0.4}
MARGIN, LEGEND = 0.25, 0.3
#: How wide a letter is on average, in parts of its size; names with many capitals are wider.
_LETTER = 0.62
#: How much wider bold letters may be.
_BOLD = 1.2
_DOTS = 200
#: Of so few days each is named on the axis.
_FEW_DAYS = 7

#: Fonts for what DejaVu Sans, which matplotlib brings, has no letters for. Those that are installed are used.
_MORE_FONTS = (
    *(
        "Noto Sans CJK JP",
        "Noto Sans CJK SC",
        "Noto Sans SC",
        "WenQuanYi Micro Hei",
        "Hiragino Sans",
        "Microsoft YaHei",
    ),
    *("Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai", "Arial Unicode MS"),
    *("Noto Emoji", "Symbola", "Segoe UI Symbol"),
)


@dataclass(slots=True)
class Picture:
    """A finished picture, to be written to a file or shown in a notebook."""

    title: str
    figure: Figure

    def svg(self) -> str:
        """Return the picture as SVG, its words as text; the same picture gives the same SVG."""
        return self._saved("svg", {"Date": None, "Creator": "Stewards", "Title": self.title or "Picture"}).decode(
            "utf-8"
        )

    def png(self) -> bytes:
        """Return the picture as PNG, 200 dots an inch."""
        return self._saved("png", {"Software": "Stewards", "Title": self.title or "Picture"})

    def write(self, path: str | Path) -> None:
        """Write the picture to an ``.svg`` or ``.png`` file, which appears when it is complete.

        Raises :class:`RequestError` for another ending, and where the file cannot be written.
        """
        path = Path(path)
        form = path.suffix.lower()
        if form not in (".svg", ".png"):
            raise RequestError(f"{path.name}: a picture is an .svg or .png file")
        with draft_of(path) as draft:
            draft.write_bytes(self.svg().encode("utf-8") if form == ".svg" else self.png())

    def _saved(self, form: str, metadata: dict[str, Any]) -> bytes:
        stream = io.BytesIO()
        with style():
            self.figure.savefig(stream, format=form, dpi=_DOTS, metadata=metadata)
        return stream.getvalue()

    def _repr_svg_(self) -> str:
        return self.svg()


@contextmanager
def style() -> Iterator[None]:
    """Draw as all pictures are drawn."""
    settings: Any = {
        # By name: of a generic family, matplotlib takes the first font alone.
        "font.family": _families(),
        "font.size": TEXT,
        "text.color": INK,
        "text.parse_math": False,
        "axes.edgecolor": FAINT,
        "axes.labelcolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "hatch.linewidth": 0.6,
        "svg.fonttype": "none",
        "svg.hashsalt": "stewards",
    }
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        # A letter that no font has is drawn as a box, which says as much.
        warnings.filterwarnings("ignore", message="Glyph")
        yield


@cache
def _families() -> list[str]:
    names = set(font_manager.get_font_names())
    return ["DejaVu Sans", *(name for name in _MORE_FONTS if name in names), "sans-serif"]


def shown(value: object) -> str:
    """Return a value as words on one line, as far as they can be shown."""
    return printable(written(value))


@lru_cache(maxsize=10_000)
def width_of(words: str, size: float = TEXT) -> float:
    """Return how wide words are in letters of ``size`` points."""
    font = font_manager.FontProperties(family=_families(), size=size)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        width, _, _ = text_to_path.get_text_width_height_descent(words, font, ismath=False)
    return float(width) / 72


def fitting(text: object, width: float, size: float = TEXT) -> str:
    """Return a text on one line, cut where it would be wider than ``width`` in letters of ``size`` points."""
    words = shown(text)
    cells = 4 * max(_letters(width, size), 1)  # more than there is room for, of what may be very long
    if cell_len(words) <= cells and width_of(words, size) <= width:
        return words
    cuts = range(min(cells, cell_len(words)))
    room = bisect_right(cuts, width, key=lambda cut: width_of(_cut(words, cut), size))
    return _cut(words, max(room - 1, 0))


def _cut(words: str, cells: int) -> str:
    return set_cell_size(words, cells).rstrip() + "…"


def _letters(width: float, size: float) -> int:
    """Return about how many letters there is room for."""
    return int(width / (_LETTER * size / 72))


def sheet(
    width: float,
    height: float,
    title: str,
    subtitle: str,
    caption: str,
    left: float = MARGIN,
    right: float = MARGIN,
    below: float = 0,
) -> tuple[Picture, Axes]:
    """Return a picture with a title above and a caption below, and the axes in its middle.

    ``width`` is that of the whole sheet, ``height`` that of the axes alone. ``left``, ``right`` and ``below`` them is
    left free for words, and above them there is a line for a legend.
    """
    room = width - 2 * MARGIN
    lines = [*_wrapped(subtitle, room, TEXT)]
    notes = _wrapped(caption, room, SMALL)
    top = MARGIN + 0.28 + 0.17 * len(lines) + 0.08 + LEGEND
    bottom = MARGIN + 0.135 * len(notes) + 0.1 + below
    total = top + height + bottom
    figure = Figure(figsize=(width, total))
    axes = figure.add_axes((left / width, bottom / total, (width - left - right) / width, height / total))
    at = MARGIN / width
    figure.text(at, 1 - MARGIN / total, fitting(title, room, TITLE * _BOLD), size=TITLE, weight="bold", va="top")
    figure.text(at, 1 - (MARGIN + 0.28) / total, "\n".join(lines), size=TEXT, color=FAINT, va="top", linespacing=1.35)
    figure.text(at, MARGIN / total, "\n".join(notes), size=SMALL, color=FAINT, va="bottom", linespacing=1.3)
    return Picture(shown(title), figure), axes


def broken(text: object, width: float, rows: int, size: float = TEXT) -> str:
    """Return a text on at most so many lines."""
    lines = textwrap.wrap(shown(text), _letters(width, size))
    return "\n".join(fitting(line, width, size) for line in [*lines[: rows - 1], " ".join(lines[rows - 1 :])]).strip()


def _wrapped(text: str, width: float, size: float) -> list[str]:
    cells = _letters(width, size * 0.9)
    return [fitting(line, width, size * 0.9) for part in text.split("\n") for line in textwrap.wrap(part, cells)]


def time_axis(axes: Axes, first: str, last: str) -> None:
    """Let the horizontal axis run from just before one ISO day to another, with as many dates as there is room for."""
    begin, end = number(first), number(last)
    axes.set_xlim(begin - (end - begin) / 40, end)
    if end - begin <= _FEW_DAYS:  # else there would be hours
        axes.set_xticks([begin + day for day in range(int(end - begin))])
        axes.xaxis.set_major_formatter(dates.DateFormatter("%d %b %Y"))  # type: ignore[no-untyped-call]
        return
    locator = dates.AutoDateLocator(minticks=3, maxticks=12)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    formats = ["%Y", "%b %Y", "%d %b %Y", "%H:%M", "%H:%M", "%H:%M"]
    labels = dates.ConciseDateFormatter(  # type: ignore[no-untyped-call]
        locator, formats=formats, zero_formats=["", *formats[:5]], show_offset=False
    )
    axes.xaxis.set_major_formatter(labels)


def strip(axes: Axes, height: float, gap: float) -> Axes:
    """Return axes as wide as others, in the room that was left free below them."""
    left, bottom, width, _ = axes.get_position().bounds
    inch = 1 / size_of(axes)[1]
    return axes.figure.add_axes((left, bottom - (gap + height) * inch, width, height * inch))


def size_of(axes: Axes) -> tuple[float, float]:
    """Return the width and height of the sheet on which axes are."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    width, height = figure.get_size_inches()
    return float(width), float(height)


def number(day: str) -> float:
    """Return the place of an ISO day on a time axis."""
    return float(dates.date2num(date.fromisoformat(day)))  # type: ignore[no-untyped-call]
