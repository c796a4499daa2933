"""Everything a graph holds, written to a store: ontology, quads, retired addresses, derived facts."""

from __future__ import annotations

from collections import Counter

from stewards.identity.registry import Registry
from stewards.identity.resolving import Identities
from stewards.namespaces import DERIVED_GRAPH, ONTOLOGY_GRAPH
from stewards.quads import situation_quads, situations
from stewards.resources import folder
from stewards.sources.input import Batches
from stewards.stores.store import OxigraphStore
from stewards.terms import Table


def write_graph(store: OxigraphStore, batches: Batches, identities: Identities, registry: Registry) -> Counter[str]:
    """Fill an empty store; return how many quads each graph got from the documents."""
    nodes = situations.gather(batches, identities)
    known = load_ontology(store)
    with store.loading() as stream:
        counts = situation_quads.write(batches, identities, nodes, known, stream)
        stream.writelines(registry.lines())
    for rule in sorted(folder("ontology").glob("rules/*.rq")):
        store.derive(rule.read_text(encoding="utf-8"), DERIVED_GRAPH)
    return counts


def load_ontology(store: OxigraphStore) -> frozenset[str]:
    """Load the ontology, and its taxonomies into the default graph too; return the concepts they declare."""
    home = folder("ontology")
    taxonomies = sorted(home.glob("taxonomies/*.ttl"))
    whole = [(path, ONTOLOGY_GRAPH) for path in (home / "stewards.ttl", *taxonomies)]
    store.load_turtle([*whole, *((path, "") for path in taxonomies)])
    found = store.query("SELECT ?concept WHERE { ?concept a skos:Concept }")
    assert isinstance(found, Table)
    return frozenset(str(row[0]) for row in found.rows)
