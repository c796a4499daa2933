"""The graph as rdflib knows it. The one module that imports rdflib."""

from __future__ import annotations

import tempfile
from pathlib import Path

import rdflib

from stewards.namespaces import PREFIXES
from stewards.resources import folder
from stewards.stores.store import Store

#: What :func:`to_rdflib` gives, for those who may not import rdflib.
RdfGraph = rdflib.Graph


def to_rdflib(store: Store, *, ontology: bool = False) -> rdflib.Graph:
    """Return the default graph, copied into memory; with the ontology's classes and properties when asked for."""
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "graph.nt"
        store.export(path, "nt", graph="")
        graph.parse(path, format="nt")
    if ontology:
        graph.parse(folder("ontology") / "stewards.ttl", format="turtle")
    return graph


def shapes() -> rdflib.Graph:
    """Return the SHACL shapes of the ontology."""
    graph = rdflib.Graph()
    for path in sorted(folder("ontology").glob("shapes/*.ttl")):
        graph.parse(path, format="turtle")
    return graph
