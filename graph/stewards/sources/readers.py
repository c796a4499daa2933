"""Files of many kinds as plain data: lists, mappings and texts, with the place of each where the file tells it."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from stewards.errors import SourceError
from stewards.sources import markdown, reading
from stewards.sources.input import Input
from stewards.sources.reading import Lines, decode
from stewards.sources.xml_elements import load_xml
from stewards.values import name_key


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read. ``columns`` names the columns of a table without header, by position, or renames
    those of a table with one; ``carry`` lists columns whose blanks mean "as above"; ``heading`` is the Markdown heading
    below which rows stand, "" for the whole file."""

    kind: str
    columns: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    carry: tuple[str, ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds, and the function that tells the place of a mapping or list in it, "" when not known."""

    data: Any
    place: Callable[[object], str]
    #: The columns of a table; None for what is not a table.
    columns: tuple[str, ...] | None = None
    #: The place of the item at a position of a list.
    item_place: Callable[[object, int], str] = lambda items, position: ""


def _csv(source: Input, how: Reading) -> Content:
    return _table(reading.read_csv(source.data(), source.name), source, how)


def _tsv(source: Input, how: Reading) -> Content:
    """Tabs have no quoting: a quotation mark is a character like any other."""
    csv.field_size_limit(reading.LONGEST_FIELD)
    text = decode(source.data(), source.name)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE))
    except csv.Error as error:
        raise SourceError.single(source.name, f"is not a valid table: {error}") from None
    return _table(((line, row) for line, row in enumerate(rows, 1) if row), source, how)


def _markdown_table(source: Input, how: Reading) -> Content:
    """The tables below the heading that have the columns of the first; "X link" is what a cell of column X links to."""
    text = decode(source.data(), source.name)
    found = [table for table in markdown.tables(text) if _below(table.heading, how)]
    if not found:
        raise SourceError.single(source.name, f"has no table{f' below {how.heading!r}' if how.heading else ''}")
    first = found[0]
    rows = [(first.line, [name for title in first.header for name in (title, f"{title} link")])]
    for row in (row for table in found if table.header == first.header for row in table.rows):
        rows.append((row.line, [part for cell in row.cells for part in (markdown.plain(cell), _link(cell))]))
    return _table(iter(rows), source, how)


def _below(heading: str, how: Reading) -> bool:
    return not how.heading or name_key(heading) == name_key(how.heading)


def _link(text: str) -> str:
    return next((link.address for link in markdown.links(text)), "")


def _table(rows: Iterator[tuple[int, list[str]]], source: Input, how: Reading) -> Content:
    columns = how.columns or _header(next(rows, (1, [])), source, how)
    found: list[dict[str, str]] = []
    numbers: list[int] = []
    above = dict.fromkeys(how.carry, "")
    for line, row in rows:
        cells = [cell.strip() for cell in row]
        if any(cells[len(columns) :]):
            source.report(f"line {line}", f"the row has {len(cells)} fields, and the table has {len(columns)} columns")
            continue
        cells += [""] * (len(columns) - len(cells))
        entry = dict(zip(columns, cells, strict=False))
        for column in how.carry:
            entry[column] = above[column] = entry.get(column) or above[column]
        found.append(entry)
        numbers.append(line)
    return _numbered(found, numbers, columns)


def _numbered(rows: list[Any], numbers: list[int], columns: tuple[str, ...] | None) -> Content:
    """Return rows that each stand on a line. Rows are looked up by position first: a million need no index."""
    index: dict[int, int] = {}

    def place(row: object) -> str:
        if not index:
            index.update(zip(map(id, rows), numbers, strict=True))
        return f"line {index[id(row)]}" if id(row) in index else ""

    def item_place(items: object, position: int) -> str:
        return f"line {numbers[position]}" if items is rows else ""

    return Content(rows, place, columns, item_place)


def _header(first: tuple[int, list[str]], source: Input, how: Reading) -> tuple[str, ...]:
    titles = [title.strip() for title in first[1]]
    missing = [title for title in how.titles.values() if title not in titles]
    if missing:
        reason = f"has no column {missing[0]!r}: its columns are {', '.join(map(repr, titles)) or 'none'}"
        raise SourceError.single(source.name, reason, f"line {first[0]}")
    fields = {title: field for field, title in how.titles.items()}
    return tuple(fields.get(title, title) for title in titles)


def _yaml(source: Input, how: Reading) -> Content:
    data, lines = reading.load_yaml(source.data(), source.name)
    return _yaml_content(data, lines)


def _yaml_content(data: Any, lines: Lines) -> Content:
    return Content(data, lines.of, item_place=lines.of_item)


def _front_matter(source: Input, how: Reading) -> Content:
    """The YAML between the two lines of hyphens at the head of a Markdown file; lines keep their numbers."""
    head = decode(source.data(), source.name).split("\n")
    end = next((at for at, line in enumerate(head) if at and line.rstrip() in ("---", "...")), 0)
    if head[0].rstrip() != "---" or not end:
        raise SourceError.single(source.name, "has no front matter between two lines of ---", "line 1")
    data, lines = reading.load_yaml("\n".join(["", *head[1:end]]).encode(), source.name)
    return _yaml_content(data, lines)


def _json(source: Input, how: Reading) -> Content:
    data = reading.load_json(source.data(), source.name)
    return Content(data, _pointers(data))


def _json_lines(source: Input, how: Reading) -> Content:
    found: list[Any] = []
    numbers: list[int] = []
    for number, text in enumerate(decode(source.data(), source.name).split("\n"), 1):
        if not text.strip():
            continue
        try:
            entry = json.loads(text)
        except (ValueError, RecursionError) as error:
            source.report(f"line {number}", f"is not valid JSON: {error}")
            continue
        found.append(entry)
        numbers.append(number)
    return _numbered(found, numbers, None)


def _toml(source: Input, how: Reading) -> Content:
    try:
        data = tomllib.loads(decode(source.data(), source.name).replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SourceError.single(source.name, f"is not valid TOML: {error}") from None
    return Content(_dates_as_text(data), _pointers(data))


def _dates_as_text(value: Any) -> Any:
    """Dates stay text, as in YAML, so that all formats read them alike; mappings and lists keep their identity."""
    if isinstance(value, dict | list):
        for key, item in list(value.items() if isinstance(value, dict) else enumerate(value)):
            value[key] = _dates_as_text(item)
        return value
    return value.isoformat() if hasattr(value, "isoformat") else value


def _pointers(data: Any) -> Callable[[object], str]:
    """Return the JSON Pointer (RFC 6901) of each mapping and list, as these files do not tell lines."""
    found: dict[int, str] = {}
    stack = [(data, "")]
    while stack:
        value, pointer = stack.pop()
        if isinstance(value, dict | list):
            found[id(value)] = pointer
            items = value.items() if isinstance(value, dict) else enumerate(value)
            stack.extend((item, f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}") for key, item in items)
    return lambda value: found.get(id(value), "")


def _xml(source: Input, how: Reading) -> Content:
    data, lines = load_xml(source.data(), source.name)
    return Content(data, lines.of)


def _markdown_list(source: Input, how: Reading) -> Content:
    """The bullets below the heading: ``text``, ``link``, and ``level``, 0 for the outermost."""
    found: list[dict[str, Any]] = []
    numbers: list[int] = []
    indents = [-1]
    for bullet in markdown.bullets(decode(source.data(), source.name)):
        if not _below(bullet.heading, how):
            continue
        while indents[-1] >= bullet.indent:
            indents.pop()
        entry = {"text": markdown.plain(bullet.text), "link": _link(bullet.text), "level": len(indents) - 1}
        indents.append(bullet.indent)
        found.append(entry)
        numbers.append(bullet.line)
    if not found:
        raise SourceError.single(source.name, f"has no list{f' below {how.heading!r}' if how.heading else ''}")
    return _numbered(found, numbers, ("text", "link", "level"))


#: The kinds of file, each with its reader.
READERS: dict[str, Callable[[Input, Reading], Content]] = {
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "json-lines": _json_lines,
    "yaml": _yaml,
    "toml": _toml,
    "xml": _xml,
    "front-matter": _front_matter,
    "markdown-table": _markdown_table,
    "markdown-list": _markdown_list,
}
#: The kinds that are tables, with columns.
TABLES = frozenset(("csv", "tsv", "markdown-table"))


def read_content(source: Input, how: Reading) -> Content:
    """Return what a file holds; raise :class:`SourceError` when it is not of its kind."""
    return READERS[how.kind](source, how)


def file_place(locator: str, relative: str) -> str:
    """Return a place with the file it is in, where a source has many files."""
    return ", ".join(filter(None, (relative, locator)))
