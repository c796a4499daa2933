"""Which graphs a query reads, on servers whose default graph is the union of all the others.

The address of such an endpoint names the graph that holds the resolved whole: ``?default-graph-uri=...``. Virtuoso then
answers ``GRAPH ?any`` from every graph, but ``GRAPH <one>`` only if that one is named beside the query.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from stewards.errors import RequestError
from stewards.namespaces import BASE, expand

#: The usual graph for the resolved whole, where the default graph cannot hold it.
WHOLE_GRAPH = BASE + "graph/whole"
_PARAMETER = "default-graph-uri"

# Texts and comments come first: a name may hold any word.
_GRAPHS = re.compile(
    r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""|"(?:[^"\\\n\r]|\\.)*"'
    r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''|'(?:[^'\\\n\r]|\\.)*'"
    r"|\bGRAPH\s*(?P<graph><[^<>\s]*>|[?$]\w+|[\w-]*:[\w.%-]*)|<[^<>\s]*>|#[^\n\r]*",
    re.DOTALL | re.IGNORECASE,
)


def names_whole(address: str) -> str:
    """Return the graph that an endpoint's address names for the resolved whole, "" when it names none.

    Raises :class:`RequestError` when the name is no IRI.
    """
    name = parse_qs(urlsplit(address).query).get(_PARAMETER, [""])[0]
    if name and not re.fullmatch(r"[A-Za-z][\w+.-]*:[^\s<>\"{}|\\^`]*", name):
        raise RequestError(f"{_PARAMETER} does not name a graph: {name[:100]!r} is no IRI")
    return name


def graphs_named(query: str) -> tuple[str, ...]:
    """Return the graphs that a query names after GRAPH; none if it also asks for any graph."""
    found = {match["graph"] for match in _GRAPHS.finditer(query) if match["graph"]}
    if any(graph[0] in "?$" for graph in found):
        return ()
    return tuple(sorted(graph[1:-1] if graph[0] == "<" else expand(graph) or graph for graph in found))
