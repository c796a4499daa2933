"""The embedded store: Oxigraph, in memory or in a folder. The one module that imports pyoxigraph."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol, TypeVar

import pyoxigraph as ox

from stewards.errors import StoreError
from stewards.namespaces import PREFIXES, XSD
from stewards.stores.faults import FAULTS, in_words, not_taken
from stewards.stores.interrupts import interruptible
from stewards.stores.loading import Lanes
from stewards.stores.locks import Lease
from stewards.stores.results import NO, ROWS, TRIPLES, YES, read_answer
from stewards.stores.side_by_side import side_by_side
from stewards.terms import Blank, Iri, Result, Term, Text

T = TypeVar("T")

_STRING = XSD + "string"
#: How many threads load quads into a folder; each holds up to a million until it has sorted them. In memory, one load
#: would wait for the end of the other.
_LANES = 2
#: How many queries run at once, if there are as many processors.
_QUERIES = 4
_FORMATS = {
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}


class Store(Protocol):
    """Anything that answers SPARQL 1.1 queries."""

    #: How many queries it runs at once.
    lanes: int

    def query(self, sparql: str) -> Result:
        """Run a query; raise :class:`QueryError` when it cannot be understood."""

    def query_all(self, queries: Sequence[str]) -> list[Result]:
        """Run queries that do not need one another's answers; raises what :meth:`query` raises."""

    def export(self, target: Path, format: str, graph: str | None = None) -> None:
        """Write all quads, or one graph's triples ("" is the default graph), to a file."""

    def recall(self, name: str, read: Callable[[], T]) -> T:
        """Return what ``read`` gives; where the store does not change, it is read once and kept under ``name``."""

    def view(self) -> Store:
        """Return the store as one answer sees it: where others may write to it, what it recalls is kept until then."""


class OxigraphStore:
    """A store in a folder, or in memory when no folder is given."""

    lanes = min(os.cpu_count() or 1, _QUERIES)

    def __init__(self, folder: Path | None = None, *, read_only: bool = False) -> None:
        #: Where it is, None in memory.
        self.folder = folder
        self._lease = Lease(folder) if folder and read_only else None
        try:
            if folder is None:
                self._store = ox.Store()
            else:
                self._store = ox.Store.read_only(str(folder)) if read_only else ox.Store(str(folder))
        except (OSError, RuntimeError) as error:  # a damaged file is a RuntimeError
            raise StoreError(f"{folder}: the store cannot be opened: {str(error).splitlines()[0]}") from None
        self._kept: dict[str, Any] = {}

    @contextmanager
    def loading(self) -> Iterator[Lanes]:
        """Take N-Quads, which the engine loads while they are written; a block that fails leaves a part in the store.

        The engine sorts a million at a time, and merges all at the end, which takes an eighth more and halves the time
        of questions. Raises :class:`StoreError` when the store does not take the quads, or has no room for them.
        """
        lanes = Lanes(self._load, _LANES if self.folder else 1)
        try:
            with self._changing():
                yield lanes
                with interruptible():
                    lanes.close()
        except BaseException as error:
            lanes.abandon()
            if lanes.error and isinstance(error, OSError):  # nobody reads any more, which says nothing
                raise not_taken(lanes.error) from None
            raise
        if lanes.error:
            raise not_taken(lanes.error)
        with interruptible():
            self._store.optimize()

    def _load(self, source: str | IO[bytes]) -> None:
        where: Any = {"path": source} if isinstance(source, str) else {"input": source}
        self._store.bulk_load(**where, format=ox.RdfFormat.N_QUADS)

    def load_quads(self, path: Path) -> None:
        """Add what a file of N-Quads says; raise :class:`StoreError` when the store does not take it."""
        try:
            with interruptible(), self._changing():
                self._store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
                self._store.optimize()
        except (OSError, SyntaxError) as error:
            raise not_taken(error) from None

    def recall(self, name: str, read: Callable[[], T]) -> T:
        """Return what ``read`` gives, kept under ``name`` until something is written."""
        kept = self._kept
        if name not in kept:
            kept[name] = read()
        found: T = kept[name]
        return found

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Forget what was read before something is written, and what others read meanwhile."""
        self._kept = {}
        try:
            yield
        finally:
            self._kept = {}

    def view(self) -> OxigraphStore:
        """Return the store itself: nobody else writes to it."""
        return self

    def load_turtle(self, files: Iterable[tuple[Path, str]]) -> None:
        """Add Turtle files, each to a named graph, or to the default graph where its graph is ""."""
        quads: list[ox.Quad] = []
        for path, graph in files:
            target = ox.NamedNode(graph) if graph else ox.DefaultGraph()
            triples = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
            quads += (ox.Quad(triple.subject, triple.predicate, triple.object, target) for triple in triples)
        # For so few, a transaction is faster than a bulk load, which waits for the disk.
        with self._changing():
            self._store.extend(quads)

    def derive(self, construct: str, graph: str) -> None:
        """Add what a CONSTRUCT query finds in the default graph to a named graph."""
        found = self._store.query(construct)
        assert isinstance(found, ox.QueryTriples)
        target = ox.NamedNode(graph)
        with self._changing():
            self._store.extend([ox.Quad(t.subject, t.predicate, t.object, target) for t in found])

    def update(self, sparql: str) -> None:
        """Run an update as one transaction; raise :class:`QueryError` when it cannot be understood."""
        try:
            with self._changing():
                self._store.update(sparql, prefixes=PREFIXES)
        except FAULTS as fault:
            raise in_words(fault, "update") from None

    def close_writing(self) -> None:
        """Bring everything to disk."""
        self._store.flush()

    def __len__(self) -> int:
        """Return the number of quads."""
        return len(self._store)

    def query(self, sparql: str) -> Result:
        """Run a query; raise :class:`QueryError` when it cannot be understood."""
        with interruptible():
            return read_answer(*self._answer(sparql))

    def query_all(self, queries: Sequence[str]) -> list[Result]:
        """Run queries at once, as many as there are processors: the engine works without Python's lock."""
        if len(queries) < 2:
            return [self.query(sparql) for sparql in queries]
        with interruptible():
            return [read_answer(*answer) for answer in side_by_side(self._answer, queries, self.lanes)]

    def _answer(self, sparql: str) -> tuple[bytes, bytes]:
        found: Any = None
        try:
            found = self._store.query(sparql, prefixes=PREFIXES)
            if isinstance(found, ox.QuerySolutions):
                return ROWS, found.serialize(format=ox.QueryResultsFormat.TSV) or b""
            if isinstance(found, ox.QueryTriples):
                return TRIPLES, found.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
            return (YES if found else NO), b""
        except FAULTS as fault:
            found = None  # which the engine lets no other thread drop, and an error keeps what stands here
            raise in_words(fault) from None

    def write_answer(self, sparql: str, stream: Any) -> None:
        """Write what a query finds as it is found, for :func:`stewards.stores.results.stream_answer`.

        Raises what :meth:`query` raises.
        """
        try:
            found: Any = self._store.query(sparql, prefixes=PREFIXES)
            if isinstance(found, ox.QuerySolutions):
                stream.write(ROWS)
                found.serialize(stream, format=ox.QueryResultsFormat.TSV)
            elif isinstance(found, ox.QueryTriples):
                stream.write(TRIPLES + b"\n")
                found.serialize(stream, format=ox.RdfFormat.N_TRIPLES)
            else:
                stream.write(YES if found else NO)
        except FAULTS as fault:
            raise in_words(fault) from None

    def export(self, target: Path, format: str, graph: str | None = None) -> None:
        """Write all quads, or one graph's triples ("" is the default graph), to a file."""
        form = _FORMATS[format]
        chosen = ox.DefaultGraph() if graph == "" else ox.NamedNode(graph) if graph else None
        with target.open("wb") as stream:
            if chosen is None:
                self._store.dump(stream, format=form, prefixes=PREFIXES)
            else:
                self._store.dump(stream, format=form, from_graph=chosen, prefixes=PREFIXES)


def read_quads(data: bytes, form: str, base: str) -> Iterator[tuple[Term, str, Term, str]]:
    """Yield the quads of an RDF document: subject, predicate, object and graph, "" for the default graph.

    ``form`` is a file's usual ending (``ttl``, ``rdf``); relative IRIs are resolved against ``base``. Nothing is
    fetched, and statements about statements are passed over. Raises :class:`SyntaxError` where the document is broken.
    """
    chosen = ox.RdfFormat.RDF_XML if form == "rdf" else _FORMATS[form]
    for quad in ox.parse(data, format=chosen, base_iri=base):
        subject, term = _term(quad.subject), _term(quad.object)
        if isinstance(quad.object, ox.Triple) or isinstance(quad.subject, ox.Triple):
            continue
        if subject is not None and term is not None:
            graph = quad.graph_name.value if not isinstance(quad.graph_name, ox.DefaultGraph) else ""
            yield subject, quad.predicate.value, term, graph


def _term(term: object) -> Term | None:
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.Literal):
        datatype = term.datatype.value
        return Text(term.value, "" if term.language or datatype == _STRING else datatype, term.language or "")
    if isinstance(term, ox.BlankNode):
        return Blank(term.value)
    return None if term is None else Text(str(term))
