"""RDF: the statements of the graph."""

from __future__ import annotations

from pathlib import Path

from stewards.exports.content import Content
from stewards.networks.network import Network
from stewards.reading.rows import batched, bound
from stewards.stores.store import OxigraphStore, Store
from stewards.terms import Triples

_ABOUT = "CONSTRUCT { ?node ?property ?value } WHERE { ?node ?property ?value }"
# What a body governs is told where the body is described.
_CITED = "SELECT ?node ?cited WHERE { ?node stw:hasEvidence|stw:describedBy ?cited }"
_DOCUMENTS = "SELECT ?passage ?document WHERE { ?passage stw:inDocument ?document }"
_BATCH = 1000


def write(content: Content, path: Path, form: str) -> None:
    """Write statements to a file as ``ttl``, ``trig``, ``nq`` or ``jsonld``.

    Of the whole graph, each document's own graph is written as well where the form can hold graphs; of a network, what
    the resolved whole says of its things and situations, with the passages and documents that these rest on.
    """
    if content.chosen is None:
        content.store.export(path, form, graph="" if form == "ttl" else None)
    else:
        _part(content.store, content.chosen).export(path, form, graph="")


def _part(store: Store, network: Network) -> OxigraphStore:
    """Return a store of what is said of a network."""
    situations = {edge.situation for edge in network.edges} - {""}
    governing = {edge.source for edge in network.edges if edge.kind == "governs"}
    passages = {str(row["cited"]) for row in batched(store, _CITED, "node", situations | governing)}
    documents = {str(row["document"]) for row in batched(store, _DOCUMENTS, "passage", passages)}
    things = {node.iri for node in network.nodes}
    nodes = sorted(things | situations | passages | documents)
    found = OxigraphStore()
    with found.loading() as stream:
        for start in range(0, len(nodes), _BATCH):
            triples = store.query(bound(_ABOUT, ["node"], [[iri] for iri in nodes[start : start + _BATCH]]))
            assert isinstance(triples, Triples)
            stream.write(triples.text)
    return found
