"""What can be taken away from the page: pictures, data, and the query that made it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from stewards.namespaces import ORG, RDF, SKOS, STW
from stewards.networks.network import Edge, Evidence, Network, Node, Origin
from stewards.values import TURNING

OpenPage = Callable[..., Any]
SVG = "{http://www.w3.org/2000/svg}"


def saved(opened: Any, name: str, tmp_path: Path, keyboard: bool = False) -> Path:
    """Press an export's button, and return the file that the browser saved."""
    if not opened.page.locator("#panel").is_visible():
        press(opened, opened.page.get_by_role("button", name="Export", exact=True), keyboard)
    with opened.page.expect_download() as waiting:
        press(opened, opened.page.locator("#panel").get_by_role("button", name=name, exact=True), keyboard)
    path = tmp_path / str(waiting.value.suggested_filename)
    waiting.value.save_as(path)
    return path


def press(opened: Any, button: Any, keyboard: bool) -> None:
    if keyboard:
        button.focus()
        opened.page.keyboard.press("Enter")
    else:
        button.click()


def table_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_every_export_is_saved_without_a_request(
    open_page: OpenPage, board: Network, tmp_path: Path, keyboard: bool
) -> None:
    opened = open_page(board, accept_downloads=True)
    paths = [
        saved(opened, name, tmp_path, keyboard)
        for name in ("PNG", "SVG", "CSV", "JSON-LD", "Download command", "Download SPARQL")
    ]
    stem = "who-governs-pytorch-2026-11-23"
    assert [path.name for path in paths] == [f"{stem}.{e}" for e in ("png", "svg", "csv", "jsonld", "sh", "rq")]
    assert paths[0].read_bytes().startswith(b"\x89PNG")
    assert paths[4].read_text() == "stewards view 'PyTorch Foundation' -o view.html\n"
    assert paths[5].read_text() == board.origin.sparql
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#panel").is_hidden()
    assert (opened.requests, opened.errors, opened.page.evaluate("window.violations")) == ([], [], [])


def test_svg_has_every_name_shape_and_line_that_shows(open_page: OpenPage, board: Network, tmp_path: Path) -> None:
    opened = open_page(board, accept_downloads=True)
    root = ElementTree.parse(saved(opened, "SVG", tmp_path)).getroot()
    texts = {text.text for text in root.iter(f"{SVG}text")}
    assert opened.shown() <= texts
    assert "seat" in texts
    lines = list(root.iter(f"{SVG}line"))
    assert len(lines) == 4
    assert sum(line.get("stroke-dasharray") is not None for line in lines) == 2
    assert root.find(f"{SVG}title") is not None


def test_csv_has_the_relations_of_the_day(open_page: OpenPage, board: Network, tmp_path: Path) -> None:
    opened = open_page(board, accept_downloads=True)
    opened.page.get_by_role("button", name="Tenure").click()
    opened.page.fill("#date", "2023-06-01")
    head, *rows = table_of(saved(opened, "CSV", tmp_path))
    assert head[:6] == ["subject", "subject_iri", "role", "kind", "object", "object_iri"]
    assert [row[2] for row in rows] == ["hosted by", "governs", "employee"]
    assert rows[2][6:10] == ["2014", "2025-11", "", "certain"]
    assert rows[1][10] == "Announcement, paragraph 3, 2022-09-12, https://example.org/announcement#chair"


def test_csv_holds_no_formula(open_page: OpenPage, tmp_path: Path) -> None:
    names = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", ' =HYPERLINK("x")', 'say "hi", you', "two\nlines")
    nodes = tuple(Node(f"urn:{number}", name, "person") for number, name in enumerate(names))
    edges = tuple(Edge(node.iri, "urn:0", node.label, "tenure") for node in nodes)
    opened = open_page(Network("=cmd|' /C calc'!A0", "", nodes, edges), accept_downloads=True)
    _, *rows = table_of(saved(opened, "CSV", tmp_path))
    assert [row[2] for row in rows[:6]] == [f"'{name}" for name in names[:6]]
    assert [row[2] for row in rows[6:]] == list(names[6:])
    assert not [field for row in rows for field in row if field.lstrip().startswith(("=", "+", "-", "@"))]


def test_jsonld_says_it_in_the_terms_of_the_ontology(open_page: OpenPage, ever: Network, tmp_path: Path) -> None:
    opened = open_page(ever, accept_downloads=True)
    path = saved(opened, "JSON-LD", tmp_path)
    triples = {(quad.subject, quad.predicate.value, quad.object) for quad in parse(path=path, format=RdfFormat.JSON_LD)}
    seat, meta, board, job = map(NamedNode, ("urn:tenure/meta", "urn:meta", "urn:board", "urn:employment/soumith"))
    day = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    assert {
        (meta, SKOS + "prefLabel", Literal("Meta")),
        (meta, RDF + "type", NamedNode(STW + "Company")),
        (seat, RDF + "type", NamedNode(STW + "Tenure")),
        (seat, ORG + "member", meta),
        (seat, ORG + "organization", board),
        (board, STW + "governs", NamedNode("urn:foundation")),
        (NamedNode("urn:hosting/pytorch"), STW + "host", NamedNode("urn:foundation")),
        (job, STW + "startDate", Literal("2014-01-01", datatype=day)),
        (job, STW + "endPrecision", NamedNode("https://w3id.org/stewards/precision/month")),
    } <= triples
    assert len({evidence for node, cites, evidence in triples if (node, cites) == (seat, STW + "hasEvidence")}) == 2


def test_the_query_is_shown_and_copied(open_page: OpenPage, board: Network) -> None:
    opened = open_page(board, permissions=["clipboard-read", "clipboard-write"])
    opened.page.get_by_role("button", name="Export", exact=True).click()
    panel = opened.page.locator("#panel")
    assert panel.locator("#sparql").inner_text() == board.origin.sparql
    panel.get_by_role("button", name="Copy").first.click()
    panel.get_by_role("button", name="Copied").wait_for()
    assert opened.page.evaluate("navigator.clipboard.readText()") == board.origin.command


def test_a_network_of_unknown_origin_offers_no_query(open_page: OpenPage, board: Network) -> None:
    opened = open_page(replace(board, origin=Origin()))
    opened.page.get_by_role("button", name="Export", exact=True).click()
    assert opened.page.locator("#panel").get_by_role("button", name="Copy").count() == 0


HOSTILE = ("<script>window.__pwned = 1</script>", "]]></svg><script>window.__pwned = 1</script>", "a\x00b\x08c",
           "\u202eright to left\u202c", "👩🏽‍💻 family", "x" * 10_000, "NaN", " ", "<!--", "\ufffe")  # fmt: skip


def test_hostile_names_are_text_in_every_file(open_page: OpenPage, tmp_path: Path) -> None:
    nodes = tuple(Node(f"urn:{number}", name, "person", name, (name,)) for number, name in enumerate(HOSTILE))
    edges = tuple(
        Edge(node.iri, "urn:0", node.label, node.label, node.label, node.label, node.label, node.label,
             (Evidence(node.label, node.label, node.label),), None, node.label)
        for node in nodes
    )  # fmt: skip
    opened = open_page(Network(HOSTILE[0], "", nodes, edges), accept_downloads=True)
    svg = ElementTree.parse(saved(opened, "SVG", tmp_path)).getroot()
    assert {element.tag for element in svg.iter()} <= {
        SVG + tag for tag in ("svg", "title", "rect", "g", "line", "circle", "polygon", "text")
    }
    titles = {title.text for title in svg.iter(f"{SVG}title")}
    assert {"abc", HOSTILE[0], HOSTILE[5], "NaN"} <= titles
    _, *rows = table_of(saved(opened, "CSV", tmp_path))
    shown = [name.translate(TURNING).strip() for name in HOSTILE]
    assert [row[0] for row in rows] == [name or f"urn:{number}" for number, name in enumerate(shown)]
    entities = json.loads(saved(opened, "JSON-LD", tmp_path).read_text())["@graph"]
    assert entities[0]["skos:prefLabel"] == HOSTILE[0]
    assert saved(opened, "PNG", tmp_path).stat().st_size > 1000
    assert opened.page.evaluate("window.__pwned") is None
    assert (opened.requests, opened.errors) == ([], [])
