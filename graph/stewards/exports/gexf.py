"""GEXF 1.2, which Gephi opens with colours, shapes and places, and with a timeline of the relations."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import networkx
from networkx.readwrite.gexf import GEXFWriter

from stewards.exports.content import Content, relation_fields, text, thing_fields
from stewards.layout import positions
from stewards.neighbourhood import MOST_THINGS
from stewards.network import Edge, Network, Node
from stewards.validity import POSSIBLE
from stewards.values import Period
from stewards.view import LOOKS

#: Gephi's shape for each of ours; it knows no others.
_SHAPES = {"square": "square", "diamond": "diamond", "triangle": "triangle", "triangleDown": "triangle"}
_GREY = "#8c8c8c"


def write(content: Content, path: Path) -> None:
    """Write a network to a GEXF file.

    A relation is there from the first day on which it may hold to the last. Larger networks than a view draws have no
    places: Gephi lays them out itself.
    """
    network = content.network()
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(mode="dynamic")
    places = positions(network) if len(network.nodes) <= MOST_THINGS else {}
    degrees = Counter(iri for edge in network.edges for iri in {edge.source, edge.target})
    for node in network.nodes:
        look = _look(node, degrees[node.iri], places.get(node.iri))
        graph.add_node(node.iri, viz=look, **thing_fields(node))
    for number, edge in enumerate(network.edges):
        graph.add_edge(edge.source, edge.target, id=str(number), **_relation(edge))
    _write(graph, network, path)


def _look(node: Node, degree: int, place: tuple[float, float] | None) -> dict[str, Any]:
    look = LOOKS.get(node.kind)
    colour = look.colour if look else _GREY
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    drawn: dict[str, Any] = {
        "color": {"r": red, "g": green, "b": blue},
        "size": round(10 + 4 * math.sqrt(degree), 1),
        "shape": _SHAPES.get(look.shape if look else "", "disc"),
    }
    # Gephi's vertical axis points upwards.
    return drawn | ({"position": {"x": place[0], "y": -place[1], "z": 0.0}} if place else {})


def _relation(edge: Edge) -> dict[str, Any]:
    """Return the attributes of an edge; the dates as sources give them stay beside the days of the timeline."""
    fields: dict[str, Any] = relation_fields(edge)
    fields["since"], fields["until"] = fields.pop("start"), fields.pop("end")
    if begun := edge.start or edge.first_observed:
        fields["start"] = Period.parse(begun).first
    if edge.end:
        last = _last_day(edge.end)
        fields["end"] = max(last, fields.get("start", last))
    return fields | {"viz": {"shape": "dashed" if edge.certainty == POSSIBLE else "solid"}}


def _last_day(end: str) -> str:
    """Return the last ISO day on which a relation may hold: the one before a list of that date has it no longer."""
    period = Period.parse(end.removeprefix("by "))
    if not end.startswith("by "):
        return period.last
    return (date.fromisoformat(period.first) - timedelta(days=1)).isoformat()


def _write(graph: networkx.MultiDiGraph[str], network: Network, path: Path) -> None:
    """Write a graph with what networkx leaves out, or gets from elsewhere: a title, no name, no day of writing."""
    writer = GEXFWriter(graph, prettyprint=False)
    meta = writer.xml[0]
    del meta.attrib["lastmodifieddate"]
    described = meta.makeelement("description", {})
    described.text = " ".join(filter(None, (text(network.title), text(network.as_of))))
    meta.append(described)
    del writer.graph_element.attrib["name"]
    with path.open("wb") as stream:
        writer.write(stream)
