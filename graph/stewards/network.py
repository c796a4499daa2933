"""A small network of things and the relations between them: what views draw and exports write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from networkx import MultiDiGraph

from stewards.answers import Evidence as Evidence

if TYPE_CHECKING:
    from stewards.pictures import Picture


@dataclass(frozen=True, slots=True)
class Node:
    """One thing: a person, company, foundation, organisation, project, body or concept.

    ``lines`` are short facts, one a line, for its card.
    """

    iri: str
    label: str
    kind: str
    description: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """One relation from the node ``source`` to the node ``target``, both named by IRI.

    ``label`` is the role in words, ``kind`` its sort (tenure, employment, membership, hosting, parent, ...).
    Dates are ISO 8601 and may be years or months; an empty ``end`` means not known to have ended, and "by" before it
    that a list of that date has it no longer. ``situation`` is the IRI of what the graph says, "" for what a body
    governs.
    """

    source: str
    target: str
    label: str
    kind: str
    start: str = ""
    end: str = ""
    last_observed: str = ""
    certainty: str = ""
    evidence: tuple[Evidence, ...] = ()
    first_observed: str = ""
    situation: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges as of a date (ISO 8601); ``focus`` holds the IRIs the network was asked about."""

    title: str
    as_of: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    focus: tuple[str, ...] = ()

    def to_networkx(self) -> MultiDiGraph[str]:
        """Return the network as a directed multigraph keyed by IRI, fields as attributes."""
        graph: MultiDiGraph[str] = MultiDiGraph(title=self.title, as_of=self.as_of)
        for node in self.nodes:
            graph.add_node(node.iri, label=node.label, kind=node.kind, description=node.description, lines=node.lines)
        for edge in self.edges:
            graph.add_edge(
                edge.source,
                edge.target,
                label=edge.label,
                kind=edge.kind,
                start=edge.start,
                end=edge.end,
                last_observed=edge.last_observed,
                certainty=edge.certainty,
                evidence=edge.evidence,
            )
        return graph

    def picture(self) -> Picture:
        """Return the network as a picture for papers and slides."""
        from stewards.pictures.network import draw

        return draw(self)
