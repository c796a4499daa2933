"""Answers, cards, tables and pages as HTML for a notebook; every text in them is escaped.

Nothing here sets a colour: a notebook, light or dark, sets its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from markupsafe import Markup

from stewards.asking.answers import Answer, Column, EntityValue, Evidence, Row, Value
from stewards.commands.tables import cite, figures, heading, left_out, printable, shortened, shown_columns
from stewards.terms import Table
from stewards.values import is_web_address

if TYPE_CHECKING:
    from stewards.cards import Card, CardLine

T = TypeVar("T")

#: How many rows a notebook shows; a longer table says how many it leaves out.
MOST_ROWS = 200
#: How tall the frame of a page is, in pixels: the legend, the drawing and the time bar below it are all in sight.
FRAME_HEIGHT = 800
#: Notebooks put the cells of a table to the right, which suits numbers and no sentence.
_STYLE = Markup(
    "<style>table.stewards th, table.stewards td { text-align: left !important; vertical-align: top }"
    " table.stewards td.number { text-align: right !important } table.stewards summary { cursor: pointer }</style>"
)
_FRAME = Markup(
    '<iframe title="{}" srcdoc="{}" sandbox="allow-scripts allow-downloads" allow="fullscreen"'
    ' style="width: 100%; height: {}px; border: 0"></iframe>'
)


def answer_markup(answer: Answer) -> str:
    """Return an answer as a table, with a heading above it and the evidence beside each row."""
    columns, constant = shown_columns(answer)
    said = " · ".join(f"{title}: {value}" for title, value in constant)
    lines = _joined("<p>{}</p>", (printable(line) for line in (answer.sentence, figures(answer), said) if line))
    titles = [*(column.title for column in columns), "Evidence"]
    table = _table(titles, answer.records, lambda row: _row(columns, row))
    notes = _joined("<p><em>{}</em></p>", map(printable, answer.notes))
    return Markup("<h4>{}</h4>{}{}{}").format(heading(answer), lines, table, notes)


def card_markup(card: Card) -> str:
    """Return a card: what is known of the entity itself, then what it takes part in, by kind."""
    head = Markup("<h4>{} ({})</h4>").format(printable(card.label), card.kind)
    facts = [(title, _separated(map(_linked, values))) for title, values in card.properties.items()]
    facts.append(("evidence", _passages(card.evidence)))
    own = _table(["What", "Known"], [fact for fact in facts if fact[1]], lambda fact: _cells(fact))
    by_kind = groupby(card.lines, key=lambda line: line.group)
    return head + own + Markup("").join(_group(kind, list(lines)) for kind, lines in by_kind)


def table_markup(table: Table) -> str:
    """Return what a query found as a table."""
    return _table(table.columns, table.rows, lambda row: _cells(map(_term, row)))


def frame(page: str, title: str) -> str:
    """Return a page in a frame of its own, where its scripts reach neither the notebook nor the network."""
    return _FRAME.format(printable(title), page, FRAME_HEIGHT)


def _row(columns: Sequence[Column], row: Row) -> Markup:
    return _cells([*(_value(row.values.get(column.name)) for column in columns), _passages(row.evidence)])


def _group(kind: str, lines: Sequence[CardLine]) -> Markup:
    def row(line: CardLine) -> Markup:
        dates = (line.since, line.until, line.last_confirmed)
        return _cells([printable(line.sentence), *dates, _passages(line.evidence)])

    titles = [kind.capitalize(), "Since", "Until", "Last confirmed", "Evidence"]
    return _table(titles, lines, row)


def _table(titles: Sequence[str], rows: Sequence[T], row: Callable[[T], Markup]) -> Markup:
    """Return the first of some rows as a table, with a line below it on those left out."""
    head = _joined('<th scope="col">{}</th>', map(printable, titles))
    body = Markup("").join(map(row, rows[:MOST_ROWS]))
    left = len(rows) - MOST_ROWS
    more = Markup("<p><em>{}</em></p>").format(left_out(left)) if left > 0 else Markup("")
    table = '<table class="stewards"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}'
    return _STYLE + Markup(table).format(head, body, more)


def _cells(values: Iterable[Markup | str | int | float]) -> Markup:
    return Markup("<tr>{}</tr>").format(Markup("").join(map(_cell, values)))


def _cell(value: Markup | str | int | float) -> Markup:
    is_number = isinstance(value, int | float)
    return Markup('<td class="number">{}</td>' if is_number else "<td>{}</td>").format(value)


def _value(value: Value) -> Markup | str | int | float:
    """Return a value as people read it; the name of an entity tells its IRI to whoever points at it."""
    if isinstance(value, tuple):
        return Markup(", ").join(map(_entity, value))
    if isinstance(value, EntityValue):
        return _entity(value)
    return value if isinstance(value, int | float) else "" if value is None else printable(value)


def _entity(value: EntityValue) -> Markup:
    return Markup('<span title="{}">{}</span>').format(value.iri, printable(value.label))


def _term(term: object) -> str:
    return "" if term is None else printable(shortened(term))


def _passages(passages: Sequence[Evidence]) -> Markup:
    """Return passages as links: one as it is, several behind their number."""
    lines = list(dict.fromkeys(map(_passage, passages)))
    if len(lines) < 2:
        return Markup("").join(lines)
    count = Markup("<details><summary>{} passages</summary>{}</details>")
    return count.format(len(lines), Markup("<br>").join(lines))


def _passage(passage: Evidence) -> Markup:
    return _link(passage.url, cite(passage))


def _linked(text: str) -> Markup:
    return _link(text, printable(text))


def _link(address: str, text: str) -> Markup:
    """Return a text as a link where the address is one of the web, and only then."""
    if not is_web_address(address):
        return Markup("{}").format(text)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(address, text)


def _separated(parts: Iterable[Markup]) -> Markup:
    return Markup(" · ").join(parts)


def _joined(form: str, texts: Iterable[str]) -> Markup:
    return Markup("").join(Markup(form).format(text) for text in texts)
