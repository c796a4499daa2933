"""The ontology: every parser reads it alike, every term is documented, the examples are consistent."""

from __future__ import annotations

from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
from rdflib import BNode, Graph, Literal, Node, URIRef
from rdflib.namespace import FOAF, ORG, OWL, RDF, RDFS, SKOS

from tests.ontology.files import (
    ONTOLOGY,
    STW,
    TAXONOMIES,
    TERMS,
    TURTLE,
    VALID,
    declared_terms,
    read,
    vocabulary,
)

REASONER_ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
#: Namespaces whose terms need no declaration: they are part of RDF, OWL or SHACL, or our own.
BUILT_IN = (str(RDF), str(RDFS), str(OWL), "http://www.w3.org/ns/shacl#", str(STW))
#: Terms of ORG whose axioms turn people into organisations, foundations into legal entities, or two into one.
ORG_TRAPS = ["unitOf", "hasUnit", "identifier", "OrganizationalCollaboration", "ChangeEvent"]


def test_the_ontology_has_all_its_parts() -> None:
    kinds = {path.relative_to(ONTOLOGY).parts[0] for path in TURTLE}
    assert kinds == {"stewards.ttl", "taxonomies", "shapes", "alignments", "examples"}


def canonical(content: bytes, media: ox.RdfFormat) -> set[ox.Quad]:
    dataset = ox.Dataset(ox.parse(content, format=media))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


@pytest.mark.parametrize("path", TURTLE, ids=lambda path: path.stem)
def test_rdflib_and_oxigraph_read_the_same_graph(path: Path) -> None:
    by_rdflib = canonical(read(path).serialize(format="nt", encoding="utf-8"), ox.RdfFormat.N_TRIPLES)
    assert canonical(path.read_bytes(), ox.RdfFormat.TURTLE) == by_rdflib


def english(term: URIRef, predicate: URIRef) -> list[Node]:
    texts = vocabulary().objects(term, predicate)
    return [text for text in texts if isinstance(text, Literal) and text.language == "en" and text.strip()]


@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition], ids=["label", "definition"])
def test_every_term_has_exactly_one_english(predicate: URIRef) -> None:
    assert [term for term in declared_terms() if len(english(term, predicate)) != 1] == []


def test_every_term_has_an_example() -> None:
    assert [term for term in declared_terms() if not english(term, SKOS.example)] == []


def test_every_term_names_the_ontology_that_defines_it() -> None:
    home = URIRef(str(STW).rstrip("#"))
    assert [t for t in declared_terms() if list(vocabulary().objects(t, RDFS.isDefinedBy)) != [home]] == []


def test_no_two_terms_share_a_label() -> None:
    labels = [english(term, RDFS.label)[0] for term in declared_terms()]
    assert len(set(labels)) == len(labels)


def test_every_term_is_a_class_or_a_property() -> None:
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}
    assert [t for t in declared_terms() if not kinds & set(vocabulary().objects(t, RDF.type))] == []


def test_nothing_is_imported() -> None:
    assert not list(read(*TURTLE).objects(None, OWL.imports))


@pytest.mark.parametrize("trap", ORG_TRAPS)
def test_terms_of_org_that_change_what_things_are_stay_unused(trap: str) -> None:
    term = URIRef(str(ORG) + trap)
    graph = read(*TURTLE)
    assert (term, None, None) not in graph
    assert (None, term, None) not in graph
    assert (None, None, term) not in graph


@pytest.mark.parametrize("path", [TERMS, *TAXONOMIES, *VALID], ids=lambda path: path.stem)
def test_terms_of_other_vocabularies_are_declared(path: Path) -> None:
    graph = read(path)
    used = {*graph.predicates(unique=True), *graph.objects(None, RDF.type, unique=True)}
    external = {str(term) for term in used if not str(term).startswith(BUILT_IN)}
    declared = {str(term) for term in vocabulary().subjects(RDF.type, None, unique=True)}
    assert external - declared == set()


def test_every_concept_has_exactly_one_english_name() -> None:
    graph = read(*TAXONOMIES)
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert concepts
    assert [concept for concept in concepts if len(list(graph.objects(concept, SKOS.prefLabel))) != 1] == []
    languages = {name.language for name in graph.objects(None, SKOS.prefLabel) if isinstance(name, Literal)}
    assert languages == {"en"}


def contradictions(data: Graph) -> list[str]:
    """Return what an OWL 2 RL reasoner finds wrong with the data under the ontology."""
    closed = vocabulary() + data
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    impossible = [str(thing) for thing in closed.subjects(RDF.type, OWL.Nothing)]
    return impossible + [str(message) for message in closed.objects(None, REASONER_ERROR)]


def test_the_valid_examples_are_consistent_together() -> None:
    assert contradictions(read(*VALID)) == []


def test_the_reasoner_finds_a_person_who_is_an_organisation() -> None:
    data = Graph()
    someone = URIRef("https://w3id.org/stewards/id/person/example-person")
    data.add((someone, RDF.type, FOAF.Person))
    data.add((BNode(), STW.onBehalfOf, someone))
    assert contradictions(data) != []


def test_no_person_becomes_an_organisation_under_reasoning() -> None:
    closed = vocabulary() + read(*VALID)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    people = set(closed.subjects(RDF.type, FOAF.Person))
    assert people
    assert not people & set(closed.subjects(RDF.type, ORG.Organization))
