"""The graph as Python programs and notebooks use it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import networkx
import pytest

import stewards
from stewards.asking.answers import Answer
from stewards.errors import QueryError, RequestError, StoreError
from stewards.graph import Graph
from stewards.stores.locations import default_location, folder_of
from stewards.terms import Table, Triples

#: Queries that would reach out of the graph, or change it.
REFUSED = [
    "SELECT * WHERE { SERVICE <http://localhost:1/> { ?s ?p ?o } }",
    "SELECT * WHERE { service silent <http://localhost:1/> { ?s ?p ?o } }",
    "SELECT * FROM <http://localhost:1/> WHERE { ?s ?p ?o }",
    "SELECT * FROM NAMED <http://localhost:1/> WHERE { ?s ?p ?o }",
    "LOAD <http://localhost:1/>",
    "DROP ALL",
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "SELECT",
    "",
]


@pytest.fixture(scope="module")
def board(graph: Graph) -> Answer:
    """Return the first board of the PyTorch Foundation."""
    return graph.ask("board", "PyTorch Foundation", as_of="2022-10-01")


def test_first_use_builds_the_shipped_facts_in_the_folder(tmp_path: Path) -> None:
    first = stewards.open(str(tmp_path / "store"))
    again = stewards.open(str(tmp_path / "store"))

    assert first.ask("host-of", "PyTorch").rows == again.ask("host-of", "PyTorch").rows != []


def test_a_file_in_the_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("not a folder")

    with pytest.raises(StoreError) as caught:
        stewards.open(str(tmp_path / "store"))
    assert "\n" not in str(caught.value)


def test_the_default_location_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STEWARDS_STORE", str(tmp_path))

    assert default_location() == str(tmp_path)


def test_a_folder_may_be_in_the_home_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    assert folder_of("~/store") == tmp_path / "store"
    assert folder_of("memory:") is None


def test_an_endpoint_has_no_folder() -> None:
    with pytest.raises(RequestError, match="is an endpoint, which can be asked but not built into: name a folder"):
        folder_of("https://example.org/sparql")


def test_questions_are_listed(graph: Graph) -> None:
    assert {"board", "who-governs", "timeline"} < {question.name for question in graph.questions()}


def test_sparql_knows_the_prefixes(graph: Graph) -> None:
    result = graph.sparql("SELECT ?name WHERE { org-id:meta skos:prefLabel ?name }")

    assert result == Table(("name",), [("Meta",)])  # type: ignore[list-item]


def test_sparql_answers_yes_or_no(graph: Graph) -> None:
    assert graph.sparql("ASK { org-id:meta a stw:Company }") is True
    assert graph.sparql("ASK { org-id:meta a stw:Project }") is False


def test_sparql_builds_triples(graph: Graph) -> None:
    result = graph.sparql("CONSTRUCT { ?s a stw:Company } WHERE { ?s a stw:Company } LIMIT 1")

    assert isinstance(result, Triples)
    assert result.text.count("\n") == 1


def test_sparql_asks_the_graph_of_one_source(graph: Graph) -> None:
    result = graph.sparql("SELECT DISTINCT ?t WHERE { GRAPH source:article-2022 { ?s a ?t } }")

    assert isinstance(result, Table)
    assert "https://w3id.org/stewards/ontology#Hosting" in {str(row[0]) for row in result.rows}


@pytest.mark.parametrize("query", REFUSED)
def test_sparql_refuses_in_one_line(query: str, graph: Graph) -> None:
    with pytest.raises(QueryError) as caught:
        graph.sparql(query)

    assert "\n" not in str(caught.value)
    assert caught.value.exit_status == 2


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?s WHERE { ?s skos:prefLabel "SERVICE" }',
        "SELECT ?service ?from WHERE { ?service skos:prefLabel ?from } LIMIT 1",
        "# SERVICE is only mentioned\nASK { ?s ?p ?o }",
        "ASK { ?s stw:fromSteward ?o }",
    ],
)
def test_sparql_allows_the_words_where_they_do_nothing(query: str, graph: Graph) -> None:
    graph.sparql(query)


def test_a_card_names_what_an_entity_is_and_takes_part_in(graph: Graph) -> None:
    card = graph.entity("Meta")
    sentences = {line.sentence: line for line in card.lines}

    assert card.properties["also known as"][:2] == ["Facebook", "Facebook, Inc."]
    assert sentences["Facebook became Meta"].since == "2021-10-28"
    assert sentences["PyTorch is listed as hosted by Meta"].until == "2022-09-12"
    assert "Meta is listed as platinum member of PyTorch Foundation" in sentences
    assert "Damien Sereni is listed as board member of PyTorch Foundation Governing Board, for Meta" in sentences


def test_a_card_names_the_bodies_that_govern(graph: Graph) -> None:
    assert "PyTorch Foundation Governing Board" in graph.entity("PyTorch Foundation").properties["governed by"]
    assert graph.entity("PyTorch TAC").properties["governs"] == ["PyTorch Foundation"]


def test_a_card_holds_what_was_said(graph: Graph) -> None:
    said = [line.sentence for line in graph.entity("GitHub").lines if line.group == "statement"]

    assert len(said) == 1
    assert said[0].startswith("Mark Zuckerberg said: PyTorch is one of the leading platforms")


def test_a_card_as_data_has_evidence_for_itself_and_each_line(graph: Graph) -> None:
    card = json.loads(json.dumps(graph.entity("Toyota Research Institute").to_dict()))

    assert card["evidence"][0]["locator"] == "paragraph 2"
    assert all(line["evidence"] for line in card["situations"])
    assert card["situations"][0]["last_confirmed"] == "2016-05-13"


def test_a_card_shows_itself_in_a_notebook(graph: Graph) -> None:
    html = graph.entity("CVPR")._repr_html_()

    assert "<h4>CVPR (organisation)</h4>" in html


def test_the_network_around_an_entity(graph: Graph) -> None:
    network = graph.network("PyTorch Foundation", as_of="2022-10-01")
    names = {node.label for node in network.nodes}

    assert {"PyTorch Foundation", "PyTorch", "Linux Foundation", "Meta", "NVIDIA"} <= names
    assert "Arm" not in names
    assert network.focus == ("https://w3id.org/stewards/id/org/pytorch-foundation",)


def test_an_answer_becomes_a_network_with_evidence(board: Answer) -> None:
    drawn = board.to_networkx()

    assert isinstance(drawn, networkx.MultiDiGraph)
    assert drawn.number_of_nodes() == 8
    assert all(data["evidence"] for _, _, data in drawn.edges(data=True) if data["kind"] == "tenure")


def test_an_answer_becomes_a_page(board: Answer) -> None:
    assert board.view().lstrip().lower().startswith("<!doctype html>")


def test_an_answer_shows_itself_in_a_notebook(board: Answer) -> None:
    html = board._repr_html_()

    assert "6 rows." in html
    assert "announcement, as a table of facts), row 3" in html


def test_an_answer_has_a_length_and_rows(board: Answer) -> None:
    assert len(board) == len(board.rows) == len(board.evidence) == 6


def test_the_whole_as_an_rdflib_graph(graph: Graph) -> None:
    copied = graph.rdflib()

    rows = copied.query("SELECT ?name WHERE { <https://w3id.org/stewards/id/org/meta> skos:prefLabel ?name }")
    assert [str(row[0]) for row in rows] == ["Meta"]  # type: ignore[index]


def test_a_graph_says_where_it_is(graph: Graph) -> None:
    assert repr(graph) == "<stewards.Graph at memory:>"


def test_public_names() -> None:
    assert stewards.__all__ == ["__version__", "open"]


@pytest.mark.parametrize(
    "use", [lambda g: g.ask("board", "PyTorch"), lambda g: g.search("Meta"), lambda g: g.entity("Meta")]
)
def test_asking_changes_nothing(use: Callable[[Graph], object], graph: Graph) -> None:
    count = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    before = graph.sparql(count)
    use(graph)

    assert graph.sparql(count) == before


def test_a_new_store_is_built_of_a_mirror(fixtures: Path, tmp_path: Path) -> None:
    copies = tmp_path / "copies" / "cncf__foundation"
    copies.mkdir(parents=True)
    shutil.copy(fixtures / "project-maintainers.csv", copies)
    home = str(tmp_path / "store")

    assert stewards.open(home, mirror=tmp_path / "copies").find("Harbourmaster").kind == "project"
    assert stewards.open(home, mirror="no longer needed").find("Harbourmaster").kind == "project"


def test_a_mirror_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="there is no folder nowhere: name one with copies of the sources"):
        stewards.open(str(tmp_path / "store"), mirror="nowhere")
