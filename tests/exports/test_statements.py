"""The graph as files that other tools read."""

from __future__ import annotations

import os
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from stewards.errors import RequestError
from stewards.graph import Graph
from stewards.namespaces import DCTERMS, STW

META = "https://w3id.org/stewards/id/org/meta"
ARTICLE = "https://w3id.org/stewards/source/article-2022"
FORMATS = {
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".trig": pyoxigraph.RdfFormat.TRIG,
    ".nq": pyoxigraph.RdfFormat.N_QUADS,
    ".jsonld": pyoxigraph.RdfFormat.JSON_LD,
}
WITH_GRAPHS = [".trig", ".nq", ".jsonld"]


@pytest.fixture(scope="module")
def exported(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return an export of the whole in each form."""
    folder = tmp_path_factory.mktemp("exported")
    for ending in FORMATS:
        graph.export(folder / f"graph{ending}")
    return {ending: folder / f"graph{ending}" for ending in FORMATS}


def read(path: Path) -> list[pyoxigraph.Quad]:
    return list(pyoxigraph.parse(path=str(path), format=FORMATS[path.suffix]))


@pytest.mark.parametrize("ending", FORMATS)
def test_another_reader_finds_the_same_company(ending: str, exported: dict[str, Path]) -> None:
    names = [
        str(quad.object.value)  # type: ignore[union-attr]
        for quad in read(exported[ending])
        if getattr(quad.subject, "value", "") == META and quad.predicate.value.endswith("#prefLabel")
    ]

    assert names == ["Meta"]


@pytest.mark.parametrize("ending", WITH_GRAPHS)
def test_forms_with_graphs_hold_what_each_source_says(ending: str, exported: dict[str, Path]) -> None:
    graphs = {getattr(quad.graph_name, "value", "") for quad in read(exported[ending])}

    assert ARTICLE in graphs


def test_forms_with_graphs_hold_the_same(exported: dict[str, Path]) -> None:
    quads = [set(map(str, read(exported[ending]))) for ending in WITH_GRAPHS]

    assert quads[0] == quads[1] == quads[2]


def test_turtle_holds_the_whole_without_graphs(exported: dict[str, Path]) -> None:
    turtle = rdflib.Graph().parse(exported[".ttl"])
    whole = [quad for quad in read(exported[".nq"]) if isinstance(quad.graph_name, pyoxigraph.DefaultGraph)]

    assert len(turtle) == len(whole) > 1000


def test_turtle_has_readable_prefixes(exported: dict[str, Path]) -> None:
    assert "org-id:meta" in exported[".ttl"].read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["graph", "graph.xml", "graph.TTL.zip", ".ttl"])
def test_other_endings_are_refused(name: str, graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(
        RequestError, match=r"the ending says the form: choose from \.ttl, .*, \.gexf, \.csv, \.parquet"
    ):
        graph.export(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_named(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="there is no folder"):
        graph.export(tmp_path / "nowhere" / "graph.ttl")


def test_a_folder_in_the_way_is_an_error_that_leaves_nothing_behind(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").mkdir()

    with pytest.raises(RequestError, match="cannot be written"):
        graph.export(tmp_path / "graph.ttl")
    assert os.listdir(tmp_path) == ["graph.ttl"]


def test_an_earlier_export_is_replaced(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text("old", encoding="utf-8")
    graph.export(tmp_path / "graph.nq")

    assert os.listdir(tmp_path) == ["graph.nq"]
    assert len(read(tmp_path / "graph.nq")) > 1000


@pytest.mark.parametrize("ending", FORMATS)
def test_statements_of_a_network_speak_of_it_alone(ending: str, graph: Graph, tmp_path: Path) -> None:
    network = graph.ask("board", "PyTorch Foundation", as_of="2022-10-01").network()
    graph.export(tmp_path / f"board{ending}", network)
    subjects = {getattr(quad.subject, "value", "") for quad in read(tmp_path / f"board{ending}")}

    assert {edge.situation for edge in network.edges} - {""} <= subjects
    assert {node.iri for node in network.nodes} <= subjects
    assert META.replace("meta", "intel") not in subjects


def test_statements_of_a_network_carry_their_evidence(graph: Graph, tmp_path: Path) -> None:
    network = graph.ask("board", "PyTorch Foundation", as_of="2022-10-01").network()
    graph.export(tmp_path / "board.ttl", network)
    found = rdflib.Graph().parse(tmp_path / "board.ttl")
    cited = {
        passage
        for name in ("hasEvidence", "describedBy")
        for passage in found.objects(predicate=rdflib.URIRef(STW + name))
        if (passage, None, None) in found
    }
    documents = {found.value(passage, rdflib.URIRef(STW + "inDocument")) for passage in cited}

    assert len(cited) == len({(p.document, p.locator, p.quote) for edge in network.edges for p in edge.evidence}) > 5
    assert all(found.value(document, rdflib.URIRef(DCTERMS + "title")) for document in documents)
