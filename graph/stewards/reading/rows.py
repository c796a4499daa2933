"""Rows of queries, asked for some things at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import cast

from stewards.quads import nquads
from stewards.stores.store import Store
from stewards.terms import Iri, Table, Term

#: How many things one query asks for: longer lists make slow queries on some servers, and from 1,100 on Oxigraph reads
#: everything of a kind, such as all employments of the graph, and picks from that.
BATCH = 1000
#: From so many on, a query is shared among the processors.
_SHARED = 100


def select(store: Store, sparql: str) -> list[dict[str, Term | None]]:
    """Return the rows of a SELECT query."""
    return _tables(store, [sparql])[0].dicts()


def batched(store: Store, sparql: str, variable: str, iris: Iterable[str]) -> Iterator[dict[str, Term | None]]:
    """Run a query for a list of IRIs, some at a time."""
    for table in _tables(store, _parts(store, sparql, variable, iris)):
        yield from table.dicts()


def tuples(store: Store, sparql: str, variable: str, iris: Iterable[str]) -> Iterator[tuple[Term, ...]]:
    """Run a query for a list of IRIs, as :func:`batched` does, for rows in the order of its variables.

    It is the faster way where there are many rows. A variable that may be unbound is None all the same.
    """
    for rows in several(store, _parts(store, sparql, variable, iris)):
        yield from rows


def every(store: Store, sparql: str) -> list[tuple[Term, ...]]:
    """Return the rows of a SELECT query, as :func:`tuples` does."""
    return several(store, [sparql])[0]


def several(store: Store, queries: Iterable[str]) -> list[list[tuple[Term, ...]]]:
    """Return the rows of each of some SELECT queries that do not need one another's answers."""
    return [cast(list[tuple[Term, ...]], table.rows) for table in _tables(store, list(queries))]


def _parts(store: Store, sparql: str, variable: str, iris: Iterable[str]) -> list[str]:
    wanted = list(map(nquads.iri, dict.fromkeys(iris)))
    size = BATCH if len(wanted) < _SHARED else min(BATCH, ceil(len(wanted) / store.lanes))
    parts = [" ".join(wanted[start : start + size]) for start in range(0, len(wanted), size)]
    return [_with_values(sparql, f"?{variable} {{ {values} }}") for values in parts]


def _tables(store: Store, queries: Sequence[str]) -> list[Table]:
    found = store.query_all(queries)
    assert all(isinstance(table, Table) for table in found)
    return cast(list[Table], found)


def bound(sparql: str, variables: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a query with some variables bound to IRIs by VALUES, never by pasting text into it.

    The values come first in its WHERE: after an OPTIONAL they would only sift what was already read of the whole graph.
    """
    names = " ".join(f"?{name}" for name in variables)
    values = " ".join(f"({' '.join(map(nquads.iri, row))})" for row in rows)
    return _with_values(sparql, f"({names}) {{ {values} }}")


def _with_values(sparql: str, values: str) -> str:
    return sparql.replace("WHERE {", f"WHERE {{ VALUES {values}", 1)


def swept(store: Store, *predicates: str) -> list[dict[str, Term]]:
    """Return the value of each of some properties (``org:member``, or one of stw) by the node that has it."""
    names = [name if ":" in name else f"stw:{name}" for name in predicates]
    found = several(store, [f"SELECT ?node ?value WHERE {{ ?node {name} ?value }}" for name in names])
    return [dict(cast(list[tuple[str, Term]], rows)) for rows in found]


def iris_in(rows: Iterable[dict[str, Term | None]]) -> set[str]:
    """Return every IRI that stands in some rows."""
    return {str(value) for row in rows for value in row.values() if isinstance(value, Iri)}
