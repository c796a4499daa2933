"""No file of the project uses a term or concept of Stewards that is not declared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from rdflib import URIRef
from rdflib.namespace import RDF, SKOS

from tests.ontology.files import PROJECT, STEWARDS, STW, TAXONOMIES, TURTLE, declared_terms, read

FOLDERS = ("ontology", "queries", "graph", "docs")
SUFFIXES = {".ttl", ".rq", ".py", ".md"}
TERM_PATTERNS = [
    re.compile(r"(?<![\w-])stw:([A-Za-z]\w*)"),
    re.compile(re.escape(str(STW)) + r"([A-Za-z]\w*)"),
    re.compile(r"\bSTW\s*\+\s*f?[\"']([A-Za-z]\w*)[\"']"),
    re.compile(r"\bSTW\[[\"']([A-Za-z]\w*)[\"']\]"),
    re.compile(r"\bstw\([\"']([A-Za-z]\w*)[\"']\)"),
]
SCHEMES = "role|tier|maturity|bodytype|precision|principle|relation|onecompany"
CONCEPT_NAME = re.compile(rf"(?<![\w:?/-])({SCHEMES}):([a-z][\w-]*)")
CONCEPT_IRI = re.compile(rf"{re.escape(STEWARDS)}({SCHEMES})/.+")


def files() -> Iterator[Path]:
    """Yield the files of the project in which terms are used."""
    for folder in FOLDERS:
        yield from (path for path in sorted((PROJECT / folder).rglob("*")) if path.suffix in SUFFIXES)
    yield from (path for path in [PROJECT / "README.md"] if path.exists())


def terms_in(text: str) -> set[str]:
    """Return the local names of the Stewards terms that a text uses."""
    return {name for pattern in TERM_PATTERNS for name in pattern.findall(text)}


def concepts_in(text: str) -> set[str]:
    """Return the IRIs of the concepts that a query names by prefix."""
    return {f"{STEWARDS}{scheme}/{slug}" for scheme, slug in CONCEPT_NAME.findall(text)}


def used_in(suffixes: set[str], find: Callable[[str], Iterable[str]]) -> set[tuple[str, str]]:
    """Return every use that ``find`` sees in files with these suffixes: the file and what is used."""
    return {
        (str(path.relative_to(PROJECT)), name)
        for path in files()
        if path.suffix in suffixes
        for name in find(path.read_text(encoding="utf-8"))
    }


def declared_names() -> set[str]:
    return {str(term).removeprefix(str(STW)) for term in declared_terms()}


def declared_concepts() -> set[str]:
    return {str(concept) for concept in read(*TAXONOMIES).subjects(RDF.type, SKOS.Concept)}


def test_no_file_uses_an_undeclared_term() -> None:
    used = used_in(SUFFIXES, terms_in)
    assert ("ontology/stewards.ttl", "Situation") in used
    known = declared_names()
    assert sorted(use for use in used if use[1] not in known) == []


@pytest.mark.parametrize(
    "text",
    [
        "?x a stw:Gremium .",
        "<https://w3id.org/stewards/ontology#Gremium>",
        'link(STW + "Gremium")',
        'STW["Gremium"]',
        'stw("Gremium")',
    ],
)
def test_an_undeclared_term_is_seen_however_it_is_written(text: str) -> None:
    assert terms_in(text) == {"Gremium"}
    assert "Gremium" not in declared_names()


@pytest.mark.parametrize("path", TURTLE, ids=lambda path: path.stem)
def test_turtle_uses_no_undeclared_concept(path: Path) -> None:
    graph = read(path)
    nodes = {str(node) for row in graph for node in row if isinstance(node, URIRef)}
    used = {node for node in nodes if CONCEPT_IRI.fullmatch(node)}
    minted_here = {str(concept) for concept in graph.subjects(RDF.type, SKOS.Concept)}
    assert used - declared_concepts() - minted_here == set()


def test_queries_use_no_undeclared_concept() -> None:
    known = declared_concepts()
    assert sorted(use for use in used_in({".rq"}, concepts_in) if use[1] not in known) == []


def test_an_undeclared_concept_is_seen_in_a_query() -> None:
    assert concepts_in("PREFIX role: <x> ?t org:role role:king .") == {STEWARDS + "role/king"}
    assert STEWARDS + "role/king" not in declared_concepts()
