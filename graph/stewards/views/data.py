"""What a page knows of a network, in a form as small as can be: what many things share is stored once, and numbered."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Hashable
from typing import Any

from pyvis.network import Network as Drawing

from stewards.namespaces import BASE, PREFIXES, SKOS
from stewards.networks.network import Edge, Evidence, Network, Node
from stewards.quads.entity_quads import CLASSES
from stewards.reading.relations import RELATIONS
from stewards.values import TURNING, is_web_address
from stewards.views.communities import Community, communities
from stewards.views.looks import line_look_of, look_of
from stewards.views.placing import places

# Combining marks of any script's names stand one or two on a letter; hundreds run over the lines above and below.
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILED_MARKS = re.compile(rf"({_MARK}{{4}}){_MARK}+")


class Shared:
    """Values that are stored once, in the order in which they are first seen."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}

    def number(self, value: Hashable) -> int:
        """Return the number of a value."""
        return self._numbers.setdefault(value, len(self._numbers))

    def values(self) -> list[Any]:
        """Return all values in the order of their numbers."""
        return list(self._numbers)


def nodes_of(network: Network) -> dict[str, Node]:
    """Return the nodes by IRI, with one for every end of an edge that the network does not describe."""
    nodes: dict[str, Node] = {}
    for node in network.nodes:
        nodes.setdefault(node.iri, node)
    for edge in network.edges:
        for iri in (edge.source, edge.target):
            nodes.setdefault(iri, Node(iri, "", "other"))
    return nodes


def data_of(network: Network) -> dict[str, Any]:
    """Return everything that the page's script reads; ``view-data.js`` says what each part is."""
    inside = nodes_of(network)
    beyond = network.beyond or Network("", "", (), ())
    nodes = inside | {iri: node for iri, node in nodes_of(beyond).items() if iri not in inside}
    index = {iri: number for number, iri in enumerate(nodes)}
    edges = [*network.edges, *beyond.edges]
    drawing = _drawing(index, edges, len(network.edges), places(network), 13.0 if len(inside) <= 80 else 9.0)
    shared = {name: Shared() for name in ("kinds", "labels", "lines", "times", "documents", "evidence")}
    things = [_node(at, node, shared["kinds"]) for at, node in zip(drawing.nodes, nodes.values(), strict=True)]
    relations = [_relation(edge, index, shared) for edge in edges]
    return {
        "base": BASE,
        "asOf": text_of(network.as_of),
        "onlyOf": text_of(network.origin.only_of),
        "title": words_of(network.title),
        "focus": [index[iri] for iri in network.focus if iri in index],
        "paths": [[index[iri] for iri in path] for path in network.paths],
        "inside": [len(inside), len(network.edges)],
        "leftOut": [[index[iri], count] for iri, count in network.left_out if iri in index],
        "nodes": things,
        "communities": [_community(one, index) for one in communities(network)],
        "pairs": [[drawn["from"], drawn["to"], *drawn["relations"]] for drawn in drawing.edges],
        "relations": relations,
        **{name: values.values() for name, values in shared.items()},
        "looks": {kind: _looks(kind) for kind in shared["kinds"].values()},
        "terms": {kind: _terms(kind) for kind in shared["lines"].values()},
        "prefixes": PREFIXES,
        "query": {"command": text_of(network.origin.command), "sparql": text_of(network.origin.sparql)},
    }


def _community(community: Community, index: dict[str, int]) -> list[float]:
    """Return a community: of how many it was put together, its place, and its members."""
    return [community.parts, *community.place, *(index[iri] for iri in community.members)]


def kind_of(node: Node) -> str:
    """Return the kind of a node, "other" where it has none."""
    return text_of(node.kind) or "other"


def _drawing(index: dict[str, int], edges: list[Edge], inside: int, at: dict[str, Any], smallest: float) -> Drawing:
    """Return shapes in their places, larger with more relations inside, and one line for each related pair."""
    drawing = Drawing(directed=True)
    ends = [(index[edge.source], index[edge.target]) for edge in edges]
    degrees = Counter(number for pair in ends[:inside] for number in set(pair))
    for iri, number in index.items():
        x, y = at[iri]
        size = round(smallest + min(2.0 * math.sqrt(degrees[number]), 16.0), 1)
        drawing.add_node(number, str(number), x=x, y=y, size=size)
    lines: dict[tuple[int, int], list[int]] = {}
    for number, pair in enumerate(ends):
        lines.setdefault((min(pair), max(pair)), []).append(number)
    for (source, target), numbers in lines.items():
        drawing.add_edge(source, target, relations=numbers)
    return drawing


def _node(drawn: dict[str, Any], node: Node, kinds: Shared) -> list[Any]:
    """Return a thing: name, kind, place, size, IRI, description, and the facts of its card."""
    facts = [words_of(line) for line in node.lines or ()]
    row = [label_of(node), kinds.number(kind_of(node)), drawn["x"], drawn["y"], drawn["size"], _short(node.iri)]
    return _trimmed([*row, words_of(node.description), facts])


def _relation(edge: Edge, index: dict[str, int], shared: dict[str, Shared]) -> list[Any]:
    """Return a relation: ends, role, kind, times, evidence, and the situation that it draws."""
    kind = text_of(edge.kind) or "other"
    spells = None if edge.spells is None else tuple(tuple(_trimmed(list(spell))) for spell in edge.spells)
    dates = map(words_of, (edge.start, edge.end, edge.last_observed, edge.certainty))
    evidence = [_evidence(item, shared) for item in edge.evidence or ()]
    numbers = [
        shared["labels"].number(words_of(edge.label) or kind),
        shared["lines"].number(kind),
        shared["times"].number((*dates, spells)),
    ]
    return _trimmed([index[edge.source], index[edge.target], *numbers, evidence, _short(edge.situation)])


def _evidence(item: Evidence, shared: dict[str, Shared]) -> int:
    """Return the number of a piece of evidence: a document and the place in it; only web addresses become links."""
    url = text_of(item.url)
    address, mark, place = (url if is_web_address(url) else "").partition("#")
    document = shared["documents"].number((words_of(item.source), words_of(item.as_of), address))
    return shared["evidence"].number((document, words_of(item.locator), mark + place))


def _looks(kind: str) -> dict[str, str]:
    look = look_of(kind)
    return {
        "shape": look.shape,
        "colour": look.colour,
        "name": look.singular,
        "type": CLASSES.get(kind, SKOS + "Concept"),
    }


def _terms(kind: str) -> dict[str, str]:
    """Return how a kind of relation is drawn, and which terms of the ontology say it."""
    look = line_look_of(kind)
    drawn = {"light": look.light, "dark": look.dark, "end": look.end}
    known = [(name, one) for name, one in RELATIONS.items() if one.kind == ("tenure" if kind == "employment" else kind)]
    if not known:
        return drawn
    name, relation = known[0]
    return drawn | {"type": name, "subject": relation.subject, "object": relation.object}


def label_of(node: Node) -> str:
    """Return the name to show: the last part of the IRI when the label is empty."""
    parts = [part for part in re.split(r"[/#]", words_of(node.iri)) if part]
    return words_of(node.label).strip() or (parts[-1] if parts else "(no name)")


def words_of(value: object) -> str:
    """Return a value as text to be read: as :func:`text_of` does, within its own line.

    Without what turns the direction of the words, and with at most four marks above and below a letter.
    """
    return _PILED_MARKS.sub(r"\1", text_of(value).translate(TURNING))


def text_of(value: object) -> str:
    """Return a value as text that any file can hold: nothing for None and NaN, "?" for half a character."""
    if value is None or value != value:
        return ""
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _short(iri: str) -> str:
    """Return an IRI, without the beginning that those of the project share."""
    text = text_of(iri)
    return f"~{text.removeprefix(BASE)}" if text.startswith(BASE) else text


def _trimmed(row: list[Any]) -> list[Any]:
    """Return a row without what is empty at its end."""
    while row and not row[-1] and row[-1] != 0:
        row.pop()
    return row
