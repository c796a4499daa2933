"""GEXF 1.2, which Gephi opens with colours, shapes and places, and with a timeline of the relations."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from typing import Any

import networkx
from networkx.readwrite.gexf import GEXFWriter

from stewards.exports.content import Content, relation_fields, thing_fields
from stewards.networks.drawn import MOST_THINGS
from stewards.networks.network import Edge, Network, Node
from stewards.validity import POSSIBLE
from stewards.values import written
from stewards.views.looks import line_look_of, look_of
from stewards.views.placing import places

#: Gephi's shape for each of ours; it knows no others.
_SHAPES = {"square": "square", "diamond": "diamond", "triangle": "triangle", "triangleDown": "triangle"}


def write(content: Content, path: Path) -> None:
    """Write a network to a GEXF file.

    A relation is there from the first day on which it may hold to the last. Larger networks than a view draws have no
    places: Gephi lays them out itself.
    """
    network = content.network()
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(mode="dynamic")
    placed = places(network) if len(network.nodes) <= MOST_THINGS else {}
    degrees = Counter(iri for edge in network.edges for iri in {edge.source, edge.target})
    for node in network.nodes:
        look = _look(node, degrees[node.iri], placed.get(node.iri))
        graph.add_node(node.iri, viz=look, **thing_fields(node))
    for number, edge in enumerate(network.edges):
        graph.add_edge(edge.source, edge.target, id=str(number), **_relation(edge))
    _write(graph, network, path)


def _look(node: Node, degree: int, place: tuple[float, float] | None) -> dict[str, Any]:
    look = look_of(written(node.kind) or "other")
    drawn: dict[str, Any] = {
        "color": _colour(look.colour),
        "size": round(10 + 4 * math.sqrt(degree), 1),
        "shape": _SHAPES.get(look.shape, "disc"),
    }
    # Gephi's vertical axis points upwards.
    return drawn | ({"position": {"x": place[0], "y": -place[1], "z": 0.0}} if place else {})


def _relation(edge: Edge) -> dict[str, Any]:
    """Return the attributes of an edge; the dates as sources give them stay beside the days of the timeline."""
    fields: dict[str, Any] = relation_fields(edge)
    fields["since"], fields["until"] = fields.pop("start"), fields.pop("end")
    days = {"start": fields.pop("earliest"), "end": fields.pop("latest")}
    look = {"color": _colour(line_look_of(edge.kind).light), "shape": _dashed(edge)}
    return fields | {name: day for name, day in days.items() if day} | {"viz": look}


def _dashed(edge: Edge) -> str:
    sure = {edge.certainty} if edge.spells is None else {spell.certainty for spell in edge.spells}
    return "dashed" if sure == {POSSIBLE} else "solid"


def _colour(colour: str) -> dict[str, int]:
    return dict(zip("rgb", bytes.fromhex(colour[1:]), strict=True))


def _write(graph: networkx.MultiDiGraph[str], network: Network, path: Path) -> None:
    """Write a graph with what networkx leaves out, or gets from elsewhere: a title, no name, no day of writing."""
    writer = GEXFWriter(graph, prettyprint=False)
    meta = writer.xml[0]
    del meta.attrib["lastmodifieddate"]
    described = meta.makeelement("description", {})
    described.text = " ".join(filter(None, (written(network.title), written(network.as_of))))
    meta.append(described)
    del writer.graph_element.attrib["name"]
    with path.open("wb") as stream:
        writer.write(stream)
