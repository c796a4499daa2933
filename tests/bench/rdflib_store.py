"""rdflib in memory as a store, to run the same SPARQL on the same quads beside the store that ships."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from rdflib import BNode, Dataset, Literal, URIRef

from stewards.namespaces import sparql_prologue
from stewards.terms import Blank, Iri, Result, Table, Term, Text

T = TypeVar("T")


class RdflibStore:
    """A dataset of rdflib that answers the queries of questions."""

    lanes = 1

    def __init__(self, quads: Path) -> None:
        self._dataset = Dataset(default_union=False)
        self._dataset.parse(str(quads), format="nquads")
        self._kept: dict[str, object] = {}

    def query(self, sparql: str) -> Result:
        """Run a SELECT or ASK query."""
        found = self._dataset.query(sparql_prologue() + sparql)
        if found.type == "ASK":
            return bool(found.askAnswer)
        columns = tuple(str(variable) for variable in found.vars or ())
        return Table(columns, [tuple(map(_term, row)) for row in found])  # type: ignore[arg-type]

    def query_all(self, queries: Sequence[str]) -> list[Result]:
        """Run queries one after the other."""
        return [self.query(sparql) for sparql in queries]

    def recall(self, name: str, read: Callable[[], T]) -> T:
        """Return what ``read`` gives, kept under ``name``."""
        if name not in self._kept:
            self._kept[name] = read()
        return self._kept[name]  # type: ignore[return-value]

    def forget(self) -> None:
        """Keep nothing of what was read."""
        self._kept.clear()

    def view(self) -> RdflibStore:
        """Return the store itself."""
        return self

    def export(self, target: Path, format: str, graph: str | None = None) -> None:
        """Refuse: a benchmark exports nothing from here."""
        raise NotImplementedError


def _term(term: object) -> Term | None:
    if isinstance(term, URIRef):
        return Iri(term)
    if isinstance(term, Literal):
        return Text(str(term), str(term.datatype or ""), term.language or "")
    return Blank(term) if isinstance(term, BNode) else None
