"""GraphML, which networkx, igraph, yEd, Gephi and Cytoscape read."""

from __future__ import annotations

from pathlib import Path

import networkx

from stewards.exports.content import Content, relation_fields, thing_fields
from stewards.values import written


def write(content: Content, path: Path) -> None:
    """Write a network to a GraphML file: a directed multigraph, its nodes keyed by IRI, fields as attributes."""
    network = content.network()
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(
        title=written(network.title), as_of=written(network.as_of)
    )
    graph.add_nodes_from((node.iri, thing_fields(node)) for node in network.nodes)
    for number, edge in enumerate(network.edges):
        graph.add_edge(edge.source, edge.target, f"e{number}", **relation_fields(edge))
    networkx.write_graphml_xml(graph, path, named_key_ids=True)
