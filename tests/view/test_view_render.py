"""The text of the page."""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stewards.errors import RequestError
from stewards.networks.network import Edge, Evidence, Network, Node, Origin
from stewards.values import TURNING
from stewards.views.rendering import render, write

RENDER_ONE = """
import hashlib
from stewards.networks.network import Edge, Network, Node
from stewards.views.rendering import render
nodes = tuple(Node(f"urn:{n}", f"Name {n}", "person" if n % 2 else "company") for n in range(60))
edges = tuple(Edge(f"urn:{n}", f"urn:{n // 3}", "member", "membership") for n in range(60))
print(hashlib.sha256(render(Network("Same", "2026-11-23", nodes, edges)).encode()).hexdigest())
"""


def data_of(html: str) -> Any:
    """Return what the page's script reads."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html)
    assert found
    return json.loads(found[1])


def test_the_same_network_gives_the_same_bytes_in_every_process() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", RENDER_ONE],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(digests) == 1


def test_the_page_says_its_language_encoding_title_and_policy(board: Network) -> None:
    html = render(board)
    assert html.startswith('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">')
    assert "<title>Who governs PyTorch (2026-11-23)</title>" in html
    assert "default-src &#39;none&#39;; script-src &#39;sha256-" in html


def test_the_data_cannot_leave_its_script_element(board: Network) -> None:
    html = render(replace(board, nodes=(Node("urn:x", "</script>&\u2028\u2029.", "person"),), edges=()))
    assert "\\u003c/script\\u003e\\u0026\\u2028\\u2029" in html
    assert data_of(html)["nodes"][0][0] == "</script>&\u2028\u2029."


def test_only_web_addresses_become_links() -> None:
    urls = (
        "https://example.org/a",
        "javascript:alert(1)",
        " https://example.org",
        "data:text/html,x",
        "//example.org",
        "http://b.example",
    )
    evidence = tuple(Evidence(f"source {number}", "", "", url) for number, url in enumerate(urls))
    network = Network("", "", (Node("urn:a", "A", "body"),), (Edge("urn:a", "urn:a", "r", "k", evidence=evidence),))
    links = [document[2] for document in data_of(render(network))["documents"]]
    assert links == ["https://example.org/a", "", "", "", "", "http://b.example"]


def test_none_and_nan_are_shown_as_nothing() -> None:
    missing: Any = None
    nodes = (Node("urn:a", missing, "person", missing, missing), Node("urn:b", missing, missing))
    edges = (Edge("urn:a", "urn:b", missing, missing, missing, missing, missing, missing, missing),)
    strange: Any = math.nan
    data = data_of(
        render(Network(missing, missing, nodes, (*edges, Edge("urn:a", "urn:b", strange, "tenure", strange))))
    )
    assert [node[0] for node in data["nodes"]] == ["urn:a", "urn:b"]
    assert data["relations"] == [[0, 1, 0, 0, 0], [0, 1, 1, 1, 0]]
    assert (data["labels"], data["lines"]) == (["other", "tenure"], ["other", "tenure"])
    assert data["times"] == [["", "", "", "", None]]


def test_an_edge_to_a_thing_that_is_not_described_still_shows() -> None:
    data = data_of(render(Network("", "", (), (Edge("urn:x/a", "urn:x/b", "seat", "tenure"),))))
    assert [node[0] for node in data["nodes"]] == ["a", "b"]


def test_relations_between_the_same_two_things_share_one_line(board: Network) -> None:
    data = data_of(render(board))
    assert sorted(len(pair) - 2 for pair in data["pairs"]) == [1, 1, 1, 1, 1, 1, 2]


def test_a_page_stays_small() -> None:
    count = 1000
    nodes = tuple(
        Node(f"https://w3id.org/stewards/id/org/company-{n}", f"Company {n}", "company") for n in range(count)
    )
    evidence = Evidence("Landscape", "line 12", "2026-08-01", "https://example.org/landscape.yml")
    edges = tuple(
        Edge(node.iri, nodes[0].iri, "member", "membership", "2022-09-12", "", "2026-08-01", "",
             (evidence._replace(locator=f"line {n}"),))
        for n, node in enumerate(nodes[1:])
    )  # fmt: skip
    assert len(render(Network("Large", "2026-11-23", nodes, edges)).encode()) < 1_200_000 + 400 * count


def test_no_text_of_a_page_turns_the_words_around_it() -> None:
    name = "\u202elive\u202c \u2066\u061c"
    nodes = tuple(Node(f"urn:{n}", name, "person", name, (name,)) for n in range(2))
    evidence = (Evidence(name, name, name),)
    edge = Edge("urn:0", "urn:1", name, "tenure", name, name, name, name, evidence)
    text = json.dumps(data_of(render(Network(name, "", nodes, (edge,)))), ensure_ascii=False)

    assert "live" in text
    assert text == text.translate(TURNING)


def test_marks_are_not_piled_up_over_other_lines() -> None:
    piled = "Z" + "\u0301" * 300 + "oe\u0308\u0301"
    data = data_of(render(Network("", "", (Node("urn:z", piled, "person"),), ())))
    assert data["nodes"][0][0] == "Z" + "\u0301" * 4 + "oe\u0308\u0301"


def test_a_query_of_a_page_is_as_it_was_asked(board: Network) -> None:
    asked = Origin("stewards ask '\u202e'", "SELECT ?\u202e")

    assert data_of(render(replace(board, origin=asked)))["query"] == {"command": asked.command, "sparql": asked.sparql}


def test_a_page_is_written_as_utf_8(board: Network, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write(replace(board, title="Fundação \ud800"), path)
    assert "<title>Fundação ? (" in path.read_bytes().decode("utf-8")


def test_a_file_that_cannot_be_written_is_one_clear_line(board: Network, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"missing/page\.html: there is no folder .*missing"):
        write(board, tmp_path / "missing" / "page.html")


def test_a_network_as_networkx_keeps_parallel_relations(board: Network) -> None:
    graph = board.to_networkx()
    assert graph.number_of_edges("urn:meta", "urn:board") == 2
    assert graph.nodes["urn:meta"]["label"] == "Meta"
    assert graph.graph == {"title": "Who governs PyTorch", "as_of": "2026-11-23"}
