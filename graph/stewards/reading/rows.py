"""Rows of queries, asked for some things at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from stewards.quads import nquads
from stewards.stores.store import Store
from stewards.terms import Iri, Table, Term

#: How many things one query asks for: longer lists make slow queries on some servers.
BATCH = 2000


def select(store: Store, sparql: str) -> list[dict[str, Term | None]]:
    """Return the rows of a SELECT query."""
    return _table(store, sparql).dicts()


def batched(store: Store, sparql: str, variable: str, iris: Iterable[str]) -> Iterator[dict[str, Term | None]]:
    """Run a query for a list of IRIs, some at a time."""
    for table in _tables(store, sparql, variable, iris):
        yield from table.dicts()


def tuples(store: Store, sparql: str, variable: str, iris: Iterable[str]) -> Iterator[tuple[Term, ...]]:
    """Run a query for a list of IRIs, as :func:`batched` does, for rows in the order of its variables.

    It is the faster way where there are many rows. A variable that may be unbound is None all the same.
    """
    for table in _tables(store, sparql, variable, iris):
        yield from cast(list[tuple[Term, ...]], table.rows)


def every(store: Store, sparql: str) -> list[tuple[Term, ...]]:
    """Return the rows of a SELECT query, as :func:`tuples` does."""
    return cast(list[tuple[Term, ...]], _table(store, sparql).rows)


def _tables(store: Store, sparql: str, variable: str, iris: Iterable[str]) -> Iterator[Table]:
    wanted = list(dict.fromkeys(iris))
    for start in range(0, len(wanted), BATCH):
        values = " ".join(map(nquads.iri, wanted[start : start + BATCH]))
        yield _table(store, _with_values(sparql, f"?{variable} {{ {values} }}"))


def _table(store: Store, sparql: str) -> Table:
    table = store.query(sparql)
    assert isinstance(table, Table)
    return table


def bound(sparql: str, variables: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a query with some variables bound to IRIs by VALUES, never by pasting text into it.

    The values come first in its WHERE: after an OPTIONAL they would only sift what was already read of the whole graph.
    """
    names = " ".join(f"?{name}" for name in variables)
    values = " ".join(f"({' '.join(map(nquads.iri, row))})" for row in rows)
    return _with_values(sparql, f"({names}) {{ {values} }}")


def _with_values(sparql: str, values: str) -> str:
    return sparql.replace("WHERE {", f"WHERE {{ VALUES {values}", 1)


def swept(store: Store, predicate: str) -> dict[str, Term]:
    """Return the value of a property of each node that has it, of one property (``org:member``, or one of stw)."""
    name = predicate if ":" in predicate else f"stw:{predicate}"
    rows = _table(store, f"SELECT ?node ?value WHERE {{ ?node {name} ?value }}").rows
    return dict(cast(list[tuple[str, Term]], rows))


def iris_in(rows: Iterable[dict[str, Term | None]]) -> set[str]:
    """Return every IRI that stands in some rows."""
    return {str(value) for row in rows for value in row.values() if isinstance(value, Iri)}
