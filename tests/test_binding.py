"""Values for the variables of a user's query."""

from __future__ import annotations

import pytest

from stewards.errors import QueryError
from stewards.graph import Graph
from stewards.stores.binding import bind_values
from stewards.terms import Iri, Table

META = Iri("https://w3id.org/stewards/id/org/meta")


def test_an_entity_is_bound_to_its_address(graph: Graph) -> None:
    query = "SELECT ?name WHERE { ?company skos:prefLabel ?name }"

    for company in (META, graph.find("Meta")):
        found = graph.sparql(query, bind={"company": company})
        assert isinstance(found, Table)
        assert found.rows == [("Meta",)]


def test_a_text_is_bound_before_what_is_counted(graph: Graph) -> None:
    query = "SELECT (COUNT(?company) AS ?number) where\n{ ?company skos:prefLabel ?name } # WHERE {"
    found = graph.sparql(query, bind={"name": "Meta"})

    assert isinstance(found, Table)
    assert found.rows == [("1",)]


@pytest.mark.parametrize("value", ['"} UNION {', "a\\", "line\nbreak", "}", "'"])
def test_no_value_leaves_its_place(value: str, graph: Graph) -> None:
    found = graph.sparql("SELECT ?name WHERE { BIND(1 AS ?one) }", bind={"name": value})

    assert isinstance(found, Table)
    assert found.rows == [(value,)]


def test_an_address_cannot_leave_its_place(graph: Graph) -> None:
    found = graph.sparql("SELECT ?x WHERE { BIND(1 AS ?one) }", bind={"x": Iri("urn:a> } #")})

    assert isinstance(found, Table)
    assert len(found.rows) == 1


@pytest.mark.parametrize("name", ["nobody", "", "x y", "x}", "na"])
def test_only_a_variable_of_the_query_is_bound(name: str) -> None:
    with pytest.raises(QueryError, match="no variable"):
        bind_values("SELECT ?name WHERE { ?s ?p ?name } # ?nobody", {name: "text"})


def test_a_query_without_where_is_refused() -> None:
    with pytest.raises(QueryError, match="the word WHERE"):
        bind_values("ASK { ?where ?p 'WHERE {' }", {"where": "text"})
