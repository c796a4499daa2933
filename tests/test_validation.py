"""Proving a graph whole: what is shipped holds, and what is broken is named."""

from __future__ import annotations

import stewards
from stewards.graph import Graph
from stewards.namespaces import ID, ORG, RDF, STW
from stewards.quads import nquads
from stewards.stores.store import OxigraphStore
from stewards.validation import Violation, validate

META, TENURE = ID + "org/meta", ID + "tenure/made-up"


def broken(*lines: str) -> list[Violation]:
    """Return what is wrong with the shipped graph once some statements are added to it."""
    store = stewards.open("memory:").store
    assert isinstance(store, OxigraphStore)
    with store.loading() as stream:
        stream.writelines(lines)
    return validate(store)


def statement(subject: str, predicate: str, term: str) -> str:
    return f"{nquads.iri(subject)} {nquads.iri(predicate)} {term} .\n"


def test_the_shipped_graph_is_whole(graph: Graph) -> None:
    assert validate(graph.store) == []


def test_a_tenure_without_role_or_evidence_is_named() -> None:
    found = broken(
        statement(TENURE, RDF + "type", nquads.iri(STW + "Tenure")),
        statement(TENURE, ORG + "member", nquads.iri(META)),
    )

    assert {violation.node for violation in found} == {TENURE}
    assert all(violation.message for violation in found)
    assert {"shape"} < {violation.rule for violation in found}


def test_what_is_found_is_in_order_and_said_once() -> None:
    found = broken(statement(TENURE, RDF + "type", nquads.iri(STW + "Tenure")))

    assert found == sorted(set(found))
    assert found
