"""What sources hold of people beside their roles stays out of the graph: addresses, and who voted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from stewards.stores.store import OxigraphStore
from tests.graphs import column

# The last letter before the sign is enough to find an address, and quick in hundreds of megabytes.
EMAIL = re.compile(rb"[\w+-](?:@|%40|&#64;)[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")
# "ada at example dot org", "ada (at) example.org", "ada [at] example [dot] org".
WRITTEN_OUT = re.compile(
    rb"[\w+-] ?(?:[(\[<{] ?at ?[)\]>}]) ?[\w-]+ ?(?:\.|dot|[(\[<{] ?dot ?[)\]>}]) ?[\w-]+|\w at [\w-]+ dot [a-z]+", re.I
)
# "4000 Warner Boulevard", "PO BOX 1749": a street with its number, as landscapes have them in descriptions.
STREET = re.compile(
    r"\b\d{1,5},? (?:[A-Z][\w.']+ ){1,3}(?:Street|Avenue|Road|Boulevard|Drive|Lane|Parkway)\b|\bP\.?O\.? BOX \d+"
)
# Those who were eligible to vote, with their logins, in tables of three columns.
VOTERS = "onnx__steering-committee/elections/*/list-contributors.md"


@pytest.fixture(scope="module")
def quads(mirror_graph: OxigraphStore, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the graph of the mirror as N-Quads."""
    target = tmp_path_factory.mktemp("export") / "all.nq"
    mirror_graph.export(target, "nq")
    return target.read_bytes()


def raw_files(mirror: Path) -> Iterator[bytes]:
    yield from (path.read_bytes() for path in mirror.rglob("*") if path.is_file() and path.suffix != ".bundle")


def voters(mirror: Path) -> set[str]:
    """Return the logins in the lists of voters."""
    rows = [line.split("|") for path in mirror.glob(VOTERS) for line in path.read_text("utf-8").splitlines()]
    return {row[2].strip().lower() for row in rows if len(row) == 5} - {"github id", ""}


@pytest.mark.parametrize(
    "text", ["ada@example.org", "mailto:a.b+c@mail.example.org", "ada%40example.org", "ada&#64;example.org"]
)
def test_an_address_would_be_found(text: str) -> None:
    assert EMAIL.search(text.encode())


@pytest.mark.parametrize("text", ["ada at example dot org", "ada (at) example.org", "ada [at] example [dot] org"])
def test_an_address_in_words_would_be_found(text: str) -> None:
    assert WRITTEN_OUT.search(text.encode())


def test_the_sources_hold_addresses(mirror: Path) -> None:
    assert len({match for data in raw_files(mirror) for match in EMAIL.findall(data)}) > 500


def test_the_graph_has_no_address(quads: bytes) -> None:
    assert EMAIL.findall(quads) == []


def test_the_graph_has_no_address_in_words(quads: bytes) -> None:
    assert WRITTEN_OUT.findall(quads) == []


def test_the_graph_has_no_postal_address(quads: bytes, mirror: Path) -> None:
    streets = {found for path in mirror.rglob("*.yml") for found in STREET.findall(path.read_text("utf-8"))}

    assert {"4000 Warner Boulevard", "102 Centrepointe Drive", "PO BOX 1749"} <= streets
    assert [street for street in streets if street.encode().lower() in quads.lower()] == []


def test_the_sources_hold_lists_of_voters(mirror: Path) -> None:
    assert len(voters(mirror)) > 50


def test_lists_of_voters_and_ballots_are_no_sources(mirror_graph: OxigraphStore) -> None:
    addresses = column(mirror_graph, "SELECT ?url { ?document a stw:SourceDocument ; schema:url ?url }")

    assert [url for url in addresses if re.search(r"list-contributors|votes\.csv|voters", url)] == []


def test_nobody_is_in_the_graph_for_being_a_voter(mirror_graph: OxigraphStore, mirror: Path) -> None:
    query = "SELECT ?login { ?who stw:githubLogin ?login FILTER NOT EXISTS { ?situation org:member ?who } }"
    without_role = set(column(mirror_graph, query))

    assert voters(mirror) & without_role == set()


def test_no_evidence_points_to_what_somebody_voted(mirror_graph: OxigraphStore) -> None:
    """Members of Node.js's committee are known from its votes; that is all that is taken from them."""
    passage = "?node stw:hasEvidence ?passage . ?passage stw:inDocument ?document ; stw:locator ?place"
    query = f"SELECT DISTINCT ?place {{ {passage} . ?document stw:format 'node-votes' }}"

    assert column(mirror_graph, query) == ["votes"]


def test_no_property_or_role_is_about_voting(mirror_graph: OxigraphStore) -> None:
    properties = column(mirror_graph, "SELECT DISTINCT ?property { GRAPH ?graph { ?a ?property ?b } }")
    roles = column(mirror_graph, "SELECT DISTINCT ?role { ?tenure org:role ?role }")

    assert [name for name in properties + roles if re.search(r"[/#-](vot|ballot|elector)", name, re.IGNORECASE)] == []


def test_nothing_is_said_about_who_voted(mirror_graph: OxigraphStore) -> None:
    said = column(mirror_graph, "SELECT ?text { { ?a schema:text ?text } UNION { ?a stw:quote ?text } }")

    assert [
        text for text in said if re.search(r"\b(?:voted|abstained|cast (?:a|the|their) (?:vote|ballot))\b", text)
    ] == []
