from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stewards.errors import QueryError, StoreError
from stewards.remote import RemoteStore
from stewards.store import OxigraphStore, Store
from stewards.terms import Blank, Iri, Table, Text, Triples
from tests.endpoints import oxigraph

XSD_DATE = "http://www.w3.org/2001/XMLSchema#date"
QUADS = [
    '<http://x/ada> <http://x/name> "Ada \\"A\\"\\n" .\n',
    '<http://x/ada> <http://x/name> "Ada"@en .\n',
    f'<http://x/ada> <http://x/born> "1990-01-02"^^<{XSD_DATE}> .\n',
    "<http://x/ada> <http://x/knows> _:somebody .\n",
    "<http://x/ada> <http://x/at> <http://x/acme> <http://x/graph> .\n",
]


def filled(store: OxigraphStore) -> OxigraphStore:
    with store.loading() as load:
        load(QUADS[:2])
        load(QUADS[2:])
    return store


def in_folder(folder: Path) -> OxigraphStore:
    """Return a store in a folder, written, closed and opened again for reading."""
    store = filled(OxigraphStore(folder))
    store.close_writing()
    del store
    return OxigraphStore(folder, read_only=True)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("served") / "store"
    in_folder(folder)
    with oxigraph(folder, "") as address:
        yield address


@pytest.fixture(params=["memory", "folder", "endpoint"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "endpoint":
        return RemoteStore(request.getfixturevalue("endpoint"))
    if request.param == "folder":
        return in_folder(tmp_path / "store")
    return filled(OxigraphStore())


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    answer = store.query(query)
    assert isinstance(answer, Table)
    return list(answer.rows)


def test_rows_have_their_columns(store: Store) -> None:
    answer = store.query("SELECT ?at ?nothing { GRAPH ?g { ?who <http://x/at> ?at } }")

    assert answer == Table(("at", "nothing"), [(Iri("http://x/acme"), None)])


def test_terms_know_what_they_are(store: Store) -> None:
    found = rows(store, "SELECT ?o { <http://x/ada> ?p ?o } ORDER BY ?p DESC(LANG(?o))")

    assert [type(row[0]) for row in found] == [Text, Blank, Text, Text]
    assert [(t.datatype, t.language) for (t,) in found if isinstance(t, Text)] == [(XSD_DATE, ""), ("", "en"), ("", "")]
    assert found[3] == ('Ada "A"\n',)


def test_the_default_graph_does_not_hold_the_named_ones(store: Store) -> None:
    assert rows(store, "SELECT ?at { ?who <http://x/at> ?at }") == []


def test_a_question_of_yes_or_no(store: Store) -> None:
    assert store.query("ASK { GRAPH ?g { ?s ?p ?o } }") is True
    assert store.query("ASK { <http://x/nobody> ?p ?o }") is False


def test_a_construct_gives_triples(store: Store) -> None:
    answer = store.query("CONSTRUCT { ?o a <http://x/Place> } { GRAPH ?g { ?s ?p ?o } }")

    assert isinstance(answer, Triples)
    assert "<http://x/acme>" in answer.text
    assert "<http://x/Place>" in answer.text


def test_prefixes_are_declared(store: Store) -> None:
    assert rows(store, "SELECT (STR(stw:Tenure) AS ?iri) {}") == [("https://w3id.org/stewards/ontology#Tenure",)]


def test_a_query_that_is_wrong_is_one_line(store: Store) -> None:
    with pytest.raises(QueryError) as refused:
        store.query("SELECT ?a {\n ?a ?b }")

    assert "\n" not in str(refused.value)


def test_a_long_query_is_no_trouble(store: Store) -> None:
    values = " ".join(f"<http://x/{number}>" for number in range(5000))

    assert rows(store, f"SELECT ?s {{ VALUES ?s {{ {values} <http://x/ada> }} ?s <http://x/born> ?o }}") == [
        ("http://x/ada",)
    ]


@pytest.mark.parametrize("form", ["nq", "trig", "jsonld"])
def test_an_export_holds_every_graph(form: str, tmp_path: Path) -> None:
    store = filled(OxigraphStore())
    store.export(tmp_path / "all", form)

    assert "http://x/graph" in (tmp_path / "all").read_text(encoding="utf-8")


def test_an_export_of_one_graph_holds_no_other(tmp_path: Path) -> None:
    store = filled(OxigraphStore())
    store.export(tmp_path / "named.ttl", "ttl", graph="http://x/graph")
    store.export(tmp_path / "default.ttl", "ttl", graph="")

    assert "x/born" not in (tmp_path / "named.ttl").read_text(encoding="utf-8")
    assert "x/born" in (tmp_path / "default.ttl").read_text(encoding="utf-8")


def test_quads_that_are_wrong_are_refused() -> None:
    with pytest.raises(StoreError, match="the store did not take the quads"), OxigraphStore().loading() as load:
        load(["<http://x/ada> broken .\n"])


def test_a_derived_graph_holds_what_the_rule_finds() -> None:
    store = filled(OxigraphStore())
    store.derive("CONSTRUCT { ?s <http://x/has> ?p } { ?s ?p ?o }", "http://x/derived")

    assert len(rows(store, "SELECT ?o { GRAPH <http://x/derived> { ?s ?p ?o } }")) == 3


def test_a_folder_that_is_no_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text", encoding="utf-8")

    with pytest.raises(StoreError, match="the store cannot be opened"):
        OxigraphStore(tmp_path / "file")
