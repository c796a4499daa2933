"""The rules: each derives exactly its shortcuts from an example, whichever engine runs it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from tests.ontology.files import ONTOLOGY, RULES, STEWARDS, TAXONOMIES, read, vocabulary

PREFIXES = {
    "stw": STEWARDS + "ontology#",
    "org-id": STEWARDS + "id/org/",
    "person": STEWARDS + "id/person/",
    "project": STEWARDS + "id/project/",
    "body": STEWARDS + "id/body/",
    "doap": "http://usefulinc.com/ns/doap#",
    "org": "http://www.w3.org/ns/org#",
    "spdx": "http://spdx.org/licenses/",
}
BOARD = "body:pytorch-foundation-governing-board"
#: Rule and example, and every triple that the one derives from the other.
EXPECTED = {
    ("01-parent", "parent-relation"): {
        "org-id:aws org:subOrganizationOf org-id:amazon",
        "org-id:pytorch-foundation org:subOrganizationOf org-id:linux-foundation",
        "org-id:linux-foundation org:subOrganizationOf org-id:example-umbrella",
    },
    ("02-parent-closure", "parent-relation"): {
        "org-id:aws org:transitiveSubOrganizationOf org-id:amazon",
        "org-id:pytorch-foundation org:transitiveSubOrganizationOf org-id:linux-foundation",
        "org-id:pytorch-foundation org:transitiveSubOrganizationOf org-id:example-umbrella",
        "org-id:linux-foundation org:transitiveSubOrganizationOf org-id:example-umbrella",
    },
    ("03-role-shortcut", "tenure"): {"person:soumith-chintala stw:maintainerOf project:pytorch"},
    ("03-role-shortcut", "employment"): {
        "person:soumith-chintala stw:employedBy org-id:meta",
        "person:mark-zuckerberg stw:chiefExecutiveOf org-id:meta",
    },
    ("03-role-shortcut", "board-seat"): {
        f"org-id:amd stw:boardMemberOf {BOARD}",
        f"person:example-person stw:boardMemberOf {BOARD}",
        f"person:example-person stw:boardChairOf {BOARD}",
    },
    ("03-role-shortcut", "membership-with-tiers"): {
        "org-id:nvidia stw:corporateMemberOf org-id:pytorch-foundation",
    },
    ("04-represented-on", "board-seat"): {f"org-id:amd stw:representedOn {BOARD}"},
    ("05-hosted-by", "hosting"): {"project:pytorch stw:hostedBy org-id:pytorch-foundation"},
    ("06-uses", "usage"): {"org-id:airbnb stw:uses project:pytorch"},
    ("07-competes-with", "competition"): {
        "project:pytorch stw:competesWith project:tensorflow",
        "project:tensorflow stw:competesWith project:pytorch",
    },
    ("08-licence", "licensing"): {"project:pytorch doap:license spdx:BSD-3-Clause"},
    ("09-funds", "funding"): {"org-id:example-company stw:funds org-id:pytorch-foundation"},
}
EMERITUS = """
@prefix org: <http://www.w3.org/ns/org#> .
[] org:member <https://w3id.org/stewards/id/person/example-person> ;
   org:role <https://w3id.org/stewards/role/emeritus-maintainer> ;
   org:organization <https://w3id.org/stewards/id/project/pytorch> .
"""


def rule(name: str) -> str:
    return (ONTOLOGY / "rules" / f"{name}.rq").read_text(encoding="utf-8")


def example(name: str) -> Path:
    return ONTOLOGY / "examples" / "valid" / f"{name}.ttl"


def triple(text: str) -> tuple[str, ...]:
    """Return the IRIs that three prefixed names stand for."""
    names = [name.partition(":") for name in text.split()]
    return tuple(PREFIXES[prefix] + local for prefix, _, local in names)


def derive_with_rdflib(query: str, data: Graph) -> set[tuple[str, ...]]:
    derived = (data + read(*TAXONOMIES)).query(query).graph
    assert derived is not None
    return {tuple(str(node) for node in row) for row in derived}


def derive_with_oxigraph(query: str, path: Path) -> set[tuple[str, ...]]:
    store = ox.Store()
    for file in (path, *TAXONOMIES):
        store.load(path=str(file), format=ox.RdfFormat.TURTLE)
    triples = store.query(query)
    assert isinstance(triples, ox.QueryTriples)
    return {tuple(node.value for node in (t.subject, t.predicate, t.object)) for t in triples}


@pytest.mark.parametrize(("name", "data"), EXPECTED, ids="-".join)
def test_rule_derives_exactly_the_shortcuts_of_the_example(name: str, data: str) -> None:
    expected = {triple(text) for text in EXPECTED[name, data]}
    assert derive_with_rdflib(rule(name), read(example(data))) == expected
    assert derive_with_oxigraph(rule(name), example(data)) == expected


def test_every_rule_is_tried_on_an_example() -> None:
    assert {path.stem for path in RULES} == {name for name, _ in EXPECTED}


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_rule_says_first_what_it_derives(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# Derives ")


def test_an_emeritus_maintainer_is_no_maintainer() -> None:
    data = Graph().parse(data=EMERITUS, format="turtle")
    assert derive_with_rdflib(rule("03-role-shortcut"), data) == set()


def test_the_vocabulary_alone_derives_nothing() -> None:
    assert [path.stem for path in RULES if derive_with_rdflib(rule(path.stem), vocabulary())] == []
