"""Proves a graph whole: the named checks, and the ontology's SHACL shapes. The one module that imports pyshacl."""

from __future__ import annotations

from dataclasses import dataclass

from pyshacl import validate as run_shacl

from stewards import checks
from stewards.rdf import shapes, to_rdflib
from stewards.stores.store import Store

_SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that breaks a rule: the node, the check or shape, and what is wrong."""

    rule: str
    node: str
    message: str


def validate(store: Store) -> list[Violation]:
    """Return everything in the graph that breaks a check or a shape; an empty list means that it is whole."""
    found = [Violation(check.name, node, check.rule) for check, nodes in checks.run(store) for node in nodes]
    _, report, _ = run_shacl(to_rdflib(store, ontology=True), shacl_graph=shapes(), inference="none", advanced=False)
    query = f"""SELECT ?node ?shape ?message WHERE {{
      ?result <{_SH}focusNode> ?node ; <{_SH}sourceShape> ?shape ; <{_SH}resultMessage> ?message }}"""
    found += [Violation("shape", str(node), str(message)) for node, _, message in report.query(query)]
    return sorted(set(found))
