"""Values for the variables of a user's query: bound by VALUES at the start of its WHERE, never pasted into it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from stewards.asking.answers import EntityValue
from stewards.errors import QueryError
from stewards.quads import nquads
from stewards.reading.entities import Found
from stewards.stores.guard import without_texts
from stewards.terms import Iri

#: What a variable may be bound to: something with an IRI, or a text.
Bound = Iri | Found | EntityValue | str

_WHERE = re.compile(r"(?<![?$:\w])WHERE\s*\{", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def bind_values(query: str, values: Mapping[str, Bound]) -> str:
    """Return a query in which some variables have one value each.

    Raises :class:`QueryError` for a name that no variable has, and for a query without a WHERE to bind it in.
    """
    if not values:
        return query
    for name in values:
        if not (_NAME.fullmatch(name) and re.search(rf"[?$]{name}\b", without_texts(query))):
            raise QueryError(f"the query has no variable ?{name[:40]} that could be given a value")
    where = _WHERE.search(without_texts(query))
    if not where:
        raise QueryError("a query whose variables are given values needs the word WHERE before its pattern")
    names = " ".join(f"?{name}" for name in values)
    terms = " ".join(map(_written, values.values()))
    return f"{query[: where.end()]} VALUES ({names}) {{ ({terms}) }} {query[where.end() :]}"


def _written(value: Bound) -> str:
    if isinstance(value, Found | EntityValue):
        return nquads.iri(value.iri)
    return nquads.iri(value) if isinstance(value, Iri) else nquads.text(value)
