"""Where the files of the ontology are, and how the tests read them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rdflib import Graph, Namespace, URIRef

PROJECT = Path(__file__).resolve().parents[2]
ONTOLOGY = PROJECT / "ontology"
TERMS = ONTOLOGY / "stewards.ttl"
SHAPES = ONTOLOGY / "shapes" / "stewards-shapes.ttl"
TAXONOMIES = sorted((ONTOLOGY / "taxonomies").glob("*.ttl"))
RULES = sorted((ONTOLOGY / "rules").glob("*.rq"))
VALID = sorted((ONTOLOGY / "examples" / "valid").glob("*.ttl"))
INVALID = sorted((ONTOLOGY / "examples" / "invalid").glob("*.ttl"))
TURTLE = sorted(ONTOLOGY.rglob("*.ttl"))

STEWARDS = "https://w3id.org/stewards/"
STW = Namespace(STEWARDS + "ontology#")


def read(*paths: Path) -> Graph:
    """Return one graph with everything in the Turtle files."""
    graph = Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


@cache
def vocabulary() -> Graph:
    """Return the ontology and the taxonomies; shared, so not to be changed."""
    return read(TERMS, *TAXONOMIES)


@cache
def declared_terms() -> frozenset[URIRef]:
    """Return every term of the Stewards namespace that the ontology describes."""
    subjects = read(TERMS).subjects(unique=True)
    return frozenset(term for term in subjects if isinstance(term, URIRef) and term.startswith(STW))
