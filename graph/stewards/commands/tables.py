"""Answers and cards as text and tables: for a terminal, a spreadsheet, another program."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from textwrap import indent
from typing import TYPE_CHECKING

from stewards.asking.answers import DATED_COLUMNS, Answer, Column, Evidence, Row, shown
from stewards.commands import terminal
from stewards.namespaces import shorten
from stewards.terms import Iri, Table
from stewards.values import TURNING

if TYPE_CHECKING:
    from stewards.cards import Card

#: How many rows stand in the text by which Python shows an answer, a card or a table.
MOST_LINES = 60
#: What a terminal cannot show, or would obey, in a name that a stranger wrote.
_CONTROLS = dict.fromkeys((*range(0x20), 0x7F, *range(0x80, 0xA0))) | TURNING
#: How a cell begins that a spreadsheet may run as a formula; the page of a view has the same rule.
_FORMULA = re.compile(r"[\s\ufeff]*[=+\-@\t\r]")


def printable(text: object) -> str:
    """Return a text without control characters, on one line."""
    return " ".join(str(text).split()).translate(_CONTROLS)


def shown_columns(answer: Answer) -> tuple[list[Column], list[tuple[str, str]]]:
    """Return the columns to show, and those that hold one value throughout, which are said once above the table."""
    dated = {column.name for column in DATED_COLUMNS}
    varying, constant = [], []
    for index, column in enumerate(answer.columns):
        values = {row.values.get(column.name) for row in answer.found}
        if values == {None}:
            continue
        if index and len(values) == 1 and len(answer) > 1 and column.name not in dated:
            constant.append((column.title, printable(shown(values.pop()))))
        else:
            varying.append(column)
    return varying, constant


def _cells(columns: Sequence[Column], records: Sequence[Row]) -> list[list[str]]:
    return [
        [printable(value) if (value := shown(row.values.get(column.name))) is not None else "" for column in columns]
        for row in records
    ]


def cite(passage: Evidence) -> str:
    """Return a passage in one line: document, place, date."""
    date = f", as of {passage.as_of}" if passage.as_of and passage.as_of not in passage.source else ""
    return printable(f"{passage.source}, {passage.locator}{date}")


def heading(answer: Answer) -> str:
    """Return the question that stands above a table, with the number of rows."""
    number = len(answer)
    rows = f"{number:,} rows." if number > 1 else "1 row." if number else "" if answer.sentence else "Nothing is known."
    return printable(f"{answer.title} {rows}")


def print_table(answer: Answer, *, evidence: bool = False, whole: bool = False, most: int | None = None) -> None:
    """Print an answer for people, as wide as the terminal; the evidence for each row below.

    A row is one line, and what does not fit is cut, unless the ``whole`` is wanted. ``most`` is how many rows to print.
    """
    from rich.text import Text

    console = terminal.console()
    console.print(Text(heading(answer), style="bold"))
    for line in filter(None, (answer.sentence, figures(answer))):
        console.print(Text(printable(line)), soft_wrap=True)
    columns, constant = shown_columns(answer)
    if constant:
        console.print(Text(" · ".join(f"{title}: {value}" for title, value in constant), style="dim"))
    rows = _cells(columns, answer.found[:most])
    if rows:
        terminal.print_rows([column.title for column in columns], rows, whole=whole)
    if len(rows) < len(answer):
        console.print(Text(left_out(len(answer) - len(rows)), style="italic"))
    for cells, row in zip(rows, answer.records[:most], strict=True) if evidence else ():
        console.print(Text(f"\n{', '.join(filter(None, cells[:2]))}"))
        for line in dict.fromkeys(line for passage in row.evidence for line in _reference(passage)):
            console.print(Text(line, style="dim"), soft_wrap=True)
    if evidence and answer.notes:
        console.print()
    for note in answer.notes:
        console.print(Text(printable(note), style="italic"))


def figures(answer: Answer) -> str:
    """Return the figures on the whole of an answer in one line."""
    return " · ".join(f"{name.replace('_', ' ')}: {_figure(value)}" for name, value in answer.figures.items())


def _figure(value: object) -> str:
    if isinstance(value, dict):
        low, high = (_figure(value[end]) for end in ("low", "high"))
        return low if low == high else f"{low} to {high}"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _reference(passage: Evidence) -> list[str]:
    """Return a passage in one line, and its address in another."""
    return [f"  {cite(passage)}", *([f"    {printable(passage.url)}"] if passage.url else [])]


def print_rows(titles: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print any rows for people."""
    terminal.print_rows(titles, [[printable("" if cell is None else cell) for cell in row] for row in rows])


class _Lines:
    """Hands back what is written to it, a line that ends as lines do here."""

    def write(self, text: str) -> str:
        return text.removesuffix("\r\n") + "\n"


def to_csv(titles: Sequence[str], rows: Iterable[Sequence[object]], delimiter: str = ",") -> Iterator[str]:
    """Yield rows as CSV or TSV; a cell that a spreadsheet would run as a formula is preceded by an apostrophe."""
    # Only where lines end in "\r\n" are cells quoted that hold a "\r", at which spreadsheets begin a new row.
    line: Callable[[Sequence[str]], str] = csv.writer(_Lines(), delimiter=delimiter, lineterminator="\r\n").writerow
    yield line(titles)
    for row in rows:
        yield line([_harmless("" if cell is None else str(cell)) for cell in row])


def _harmless(cell: str) -> str:
    number = cell.lstrip("+-").replace(".", "").isdigit()
    return f"'{cell}" if _FORMULA.match(cell) and not number else cell


def to_markdown(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield rows as a Markdown table."""

    def line(cells: Sequence[object]) -> str:
        return (
            "| "
            + " | ".join(escape(printable("" if c is None else c), quote=False).replace("|", "\\|") for c in cells)
            + " |\n"
        )

    yield line(titles) + "|" + " --- |" * len(titles) + "\n"
    yield from map(line, rows)


def _to_json(names: Sequence[str], titles: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    columns = [{"name": name, "title": title} for name, title in zip(names, titles, strict=True)]
    yield json.dumps({"columns": columns}, ensure_ascii=False, indent=2).removesuffix("\n}") + ',\n  "rows": ['
    between = "\n"
    for row in rows:
        text = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, indent=2)
        yield between + indent(text, "    ")
        between = ",\n"
    yield ("" if between == "\n" else "\n  ") + "]\n}\n"


def left_out(number: int) -> str:
    """Return what a table says of the rows that it does not show."""
    return f"{number:,} more {'row is' if number == 1 else 'rows are'} not shown here."


def shortened(cell: object) -> object:
    """Return an IRI as it would be written in a query: with its prefix, where that is allowed."""
    short = shorten(cell) if isinstance(cell, Iri) else ""
    return short if re.fullmatch(r"[\w-]+:\w[\w-]*", short) else cell


def _passages(row: Row) -> str:
    return " · ".join(map(cite, row.evidence))


def answer_text(answer: Answer) -> str:
    """Return an answer as it is printed, its first rows only if they are many."""
    return terminal.as_text(lambda: print_table(answer, most=MOST_LINES))


def card_text(card: Card) -> str:
    """Return a card as it is printed, its first lines only if they are many."""
    return terminal.as_text(lambda: print_card(card, "table", most=MOST_LINES))


def table_text(table: Table) -> str:
    """Return what a query found as it is printed, its first rows only if they are many."""
    rows = [[shortened(cell) for cell in row] for row in table.rows[:MOST_LINES]]
    text = terminal.as_text(lambda: print_rows(table.columns, rows))
    return text if len(rows) == len(table.rows) else f"{text}\n{left_out(len(table.rows) - len(rows))}"


def print_card(card: Card, form: str, *, most: int | None = None) -> None:
    """Print a card: what is known of the entity, then what it takes part in, ``most`` lines of it."""
    rows = [(line.sentence, line.since, line.until, line.last_confirmed) for line in card.lines[:most]]
    titles = ("What", "Since", "Until", "Last confirmed")
    if form == "table":
        terminal.console().print(
            f"{printable(card.label)} ({card.kind})\n{printable(card.iri)}", markup=False, style="bold"
        )
        for title, values in card.properties.items():
            terminal.console().print(f"  {title}: {' · '.join(map(printable, values))}", markup=False, soft_wrap=True)
        print()
    write_rows(("what", "since", "until", "last_confirmed"), titles, rows, form)
    if len(rows) < len(card.lines):
        print(left_out(len(card.lines) - len(rows)))


def write(answer: Answer, form: str, *, evidence: bool = False, whole: bool = False) -> None:
    """Print an answer in one of the forms of :data:`FORMS`."""
    if form == "json":
        print(answer.to_json())
    elif form == "table":
        print_table(answer, evidence=evidence, whole=whole)
    else:
        names = [column.name for column in answer.columns]
        values = [[*(shown(row.values.get(name)) for name in names), _passages(row)] for row in answer.records]
        sys.stdout.writelines(_WRITERS[form]([*names, "evidence"], values))


def write_rows(names: Sequence[str], titles: Sequence[str], rows: Iterable[Sequence[object]], form: str) -> None:
    """Print rows that are not an answer (sources, search results) in one of the forms, one by one but for a table."""
    if form == "table":
        print_rows(titles, list(rows))
    elif form == "json":
        sys.stdout.writelines(_to_json(names, titles, rows))
    else:
        sys.stdout.writelines(_WRITERS[form](names, rows))


_WRITERS: dict[str, Callable[[Sequence[str], Iterable[Sequence[object]]], Iterator[str]]] = {
    "csv": to_csv,
    "tsv": lambda names, rows: to_csv(names, rows, "\t"),
    "md": to_markdown,
}
#: The forms in which every command prints rows.
FORMS = ("table", "json", *_WRITERS)
