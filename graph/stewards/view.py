"""One self-contained page for a network: it opens from disk and asks no server for anything.

Pyvis assembles the nodes and edges and brings the vis-network library; the page itself is ours, because the
page of Pyvis loads scripts from elsewhere and lets script in a name run. Names reach the page as JSON and are
shown as text only; a content security policy admits the two scripts and the style sheet by their hash.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network as Drawing

from stewards.errors import RequestError
from stewards.layout import positions
from stewards.network import Edge, Evidence, Network, Node

SCRIPTS = ("view.js", "view-network.js", "view-labels.js", "view-card.js", "view-table.js", "view-start.js")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of thing is drawn and what its legend entry says."""

    shape: str
    colour: str
    singular: str
    plural: str


#: Colours of Okabe and Ito, told apart with any colour vision; shapes say the same without colour.
LOOKS = {
    "person": Look("dot", "#56b4e9", "Person", "People"),
    "company": Look("square", "#e69f00", "Company", "Companies"),
    "foundation": Look("hexagon", "#0072b2", "Foundation", "Foundations"),
    "organisation": Look("triangleDown", "#f0e442", "Organisation", "Organisations"),
    "project": Look("diamond", "#009e73", "Project", "Projects"),
    "body": Look("triangle", "#d55e00", "Governing body", "Governing bodies"),
    "concept": Look("star", "#cc79a7", "Concept", "Concepts"),
}


def render(network: Network) -> str:
    """Return the page for a network as HTML; the same network gives the same text."""
    nodes = _nodes(network)
    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    style, library, script = _asset("view.css"), _library(), "".join(map(_asset, SCRIPTS))
    return template.from_string(_asset("view.html.j2")).render(
        title=_text(network.title) or "Network",
        as_of=_text(network.as_of),
        things=_legend(nodes),
        relations=Counter(_text(edge.kind) or "other" for edge in network.edges),
        count=len(nodes),
        policy=_policy(style, library, script),
        style=Markup(style),
        library=Markup(library),
        script=Markup(script),
        data=Markup(_json(_data(network, nodes))),
    )


def write(network: Network, path: str | Path) -> None:
    """Write the page for a network to a file.

    Raises:
        RequestError: the file cannot be written.
    """
    try:
        Path(path).write_text(render(network), encoding="utf-8", newline="\n")
    except OSError as error:
        raise RequestError(f"{path}: cannot be written ({error.strerror}); choose another file") from error


def _nodes(network: Network) -> dict[str, Node]:
    """Return the nodes by IRI, with one for every end of an edge that the network does not describe."""
    nodes: dict[str, Node] = {}
    for node in network.nodes:
        nodes.setdefault(node.iri, node)
    for edge in network.edges:
        for iri in (edge.source, edge.target):
            nodes.setdefault(iri, Node(iri, "", "other"))
    return nodes


def _legend(nodes: dict[str, Node]) -> list[tuple[str, Look, int]]:
    """Return kind, look and count of what the network holds, known kinds first."""
    counts = Counter(_kind(node) for node in nodes.values())
    kinds = [kind for kind in LOOKS if kind in counts] + sorted(set(counts) - set(LOOKS))
    return [(kind, _look(kind), counts[kind]) for kind in kinds]


def _kind(node: Node) -> str:
    return _text(node.kind) or "other"


def _look(kind: str) -> Look:
    return LOOKS.get(kind) or Look("dot", "#8c8c8c", kind.capitalize(), kind.capitalize())


def _data(network: Network, nodes: dict[str, Node]) -> dict[str, Any]:
    """Return everything the page's script reads."""
    index = {iri: number for number, iri in enumerate(nodes)}
    evidence: dict[Evidence, int] = {}
    ends = [(index[edge.source], index[edge.target]) for edge in network.edges]
    relations = [_relation(edge, pair, evidence) for edge, pair in zip(network.edges, ends, strict=True)]
    drawing = _drawing(nodes, ends, positions(network))
    return {
        "asOf": _text(network.as_of),
        "nodes": drawing.nodes,
        "edges": drawing.edges,
        "relations": relations,
        "evidence": [_evidence(item) for item in evidence],
        "focus": [index[iri] for iri in network.focus if iri in index],
    }


def _drawing(nodes: dict[str, Node], ends: list[tuple[int, int]], places: Mapping[str, tuple[float, float]]) -> Drawing:
    """Return shapes in their places, larger with more relations, and one line for each related pair."""
    drawing = Drawing(directed=True)
    degrees = Counter(number for pair in ends for number in set(pair))
    base = 13.0 if len(nodes) <= 80 else 9.0
    for number, (iri, node) in enumerate(nodes.items()):
        x, y = places[iri]
        size = round(base + min(2.0 * math.sqrt(degrees[number]), 16.0), 1)
        drawing.add_node(number, _label(node), x=x, y=y, size=size, **_look_of(node), **_card(node))
    lines: dict[tuple[int, int], list[int]] = {}
    for number, pair in enumerate(ends):
        lines.setdefault((min(pair), max(pair)), []).append(number)
    for (source, target), numbers in lines.items():
        drawing.add_edge(source, target, relations=numbers)
    return drawing


def _look_of(node: Node) -> dict[str, str]:
    kind = _kind(node)
    return {"kind": kind, "shape": _look(kind).shape, "color": _look(kind).colour}


def _card(node: Node) -> dict[str, Any]:
    """Return what a node's card says beside its name."""
    facts = [_text(line) for line in node.lines or ()]
    return _filled(iri=_text(node.iri), description=_text(node.description), lines=facts)


def _relation(edge: Edge, ends: tuple[int, int], evidence: dict[Evidence, int]) -> dict[str, Any]:
    """Return an edge for the page; what it has in common with others is stored once, in ``evidence``."""
    numbers = [evidence.setdefault(item, len(evidence)) for item in edge.evidence or ()]
    fields = _filled(
        start=_text(edge.start),
        end=_text(edge.end),
        seen=_text(edge.last_observed),
        certainty=_text(edge.certainty),
        evidence=numbers,
    )
    kind = _text(edge.kind) or "other"
    return {"from": ends[0], "to": ends[1], "label": _text(edge.label) or kind, "kind": kind, **fields}


def _evidence(item: Evidence) -> dict[str, str]:
    """Return a piece of evidence for the page; only web addresses become links."""
    url = _text(item.url)
    return _filled(
        source=_text(item.source),
        locator=_text(item.locator),
        as_of=_text(item.as_of),
        url=url if WEB_ADDRESS.fullmatch(url) else "",
    )


def _filled(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _label(node: Node) -> str:
    """Return the name to show: the last part of the IRI when the label is empty."""
    parts = [part for part in re.split(r"[/#]", _text(node.iri)) if part]
    return _text(node.label).strip() or (parts[-1] if parts else "(no name)")


def _text(value: object) -> str:
    """Return a value as text that any file can hold: nothing for None and NaN, "?" for half a character."""
    if value is None or value != value:
        return ""
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _json(value: object) -> str:
    """Return JSON that can stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _policy(style: str, *scripts: str) -> str:
    """Return the content security policy that admits these inline texts and nothing else."""
    return (
        f"default-src 'none'; script-src {' '.join(map(_hash, scripts))}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _asset(name: str) -> str:
    return (files("stewards") / "web" / name).read_text(encoding="utf-8")


@cache
def _library() -> str:
    """Return vis-network as Pyvis brings it, without the pointer to a source map that is not there.

    Its style sheet is left out: it dresses buttons and pop-ups that the page does not use.
    """
    path = files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return path.read_text(encoding="utf-8").partition("//# sourceMappingURL=")[0]
