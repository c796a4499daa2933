"""What a terminal shows: rows as wide as it is, and the list of questions. Text that comes in is printable already."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from stewards.asking.questions import Question

#: Columns up to this width (dates, certainty) keep it in a narrow terminal; wider ones are cut: a row is one line.
NARROW = 14
#: What is left of a wide column, at the least.
LEAST = 8
#: The space between two columns.
GAP = 3
#: How wide a terminal is taken to be where there is none.
USUAL = 120


class _Kept(io.StringIO):
    """Standard output that is kept instead of shown."""


def console() -> Console:
    """Return a console that is as wide as the terminal, or as wide as the rows when a file or program reads them."""
    from rich.console import Console

    kept = isinstance(sys.stdout, _Kept)
    width = shutil.get_terminal_size((USUAL, 24)).columns if kept else None if sys.stdout.isatty() else 10_000
    return Console(highlight=False, width=width, force_jupyter=False)


def as_text(show: Callable[[], None]) -> str:
    """Return what ``show`` prints, as it would stand in the terminal, without colours."""
    with redirect_stdout(_Kept()) as kept:
        show()
    return kept.getvalue().rstrip("\n")


def print_rows(titles: Sequence[str], rows: Sequence[Sequence[str]], *, whole: bool = False) -> None:
    """Print rows of printable texts as wide as the terminal: a row is one line, unless the ``whole`` is wanted."""
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    screen = console()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    widths = [max(cell_len(text) for text in (title, *(row[i] for row in rows))) for i, title in enumerate(titles)]
    for title, width in zip(titles, _fitted(widths, screen.width - GAP * (len(widths) - 1)), strict=True):
        table.add_column(title, no_wrap=not whole, width=width, overflow="fold" if whole else "ellipsis")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    with screen.capture() as drawn:
        screen.print(table)
    print("\n".join(line.rstrip() for line in drawn.get().splitlines()))


def _fitted(widths: Sequence[int], room: int) -> list[int]:
    """Return column widths that fit into a line: the widest give way first, dates and other narrow ones never."""
    fitted = list(widths)
    while sum(fitted) > room:
        wide = [index for index, width in enumerate(widths) if width > NARROW and fitted[index] > LEAST]
        if not wide:
            break
        fitted[max(wide, key=lambda index: fitted[index])] -= 1
    return fitted


def print_questions(questions: Sequence[Question]) -> None:
    """Print the question library for people: by who asks, each question with how to write it and an example."""
    from click import echo, style  # which the command line has loaded; rich takes as long as all the rest

    from stewards.asking.questions import AUDIENCES

    for audience, title in AUDIENCES.items():
        echo(style(f"{title}\n", bold=True))
        for question in (question for question in questions if question.audience == audience):
            echo(f"  {style(question.usage, bold=True)}  {question.asks}")
            echo(style(f"      stewards ask {question.example}", dim=True))
        echo()
