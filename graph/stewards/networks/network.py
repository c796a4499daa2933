"""A small network of things and the relations between them: what views draw and exports write."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from networkx import MultiDiGraph

from stewards.asking.answers import Evidence as Evidence
from stewards.validity import Spell as Spell

if TYPE_CHECKING:
    from stewards.pictures import Picture
    from stewards.views.page import Page


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
    Dates are ISO 8601 and may be years or months; an empty ``end`` means not known to have ended. ``spells`` say when
    it holds, None where no dates are kept of it; ``situation`` is the IRI of what it draws.
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
    spells: tuple[Spell, ...] | None = None
    situation: str = ""

    def on(self, day: str) -> Edge | None:
        """Return the edge as it is on a day ("": at any time), None where it does not hold."""
        if self.spells is None:
            return self
        held = [spell for spell in self.spells if not day or spell.covers(day)]
        if day and not held:
            return None
        level = held[-1].level if held else ""
        label = f"{self.label} ({level})" if level else self.label
        return replace(self, label=label, certainty=held[-1].certainty if day else "", spells=None)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a network was made by: a command line, and a SPARQL query where one can say it.

    ``only_of`` is the day of the answer where the network holds no more than what that answer rests on.
    """

    command: str = ""
    sparql: str = ""
    only_of: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Network:
    """Nodes and edges as of a date (ISO 8601); ``focus`` holds the IRIs the network was asked about.

    ``beyond`` is what lies around the network and a page keeps folded until it is asked for; ``paths`` are the IRIs of
    ways through the network, each from its start to its end, which a page draws in this order. ``left_out`` are things
    by IRI with how many of their relations are neither in the network nor beyond it.
    """

    title: str
    as_of: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    focus: tuple[str, ...] = ()
    beyond: Network | None = None
    paths: tuple[tuple[str, ...], ...] = ()
    origin: Origin = Origin()
    left_out: tuple[tuple[str, int], ...] = ()

    def on(self, day: str) -> Network:
        """Return what of the network is in force on a day ("": at any time), without what lies beyond."""
        edges = tuple(held for edge in self.edges if (held := edge.on(day)))
        kept = {*self.focus, *(end for edge in edges for end in (edge.source, edge.target))}
        nodes = tuple(node for node in self.nodes if node.iri in kept)
        return replace(self, as_of=day, nodes=nodes, edges=edges, beyond=None)

    def __repr__(self) -> str:
        day = f" ({self.as_of})" if self.as_of and self.as_of not in self.title else ""
        things, relations = (Counter(part.kind for part in parts) for parts in (self.nodes, self.edges))
        return "\n".join(
            [
                f"{self.title}{day}: {len(self.nodes):,} things, {len(self.edges):,} relations",
                *(
                    f"  {what}: {' · '.join(f'{kind} {number:,}' for kind, number in counts.most_common())}"
                    for what, counts in (("things", things), ("relations", relations))
                    if counts
                ),
            ]
        )

    def view(self) -> Page:
        """Return the network as a self-contained HTML page, which shows itself in a notebook."""
        from stewards.views.page import Page
        from stewards.views.rendering import render

        return Page(render(self), self.title)

    def _repr_html_(self) -> str:
        return self.view()._repr_html_()

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
        """Return the network on its day as a picture for papers and slides."""
        from stewards.pictures.network import draw

        return draw(self)
