"""Markdown as rosters use it: headings, tables, bullet lists and links, each with the line it stands on.

Code blocks and HTML comments are passed over. Tables and lists follow the GitHub dialect
(https://github.github.com/gfm/); a line that is bold throughout counts as a heading, for many minutes are written so.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from stewards.values import name_key

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(\S.*)")
# A remark in parentheses below a bold heading is no heading of its own.
_BOLD_LINE = re.compile(r"\s*\*\*([^*(][^*]*)\*\*\s*")
_RULE = re.compile(r"\s*+\|?\s*+:?-+:?\s*+(?:\|\s*+:?-+:?\s*+)*\|?\s*")
_BULLET = re.compile(r"(\s*)[*+-]\s+(?:\[([ xX])\]\s+)?(\S.*)")
_CELL_EDGE = re.compile(r"(?<!\\)\|")
_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(\s*+((?:[^()\s]|\([^()\s]*\))*+)[^()]*+\)")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()]*+\)")
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)[*_]|[*_](?!\w)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BOLD_LEVEL = 7


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as plain text; a bold line has level 7, below all others."""

    level: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class MarkdownRow:
    """A row of a table: its cells as written, as many as the table has columns."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class MarkdownTable:
    """A table: the heading above it ("" when there is none), its columns as plain text, and its rows."""

    heading: str
    header: tuple[str, ...]
    rows: tuple[MarkdownRow, ...]
    line: int

    def column(self, *names: str) -> int | None:
        """Return the position of the first column called by one of ``names``, whatever the case; None without one."""
        wanted = [name_key(name) for name in names]
        return next((at for at, title in enumerate(self.header) if name_key(title) in wanted), None)


@dataclass(frozen=True, slots=True)
class Bullet:
    """An item of a list: the heading above it, its indent in columns, its text as written.

    ``checked`` is True or False for an item of a task list, else None. A text that runs on over lines is cut at the
    end of the first.
    """

    heading: str
    indent: int
    text: str
    line: int
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class MarkdownLink:
    """A link: its text, plain, and its address."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    heading: str


def headings(text: str) -> Iterator[Heading]:
    """Yield the headings of a document in order."""
    for number, line in _visible(text):
        if heading := _read_heading(number, line):
            yield heading


def title(text: str) -> str:
    """Return the first heading of the highest level, "" when the document has none."""
    found = list(headings(text))
    return min(found, key=lambda heading: heading.level).text if found else ""


def tables(text: str) -> Iterator[MarkdownTable]:
    """Yield the tables of a document in order."""
    lines = list(_lines(text))
    at = 0
    while at + 1 < len(lines):
        header = lines[at]
        if not _begins_table(lines, at):
            at += 1
            continue
        at += 2
        rows: list[_Line] = []
        while at < len(lines) and "|" in lines[at].text and _continues(lines, at, first=not rows):
            rows.append(lines[at])
            at += 1
        columns = tuple(plain(cell) for cell in _cells(header.text))
        found = tuple(MarkdownRow(_fit(_cells(row.text), len(columns)), row.number) for row in rows)
        yield MarkdownTable(header.heading, columns, found, header.number)


def _begins_table(lines: list[_Line], at: int) -> bool:
    header, rule = lines[at : at + 2] if at + 1 < len(lines) else (lines[at], lines[at])
    below = rule.number == header.number + 1
    return below and "|" in header.text and "|" in rule.text and _RULE.fullmatch(rule.text) is not None


def _continues(lines: list[_Line], at: int, *, first: bool) -> bool:
    """Return whether a line goes on with a table; before the first row, empty lines occur in real files."""
    above, line = lines[at - 1], lines[at]
    if line.number == above.number + 1:
        return True
    whole = line.text.lstrip().startswith("|") and line.heading == above.heading
    return first and whole and not _begins_table(lines, at)


def bullets(text: str) -> Iterator[Bullet]:
    """Yield the items of all unnumbered lists of a document in order."""
    for line in _lines(text):
        if match := _BULLET.fullmatch(line.text):
            indent, box, words = match.groups()
            checked = box in ("x", "X") if box else None
            yield Bullet(line.heading, len(indent.expandtabs(4)), words.strip(), line.number, checked)


def links(text: str) -> list[MarkdownLink]:
    """Return the links in a piece of text; images are none."""
    return [MarkdownLink(plain(match[1]), match[2]) for match in _LINK.finditer(_IMAGE.sub("", text))]


def plain(text: str) -> str:
    """Return text without marks: links become their text, images and HTML go, escapes and entities are resolved."""
    words = _TAG.sub(" ", _IMAGE.sub("", text))
    words = _EMPHASIS.sub("", _LINK.sub(r"\1", words))
    return " ".join(html.unescape(_ESCAPED.sub(r"\1", words)).split())


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines that are no headings and not empty, each with the heading above it."""
    above = ""
    for number, line in _visible(text):
        if heading := _read_heading(number, line):
            above = heading.text
        elif line.strip():
            yield _Line(number, line, above)


def _visible(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line with its number, without code blocks and comments."""
    text = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        elif mark:
            fence = mark[1]
        else:
            yield number, line.rstrip("\r")


def _read_heading(number: int, line: str) -> Heading | None:
    if match := _HEADING.fullmatch(line):
        return Heading(len(match[1]), plain(match[2].rstrip("# ")), number)
    if match := _BOLD_LINE.fullmatch(line):
        return Heading(_BOLD_LEVEL, plain(match[1]), number)
    return None


def _cells(line: str) -> list[str]:
    cells = [cell.strip().replace("\\|", "|") for cell in _CELL_EDGE.split(line.strip())]
    if cells and not cells[0]:
        cells = cells[1:]
    return cells[:-1] if cells and not cells[-1] else cells


def _fit(cells: list[str], width: int) -> tuple[str, ...]:
    return tuple((cells + [""] * width)[:width])
