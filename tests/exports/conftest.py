"""A network with every kind of date, and one of hostile texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stewards.exports import export
from stewards.graph import Graph
from stewards.networks.network import Edge, Network, Node
from tests.worlds import harbour

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "markup": "]]>&amp;\"'<!--",
    "formula": '=HYPERLINK("http://x";"y")',
    "right to left": "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "emoji": "\U0001f469\u200d\U0001f680 rocket",
    "long": "x" * 10_000,
    "control": "bell\x07 null\x00 vertical\x0b unit\x1f",
    "not a character": "\ufffe\uffff \ud800",
    "lines": "one\ntwo\r\nthree\tfour",
    "empty": "",
    "dollars": "$\\frac{1}{0}$ $$",
}


@pytest.fixture(scope="session")
def dated() -> Graph:
    """Return a board with tenures that begin and end in different ways, and a member whose tier changed."""
    world = harbour()
    world.tenure("Ada", "Board", "board-member", for_="Acme", since="2021-03-05", until="2023")
    world.tenure("Ben", "Board", "board-member", since="2022-06")
    world.tenure("Cyd", "Board", "board-member", gone="2024-06-11")
    return world.graph()


@pytest.fixture(scope="session")
def hostile() -> Network:
    """Return a ring of things with hostile names, roles and descriptions."""
    texts = list(HOSTILE.values())
    nodes = tuple(Node(f"urn:{n}", text, "person", text) for n, text in enumerate(texts))
    edges = tuple(Edge(f"urn:{n}", f"urn:{(n + 1) % len(texts)}", text, "tenure") for n, text in enumerate(texts))
    return Network("\x00 <title>", "", nodes, edges)


@pytest.fixture
def write(graph: Graph, tmp_path: Path) -> Callable[[Network, str], Path]:
    """Write a network to a file with an ending, and return the file."""

    def written(network: Network, ending: str) -> Path:
        path = tmp_path / f"network{ending}"
        export(graph.store, path, network)
        return path

    return written
