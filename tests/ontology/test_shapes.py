"""The shapes: valid examples conform, and each invalid one breaks the one rule that its first line names."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH

from tests.ontology.files import INVALID, SHAPES, STEWARDS, VALID, read, vocabulary

HEADER = "# breaks: s:"
SHAPE_GRAPH = read(SHAPES)


def validate(path: Path) -> Graph:
    """Return the validation report on an example together with the ontology and the taxonomies."""
    data = vocabulary() + read(path)
    _, report, _ = pyshacl.validate(data, shacl_graph=SHAPE_GRAPH, inference="none", advanced=False)
    assert isinstance(report, Graph)
    return report


def broken_shapes(report: Graph) -> list[str]:
    """Return the local name of the named shape behind each result."""
    sources = [report.value(result, SH.sourceShape) for result in report.objects(None, SH.result)]
    named = [SHAPE_GRAPH.value(None, SH.property, source) or source for source in sources]
    return [str(shape).rpartition("#")[2] for shape in named]


def header(path: Path) -> str:
    """Return the name of the shape that an invalid example says it breaks."""
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert first.startswith(HEADER)
    return first.removeprefix(HEADER)


def targeted_shapes() -> set[URIRef]:
    """Return the shapes that apply to data by themselves."""
    targets = (SH.targetClass, SH.targetSubjectsOf)
    return {s for target in targets for s in SHAPE_GRAPH.subjects(target, None) if isinstance(s, URIRef)}


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_example_conforms(path: Path) -> None:
    assert broken_shapes(validate(path)) == []


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_example_breaks_exactly_the_shape_it_names(path: Path) -> None:
    assert broken_shapes(validate(path)) == [header(path)]


def test_every_shape_is_broken_by_an_example() -> None:
    names = {str(shape).rpartition("#")[2] for shape in targeted_shapes()}
    assert names - {header(path) for path in INVALID} == set()


def test_every_rule_tells_people_what_to_do() -> None:
    rules = {rule for shape in targeted_shapes() for rule in SHAPE_GRAPH.objects(shape, SH.property)}
    assert rules
    assert [rule for rule in rules if len(list(SHAPE_GRAPH.objects(rule, SH.message))) != 1] == []


def test_the_report_carries_the_message_of_the_rule() -> None:
    [path] = [path for path in INVALID if path.stem == "situation-without-evidence"]
    messages = [str(message) for message in validate(path).objects(None, SH.resultMessage)]
    assert messages == ["Say who says so: add stw:hasEvidence with an stw:Evidence."]


def test_every_shape_lives_in_the_namespace_of_the_shapes() -> None:
    shapes = set(SHAPE_GRAPH.subjects(RDF.type, SH.NodeShape))
    assert all(str(shape).startswith(STEWARDS + "shapes#") for shape in shapes)


@pytest.mark.parametrize("term", ["sparql", "js", "rule", "target", "select", "ask"])
def test_only_shacl_core_is_used(term: str) -> None:
    assert (None, URIRef(str(SH) + term), None) not in SHAPE_GRAPH
