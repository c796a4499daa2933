"""Answers: rows of values with the evidence for each row."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stewards.errors import RequestError

if TYPE_CHECKING:
    import networkx
    import pandas

    from stewards.network import Network


@dataclass(frozen=True, slots=True, order=True)
class EntityValue:
    """An entity in an answer: the name to show and the IRI that is meant."""

    label: str
    iri: str

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A passage that supports a row: the document's title and IRI, the place in it, the date it speaks for."""

    source: str
    locator: str
    as_of: str = ""
    url: str = ""
    quote: str = ""
    document: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return the passage as plain data; empty parts are left out, the three that are always given excepted."""
        parts = {"source": self.source, "locator": self.locator, "as_of": self.as_of}
        parts |= {"url": self.url, "quote": self.quote, "document": self.document}
        return {key: value for key, value in parts.items() if value or key in ("source", "locator", "as_of")}


Value = EntityValue | str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer: its name for machines and its title for people."""

    name: str
    title: str


#: Columns that every dated question ends with.
DATED_COLUMNS = (
    Column("since", "Since"),
    Column("until", "Until"),
    Column("last_confirmed", "Last confirmed"),
    Column("certainty", "Certainty"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its values by column, the evidence for it, and the situations it rests on."""

    values: Mapping[str, Value]
    evidence: tuple[Evidence, ...] = ()
    nodes: tuple[str, ...] = ()


@dataclass(slots=True)
class Answer:
    """What a question gives. No rows means that nothing is known, never "no"."""

    question: str
    title: str
    parameters: dict[str, str]
    columns: tuple[Column, ...]
    records: list[Row]
    notes: list[str] = field(default_factory=list)
    #: Draws the answer; set by the graph that gave it.
    draw: Callable[[], Network] | None = None

    @property
    def rows(self) -> list[dict[str, Value]]:
        """The rows as dictionaries, evidence left out."""
        return [dict(row.values) for row in self.records]

    @property
    def evidence(self) -> list[tuple[Evidence, ...]]:
        """The evidence for each row, in the order of the rows."""
        return [row.evidence for row in self.records]

    def __len__(self) -> int:
        return len(self.records)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data, in the form the command line prints as JSON."""
        content: dict[str, Any] = {
            "question": self.question,
            "title": self.title,
            "parameters": self.parameters,
            "columns": [{"name": column.name, "title": column.title} for column in self.columns],
            "rows": [
                {name: _plain(value) for name, value in row.values.items()}
                | {"evidence": [passage.to_dict() for passage in row.evidence]}
                for row in self.records
            ],
        }
        return content | ({"notes": self.notes} if self.notes else {})

    def to_json(self) -> str:
        """Return :meth:`to_dict` as text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a data frame of texts and numbers, with the number of passages of evidence."""
        import pandas

        rows = [
            {name: str(value) if isinstance(value, EntityValue) else value for name, value in row.values.items()}
            | {"evidence": len(row.evidence)}
            for row in self.records
        ]
        return pandas.DataFrame(rows, columns=[*(column.name for column in self.columns), "evidence"])

    def network(self) -> Network:
        """Return the answer's entities and the situations between them as a network."""
        if self.draw is None:
            raise RequestError("this answer has no graph behind it to draw from: ask it of a graph")
        return self.draw()

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Return :meth:`network` as a networkx graph."""
        return self.network().to_networkx()

    def view(self) -> str:
        """Return :meth:`network` as a self-contained HTML page."""
        from stewards.view import render

        return render(self.network())

    def _repr_html_(self) -> str:
        from stewards.tables import to_html

        return to_html(self)


def _plain(value: Value) -> object:
    return {"label": value.label, "iri": value.iri} if isinstance(value, EntityValue) else value
