"""What every kind of store does alike: memory, a folder, an Oxigraph server, Virtuoso. The servers are published to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from stewards.endpoints.destination import Addresses, Destination
from stewards.endpoints.publishing import BLANK, publish
from stewards.endpoints.remote import RemoteStore
from stewards.errors import QueryError
from stewards.reading.rows import BATCH
from stewards.stores.store import OxigraphStore, Store
from stewards.terms import Blank, Iri, Table, Text, Triples
from tests.endpoints import oxigraph, virtuoso

XSD = "http://www.w3.org/2001/XMLSchema#"
NAMES = ["Zoë", "李明", "Ελένη", "ada ‮evil", "quote ' \" \\ end", "tab\tline\nend", "😀"]
#: More than one request takes, and more rows than Virtuoso gives unless it is told to.
MANY = 21_000


def written(text: str) -> str:
    for char, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(char, escaped)
    return f'"{text}"'


QUADS = [
    *(f"<http://x/named> <http://x/name> {written(name)} .\n" for name in NAMES),
    '<http://x/ada> <http://x/greeting> "hello"@en .\n',
    '<http://x/ada> <http://x/greeting> "bonjour"@fr .\n',
    f'<http://x/ada> <http://x/born> "1815-12-10"^^<{XSD}date> .\n',
    f'<http://x/bob> <http://x/born> "1990-01-02"^^<{XSD}date> .\n',
    f'<http://x/ada> <http://x/seats> "3"^^<{XSD}integer> .\n',
    f'<http://x/ada> <http://x/alive> "false"^^<{XSD}boolean> .\n',
    f'<http://x/bob> <http://x/alive> "true"^^<{XSD}boolean> .\n',
    "<http://x/ada> <http://x/knows> _:somebody .\n",
    '_:somebody <http://x/name> "Somebody" .\n',
    "<http://x/part> <http://x/in> <http://x/middle> .\n",
    "<http://x/middle> <http://x/in> <http://x/whole> .\n",
    "<http://x/ada> <http://x/at> <http://x/acme> <http://x/graph> .\n",
    "<http://x/bob> <http://x/at> <http://x/acme> <http://x/other> .\n",
    *(f'<http://x/n{number}> <http://x/number> "{number}"^^<{XSD}integer> .\n' for number in range(MANY)),
]


def filled(store: OxigraphStore) -> OxigraphStore:
    with store.loading() as stream:
        stream.writelines(QUADS)
    return store


def memory(folder: Path) -> Iterator[Store]:
    yield filled(OxigraphStore())


def in_folder(folder: Path) -> Iterator[Store]:
    store = filled(OxigraphStore(folder / "store"))
    store.close_writing()
    del store
    yield OxigraphStore(folder / "store", read_only=True)


def served(server: Callable[[Path], AbstractContextManager[str]]) -> Callable[[Path], Iterator[Store]]:
    """Return a store that is published to a server."""

    def store(folder: Path) -> Iterator[Store]:
        with server(folder) as url:
            publish(filled(OxigraphStore()), Destination(Addresses.of(url)))
            yield RemoteStore(url)

    return store


KINDS = {
    "memory": memory,
    "folder": in_folder,
    "oxigraph": served(lambda folder: oxigraph(folder, "")),
    "virtuoso": served(virtuoso),
}


@pytest.fixture(scope="module", params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    yield from KINDS[request.param](tmp_path_factory.mktemp(request.param))


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    answer = store.query(query)
    assert isinstance(answer, Table)
    return list(answer.rows)


def test_rows_have_their_columns(store: Store) -> None:
    answer = store.query("SELECT ?at ?nothing { GRAPH <http://x/graph> { ?who <http://x/at> ?at } }")

    assert answer == Table(("at", "nothing"), [(Iri("http://x/acme"), None)])


def test_queries_asked_at_once_are_answered_in_their_order(store: Store) -> None:
    queries = [f"SELECT ?number {{ <http://x/n{number}> <http://x/number> ?number }}" for number in range(20)]
    answers = store.query_all([*queries, "ASK { ?s <http://x/number> 7 }", "ASK { ?s <http://x/number> -7 }"])

    assert [a.rows[0][0] if isinstance(a, Table) else a for a in answers] == [*map(str, range(20)), True, False]


def test_a_fault_of_one_of_several_queries_is_told(store: Store) -> None:
    with pytest.raises(QueryError, match="the query"):
        store.query_all(["ASK {}", "ASK { ?s ?p ?o }", "SELECT {", "ASK {}"])


def test_names_of_any_script_come_back_as_they_were(store: Store) -> None:
    assert {row[0] for row in rows(store, "SELECT ?name { <http://x/named> <http://x/name> ?name }")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_names_of_any_script_can_be_asked_for(store: Store, name: str) -> None:
    query = f"SELECT ?s WHERE {{ VALUES ?name {{ {written(name)} }} ?s <http://x/name> ?name }}"

    assert rows(store, query) == [("http://x/named",)]


def test_languages_are_told_apart(store: Store) -> None:
    found = rows(store, "SELECT ?o { <http://x/ada> <http://x/greeting> ?o FILTER(LANG(?o) = 'fr') }")

    assert found == [("bonjour",)]
    assert isinstance(found[0][0], Text)
    assert found[0][0].language == "fr"


@pytest.mark.parametrize(
    ("property", "value", "datatype"),
    [
        ("born", "1815-12-10", XSD + "date"),
        ("seats", "3", XSD + "integer"),
        ("alive", "false", XSD + "boolean"),
        ("at", "", ""),
    ],
)
def test_values_keep_their_type(store: Store, property: str, value: str, datatype: str) -> None:
    found = rows(store, f"SELECT ?o {{ <http://x/ada> <http://x/{property}> ?o }}")

    assert [(str(o), o.datatype) for (o,) in found if isinstance(o, Text)] == ([(value, datatype)] if value else [])


def test_days_are_compared_as_texts(store: Store) -> None:
    query = "SELECT ?who { ?who <http://x/born> ?day FILTER(STR(?day) <= '1900-01-01') }"

    assert rows(store, query) == [("http://x/ada",)]


def test_a_nameless_thing_stays_one_thing(store: Store) -> None:
    found = rows(store, "SELECT ?who ?name { <http://x/ada> <http://x/knows> ?who . ?who <http://x/name> ?name }")

    assert [row[1] for row in found] == ["Somebody"]
    who = found[0][0]
    assert isinstance(who, Blank) or (isinstance(who, Iri) and who.startswith(BLANK))


def test_paths_are_followed(store: Store) -> None:
    found = rows(store, "SELECT ?o { <http://x/part> <http://x/in>+ ?o }")

    assert {row[0] for row in found} == {"http://x/middle", "http://x/whole"}


def test_a_big_answer_comes_whole(store: Store) -> None:
    found = rows(store, "SELECT ?s ?n { ?s <http://x/number> ?n }")

    assert sum(int(str(row[1])) for row in found) == MANY * (MANY - 1) // 2


def test_the_default_graph_does_not_hold_the_named_ones(store: Store) -> None:
    assert rows(store, "SELECT ?at { ?who <http://x/at> ?at }") == []


def test_one_named_graph_is_asked(store: Store) -> None:
    query = "PREFIX x: <http://x/> SELECT ?who { GRAPH <http://x/other> { ?who x:at x:acme } ?who x:born ?day }"

    assert rows(store, query) == [("http://x/bob",)]


def test_any_named_graph_is_asked(store: Store) -> None:
    found = rows(store, "SELECT ?g ?who { GRAPH ?g { ?who <http://x/at> <http://x/acme> } }")

    assert set(found) == {("http://x/graph", "http://x/ada"), ("http://x/other", "http://x/bob")}


def test_a_question_of_yes_or_no(store: Store) -> None:
    assert store.query("ASK { GRAPH ?g { ?s <http://x/at> ?o } }") is True
    assert store.query("ASK { <http://x/nobody> ?p ?o }") is False


def test_a_construct_gives_triples(store: Store) -> None:
    answer = store.query("CONSTRUCT { ?o a <http://x/Place> } WHERE { GRAPH <http://x/graph> { ?s ?p ?o } }")

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
    values = " ".join(f"<http://x/with-a-rather-long-name/{number}>" for number in range(2 * BATCH))
    query = f"SELECT ?s {{ VALUES ?s {{ {values} <http://x/ada> }} ?s <http://x/born> ?o }}"

    assert len(query) > 8 * 8192
    assert rows(store, query) == [("http://x/ada",)]


def test_what_is_recalled_is_what_was_read(store: Store) -> None:
    answers = iter(("old", "new"))
    first, again = (store.recall("answer", lambda: next(answers)) for _ in range(2))

    # Others may write to a server at any moment: there it is read again.
    assert (first, again) == ("old", "new" if isinstance(store, RemoteStore) else "old")
