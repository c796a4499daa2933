"""Answers read as the engine writes them; rows in TSV (SPARQL 1.1 Query Results CSV and TSV Formats, section 4).

The engine writes a whole answer as text several times faster than it hands over one object a term.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from stewards.namespaces import XSD
from stewards.terms import Blank, Iri, Result, Rows, Stream, Table, Term, Text, Triples

#: What a written answer is, by its first byte. The first line is never a row, nor a triple.
ROWS, TRIPLES, YES, NO = b"r", b"t", b"y", b"n"
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_STRING = XSD + "string"
#: So many terms are kept, some 20 MB.
_KEPT = 100_000


def read_answer(kind: bytes, data: bytes) -> Result:
    """Return what a query gives, of what it is and its rows or triples as the engine writes them."""
    if kind == ROWS:
        return read_tsv(data)
    return Triples(data.decode()) if kind == TRIPLES else kind == YES


def stream_answer(stream: IO[bytes]) -> Stream:
    """Return what a query gives, read from what it is and the rest; rows are read when they are wanted."""
    kind = stream.read(1)
    if kind == ROWS:
        return stream_tsv(stream)
    with stream:
        return Triples(stream.read().decode().removeprefix("\n")) if kind == TRIPLES else kind == YES


def read_tsv(data: bytes) -> Table:
    """Return the rows that a TSV document holds; a term that is itself a triple is given as its text."""
    head, _, body = data.decode().partition("\n")
    assert not body or body.endswith("\n")
    if not head:
        return Table((), [()] * body.count("\n"))
    columns = _columns(head)
    tokens = body.replace("\n", "\t").split("\t")[:-1]
    terms = map(_TERMS.__getitem__, tokens)  # without a step of Python's for each, which would be half of all time
    return Table(columns, list(zip(*[terms] * len(columns), strict=True)))


def stream_tsv(stream: IO[bytes]) -> Rows:
    """Return the rows that a TSV document holds, each read when it is wanted; the stream is closed in the end."""
    lines = _lines(stream)
    head = next(lines)
    if not head:
        return Rows((), (() for _ in lines))
    return Rows(_columns(head), (tuple([_TERMS[token] for token in line.split("\t")]) for line in lines))


def _lines(stream: IO[bytes]) -> Iterator[str]:
    with stream:
        for line in stream:
            yield line.decode().removesuffix("\n")


def _columns(head: str) -> tuple[str, ...]:
    return tuple(head[1:].split("\t?"))


class _Terms(dict[str, Term | None]):
    """The terms that were read lately, of whatever query: most stand in many rows, and in many answers."""

    def __missing__(self, token: str) -> Term | None:
        if len(self) > _KEPT:
            self.clear()
        term = self[token] = _term(token) if token else None
        return term


_TERMS = _Terms()


def _term(token: str) -> Term:
    if token[0] == "<" and not token.startswith("<<"):
        return Iri(token[1:-1])
    if token[0] == '"' and (literal := _LITERAL.fullmatch(token)):
        value, language, datatype = literal.groups()
        if "\\" in value:
            value = _ESCAPE.sub(lambda escape: _ESCAPED.get(escape[1], escape[1]), value)
        return Text(value, "" if datatype in (None, _STRING) else datatype, language or "")
    if token.startswith("_:"):
        return Blank(token[2:])
    return Text(token, _abbreviated(token))


def _abbreviated(token: str) -> str:
    """Return the datatype of a literal that the format writes without quotation marks, "" when it is none."""
    if token in ("true", "false"):
        return XSD + "boolean"
    if re.fullmatch(r"[+-]?\d+", token):
        return XSD + "integer"
    return XSD + ("double" if "e" in token.lower() else "decimal") if re.fullmatch(r"[+-]?[\d.eE+-]+", token) else ""
