"""Answers: rows of values with the evidence for each row."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from stewards.errors import RequestError

if TYPE_CHECKING:
    import networkx
    import pandas

    from stewards.networks.network import Network
    from stewards.views.page import Page


@dataclass(frozen=True, slots=True, order=True)
class EntityValue:
    """An entity in an answer: the name to show and the IRI that is meant."""

    label: str
    iri: str

    def __str__(self) -> str:
        return self.label


class Evidence(NamedTuple):
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


Value = EntityValue | tuple[EntityValue, ...] | str | int | float | None


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
    """One row: its values by column, the situations it rests on, and the evidence for it.

    Where the evidence is that of the situations, it is left out and read when it is asked for. ``needed`` is how many
    of the first situations must hold for the row to be there.
    """

    values: Mapping[str, Value]
    evidence: tuple[Evidence, ...] = ()
    nodes: tuple[str, ...] = ()
    needed: int = 0


#: What is said of an answer as a whole, by name: numbers, texts, or pairs of bounds.
Figures = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Findings:
    """What a question finds: rows, remarks for below the table, a sentence for above it, figures on the whole.

    ``titles`` are columns' titles that only this answer knows, such as the names of what is compared.
    """

    rows: list[Row]
    notes: list[str] = field(default_factory=list)
    sentence: str = ""
    figures: Figures = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, repr=False)
class Answer:
    """What a question gives. No rows means that nothing is known, never "no"."""

    question: str
    title: str
    parameters: dict[str, str]
    columns: tuple[Column, ...]
    #: The rows, not yet with their evidence; see :attr:`records`.
    found: list[Row]
    notes: list[str] = field(default_factory=list)
    #: The answer in words.
    sentence: str = ""
    figures: Figures = field(default_factory=dict)
    #: Draws the answer, or, given True, what a view shows; set by the graph that gave it.
    draw: Callable[[bool], Network] | None = None
    #: Reads the evidence of rows that were left without it.
    cite: Callable[[list[Row]], list[Row]] | None = None

    @property
    def rows(self) -> list[dict[str, Value]]:
        """The rows as dictionaries, evidence left out."""
        return [dict(row.values) for row in self.found]

    @property
    def evidence(self) -> list[tuple[Evidence, ...]]:
        """The evidence for each row, in the order of the rows."""
        return [row.evidence for row in self.records]

    @property
    def records(self) -> list[Row]:
        """The rows with their evidence, which is read the first time."""
        if self.cite:
            self.found, self.cite = self.cite(self.found), None
        return self.found

    def __len__(self) -> int:
        return len(self.found)

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
        more = {"sentence": self.sentence, "figures": dict(self.figures), "notes": self.notes}
        return content | {name: value for name, value in more.items() if value}

    def to_json(self) -> str:
        """Return :meth:`to_dict` as text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a data frame of texts and numbers, with the number of passages of evidence."""
        import pandas

        rows = [
            {name: shown(value) for name, value in row.values.items()} | {"evidence": len(row.evidence)}
            for row in self.records
        ]
        return pandas.DataFrame(rows, columns=[*(column.name for column in self.columns), "evidence"])

    def network(self, whole: bool = False) -> Network:
        """Return the answer's entities and the situations between them as a network.

        ``whole`` adds what a view holds beside: the same at other times, and what lies around.
        """
        if self.draw is None:
            raise RequestError("this answer has no graph behind it to draw from: ask it of a graph")
        return self.draw(whole)

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Return :meth:`network` as a networkx graph."""
        return self.network().to_networkx()

    def view(self) -> Page:
        """Return a page that draws :meth:`network`, at other times as well, and shows itself in a notebook."""
        return self.network(whole=True).view()

    def __repr__(self) -> str:
        from stewards.commands.tables import answer_text

        return answer_text(self)

    def _repr_html_(self) -> str:
        from stewards.markup import answer_markup

        return answer_markup(self)


def shown(value: Value) -> str | int | float | None:
    """Return a value as people read it: entities by their names."""
    if isinstance(value, tuple):
        return ", ".join(entity.label for entity in value)
    return value.label if isinstance(value, EntityValue) else value


def _plain(value: Value) -> object:
    if isinstance(value, tuple):
        return [_plain(entity) for entity in value]
    return {"label": value.label, "iri": value.iri} if isinstance(value, EntityValue) else value
