"""Any SPARQL 1.1 endpoint as a store. The one module that imports SPARQLWrapper."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

from SPARQLWrapper import JSON, N3, POST, SPARQLExceptions, SPARQLWrapper

from stewards import __version__
from stewards.errors import QueryError, RequestError, StoreError
from stewards.namespaces import sparql_prologue
from stewards.terms import Blank, Iri, Result, Table, Term, Text, Triples

#: Seconds an endpoint has to answer.
TIMEOUT = 60


class RemoteStore:
    """An endpoint that is read over HTTP; queries go as form POST, which has no limit on their length."""

    def __init__(self, url: str) -> None:
        self.url = url

    def query(self, sparql: str) -> Result:
        """Run a query; raise :class:`QueryError` when the endpoint refuses it, :class:`StoreError` when it is away."""
        request = SPARQLWrapper(self.url, agent=f"stewards/{__version__}")
        request.setQuery(sparql_prologue() + sparql)
        request.setMethod(POST)
        request.setTimeout(TIMEOUT)
        graph = request.queryType in ("CONSTRUCT", "DESCRIBE")
        request.setReturnFormat(N3 if graph else JSON)
        try:
            body: Any = request.queryAndConvert()
        except SPARQLExceptions.QueryBadFormed as error:
            raise QueryError(f"{self.url} does not accept the query: {_first_line(error)}") from None
        except (HTTPError, URLError, OSError, SPARQLExceptions.SPARQLWrapperException, ValueError) as error:
            raise StoreError(f"{self.url} does not answer: {_first_line(error)}") from None
        return Triples(body.decode()) if graph else _plain(body)

    def export(self, target: Path, format: str, graph: str | None = None) -> None:
        """Refuse: an endpoint's own tools export it whole and safely."""
        raise RequestError(f"{self.url} is a remote store: export from the store it was built from")


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__


def _plain(answer: Any) -> Result:
    if "boolean" in answer:
        return bool(answer["boolean"])
    columns = tuple(answer["head"]["vars"])
    bindings = answer["results"]["bindings"]
    return Table(columns, [tuple(_term(row.get(column)) for column in columns) for row in bindings])


def _term(binding: dict[str, str] | None) -> Term | None:
    if binding is None:
        return None
    if binding["type"] == "uri":
        return Iri(binding["value"])
    if binding["type"] == "bnode":
        return Blank(binding["value"])
    return Text(binding["value"], binding.get("datatype", ""), binding.get("xml:lang", ""))
