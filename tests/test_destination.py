"""The addresses of a server, and the graphs that a query names."""

from __future__ import annotations

import pytest

from stewards.endpoints.dataset import WHOLE_GRAPH, graphs_named, names_whole
from stewards.endpoints.destination import Addresses
from stewards.errors import RequestError


@pytest.mark.parametrize(
    ("query", "update", "store", "expected"),
    [
        ("http://h/query", "", "", ("http://h/update", "http://h/store")),
        (
            f"http://h:8890/sparql?default-graph-uri={WHOLE_GRAPH}",
            "",
            "",
            ("http://h:8890/sparql-auth", "http://h:8890/sparql-graph-crud-auth"),
        ),
        ("http://h/ds/query", "http://h/ds/u", "http://h/ds/data", ("http://h/ds/u", "http://h/ds/data")),
        ("http://h/query", "http://h/u", "", ("http://h/u", "")),
        ("http://h/query", "", "none", ("http://h/update", "")),
        ("http://h/repositories/r", "", "", ("http://h/repositories/r", "")),
    ],
)
def test_addresses_that_were_not_given_are_the_usual_ones(
    query: str, update: str, store: str, expected: tuple[str, str]
) -> None:
    found = Addresses.of(query, update, store)

    assert (found.update, found.graph_store) == expected


@pytest.mark.parametrize(
    ("query", "graphs"),
    [
        ("ASK { GRAPH <http://x/a> {} GRAPH source:b {} }", ("http://x/a", "https://w3id.org/stewards/source/b")),
        ("ASK { graph<http://x/a>{} }", ("http://x/a",)),
        ("ASK { GRAPH <http://x/a> {} GRAPH ?any {} }", ()),
        ("ASK { ?s ?p 'GRAPH <http://x/a>' } # GRAPH <http://x/b>", ()),
        ("ASK { ?s <http://x/#GRAPH> <http://x/a> }", ()),
    ],
)
def test_graphs_that_a_query_names_are_found(query: str, graphs: tuple[str, ...]) -> None:
    assert graphs_named(query) == graphs


def test_a_graph_for_the_whole_must_be_an_address() -> None:
    with pytest.raises(RequestError, match="is no IRI"):
        names_whole("http://h/sparql?default-graph-uri=http://x/%3E%20DROP")
