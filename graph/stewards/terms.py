"""What a query gives back, free of any RDF library: texts that know whether they are an IRI or a literal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stewards.namespaces import XSD

if TYPE_CHECKING:
    import pandas


class Iri(str):
    """An IRI."""

    __slots__ = ()


class Blank(str):
    """The label of a blank node, good within one answer."""

    __slots__ = ()


class Text(str):
    """A literal: its text, with ``datatype`` (an IRI, "" for a plain string) and ``language``."""

    __slots__ = ("datatype", "language")
    datatype: str
    language: str

    def __new__(cls, value: str, datatype: str = "", language: str = "") -> Text:
        """Make a literal of a text."""
        text = super().__new__(cls, value)
        text.datatype, text.language = datatype, language
        return text


Term = Iri | Blank | Text

_NUMBERS: dict[str, type[int] | type[float]] = {
    XSD + "integer": int,
    XSD + "decimal": float,
    XSD + "double": float,
    XSD + "float": float,
}


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """The rows of a SELECT query; an unbound variable is None."""

    columns: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]

    def dicts(self) -> list[dict[str, Term | None]]:
        """Return the rows by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a data frame of texts and, where a literal is one, numbers."""
        import pandas

        return pandas.DataFrame([[_plain(term) for term in row] for row in self.rows], columns=list(self.columns))

    def __repr__(self) -> str:
        from stewards.commands.tables import table_text

        return table_text(self)

    def _repr_html_(self) -> str:
        from stewards.markup import table_markup

        return table_markup(self)


def _plain(term: Term | None) -> str | int | float | None:
    if isinstance(term, Text) and (read := _NUMBERS.get(term.datatype)):
        return read(term)
    return None if term is None else str(term)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a SELECT query one after another, to be read once; only then is it known that all have come."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Term | None, ...]]

    def table(self) -> Table:
        """Return all rows at once."""
        return Table(self.columns, list(self.rows))


@dataclass(frozen=True, slots=True)
class Triples:
    """The result of a CONSTRUCT or DESCRIBE query, as N-Triples text."""

    text: str


#: What a query gives: rows, a yes or no, or triples.
Result = Table | bool | Triples
#: The same, rows as they come.
Stream = Rows | bool | Triples


def whole(found: Stream) -> Result:
    """Return what a query gives, all rows at once."""
    return found.table() if isinstance(found, Rows) else found
