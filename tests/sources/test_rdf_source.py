"""RDF files in the vocabularies of organisations, people and projects."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from stewards.build import shipped_facts
from stewards.errors import SourceError
from stewards.identity import resolving as identity
from stewards.model import Document, Membership, ParentRelation, Profile, Record, Tenure
from stewards.quads import situation_quads, situations
from stewards.quads.situations import Node
from stewards.sources import facts, landscape, rdf_source
from stewards.sources.input import Batches, Input
from stewards.stores.store import OxigraphStore
from stewards.values import Period


def source(path: Path) -> Input:
    return Input(Document("copy", "A copy", "rdf"), path)


def read(path: Path) -> list[Record]:
    return [record for records in rdf_source.read_documents(source(path)).values() for record in records]


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def held(records: list[Record]) -> set[tuple[str, str, str]]:
    return {(r.member.name, r.role, r.organisation.name) for r in records if isinstance(r, Tenure)}


def test_an_org_membership_is_a_tenure_with_its_interval(fixtures: Path) -> None:
    tenure = next(r for r in read(fixtures / "rdf" / "org.ttl") if isinstance(r, Tenure) and r.role == "board-chair")
    assert (tenure.member.name, tenure.organisation.name) == ("Ada Example", "Guild Board")
    assert (str(tenure.start), str(tenure.end), tenure.locator) == ("2020-05-01", "2022", "line 15")


def test_a_github_account_identifies_a_person(fixtures: Path) -> None:
    tenure = next(r for r in read(fixtures / "rdf" / "org.ttl") if isinstance(r, Tenure) and r.role == "board-chair")
    assert ("github", "ada-e") in tenure.member.identifiers


def test_an_organisation_is_a_member_and_a_unit_is_a_part(fixtures: Path) -> None:
    records = read(fixtures / "rdf" / "org.ttl")
    assert [(r.member.name, r.organisation.name) for r in records if isinstance(r, Membership)] == [
        ("Acme", "Open Guild")
    ]
    parts = [(r.child.name, r.parent.name, r.relation) for r in records if isinstance(r, ParentRelation)]
    assert parts == [("Guild Board", "Open Guild", "part-of")]


def test_what_cannot_be_read_is_reported_with_its_place(fixtures: Path) -> None:
    table = source(fixtures / "rdf" / "org.ttl")
    rdf_source.read_documents(table)
    assert [problem.reason for problem in table.problems] == [
        "start: 'soon' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD",
        "a person has neither a name nor an address",
    ]
    assert table.problems[0].place == "line 25"


def test_addresses_are_not_read(fixtures: Path) -> None:
    assert "ada@example" not in repr(read(fixtures / "rdf" / "org.ttl"))


def test_a_doap_project_has_maintainers_developers_and_documenters(fixtures: Path) -> None:
    records = read(fixtures / "rdf" / "doap.rdf")
    assert held(records) == {
        ("Ada Example", "maintainer", "Widget"),
        ("bo", "developer", "Widget"),
        ("Cleo Writer", "documenter", "Widget"),
    }
    widget = next(r for r in records if isinstance(r, Profile) and r.subject.kind == "project")
    assert widget.repositories == ("https://github.com/acme/widget",)
    assert (widget.description, widget.homepage) == ("Makes widgets", "https://widget.example/")


def test_a_role_of_schema_org_stands_between_member_and_organisation(fixtures: Path) -> None:
    records = read(fixtures / "rdf" / "roles.jsonld")
    assert held(records) == {
        ("Ada Example", "treasurer", "Open Guild"),
        ("Acme", "corporate-member", "Open Guild"),
        ("Bo Sample", "employee", "Open Guild"),
    }
    treasurer = next(r for r in records if isinstance(r, Tenure) and r.role == "treasurer")
    assert (str(treasurer.start), str(treasurer.end)) == ("2019-02", "2021-03-01")
    assert [(r.child.name, r.parent.name) for r in records if isinstance(r, ParentRelation)] == [("Acme Labs", "Acme")]


FOAF_LINES = """
<https://example.org/g> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://xmlns.com/foaf/0.1/Group> .
<https://example.org/g> <http://xmlns.com/foaf/0.1/name> "Group" .
<https://example.org/g> <http://xmlns.com/foaf/0.1/member> <https://example.org/p> .
<https://example.org/p> <http://xmlns.com/foaf/0.1/givenName> "Ada" .
<https://example.org/p> <http://xmlns.com/foaf/0.1/familyName> "Example" .
"""


@pytest.mark.parametrize("ending", ["nt", "ttl", "nq", "trig"])
def test_the_ending_says_the_form(tmp_path: Path, ending: str) -> None:
    assert held(read(written(tmp_path, f"g.{ending}", FOAF_LINES))) == {("Ada Example", "member", "Group")}


def test_named_graphs_are_read_where_nothing_stands_outside_them(tmp_path: Path) -> None:
    lines = "".join(f"{line[:-2]} <urn:g> .\n" for line in FOAF_LINES.strip().splitlines())
    assert held(read(written(tmp_path, "g.nq", lines))) == {("Ada Example", "member", "Group")}


BOMB = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.ttl", "<a> <b> ", "is not valid RDF"),
        ("a.jsonld", '{"@context": "https://example.org/c.jsonld", "name": "x"}', "which is not fetched"),
        ("a.rdf", f'<?xml version="1.0"?>{BOMB}<r>&b;</r>', "declares XML entities"),
        ("a.rdf", "<rdf", "is not valid RDF"),
        ("a.csv", "", "the ending says the form"),
        ("a.jsonld", "[" * 100_000, "is not valid RDF"),
        ("a.ttl", "<a> <b> " + "[ <b> " * 100_000, "is not valid RDF"),
    ],
)
def test_hostile_and_broken_files_are_refused_in_one_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message) as refused:
        read(written(tmp_path, name, text))
    assert "\n" not in str(refused.value)


def test_a_document_type_elsewhere_is_not_followed(tmp_path: Path) -> None:
    doctype = f'<!DOCTYPE r SYSTEM "{written(tmp_path, "r.dtd", "not a document type").as_uri()}">'
    rdf = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    assert read(written(tmp_path, "a.rdf", doctype + rdf)) == []


def test_broken_turtle_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="line 3"):
        read(written(tmp_path, "a.ttl", "\n\n<a> <b> .\n"))


def test_a_large_file_is_read_in_reasonable_time(tmp_path: Path) -> None:
    lines = (f"<urn:p{n}> <http://www.w3.org/ns/org#memberOf> <urn:o{n % 100}> .\n" for n in range(20_000))
    started = time.perf_counter()
    assert len(held(read(written(tmp_path, "a.nt", "".join(lines))))) == 20_000
    assert time.perf_counter() - started < 20


def gathered(batches: Batches) -> tuple[identity.Identities, dict[str, Node]]:
    identities = identity.resolve(batches)
    return identities, {node.iri: node for node in situations.gather(batches, identities)}


def versions(fixtures: Path) -> Batches:
    """Return a landscape at two dates, the second without its last member, and the shipped facts."""
    batches: Batches = {}
    for as_of in ("2024-01-01", "2025-01-01"):
        document = Document(f"sample/{as_of}", "Sample", "landscape", Period.parse(as_of), complete=True)
        version = Input(document, fixtures / "landscape.yml", {"foundation": "Example Foundation"})
        records = list(landscape.read(version))
        batches[document] = [r for r in records if as_of < "2025" or not isinstance(r, Membership)]
    return batches | facts.read_documents(shipped_facts().inputs[0])


@pytest.mark.parametrize(("ending", "graph"), [("ttl", ""), ("trig", None), ("jsonld", None)])
def test_an_exported_graph_reads_back_as_the_same_situations(
    fixtures: Path, tmp_path: Path, ending: str, graph: str | None
) -> None:
    identities, nodes = gathered(versions(fixtures))
    store = OxigraphStore()
    with store.loading() as stream:
        situation_quads.write(versions(fixtures), identities, list(nodes.values()), frozenset(), stream)
    store.export(tmp_path / f"graph.{ending}", ending, graph=graph)
    copy = source(tmp_path / f"graph.{ending}")
    again_identities, again = gathered(rdf_source.read_documents(copy))
    assert copy.problems == []
    assert again.keys() == nodes.keys()
    assert {iri: node.times for iri, node in again.items()} == {iri: node.times for iri, node in nodes.items()}
    assert any(node.times.absent for node in nodes.values())
    assert {entity.iri: entity.label for entity in again_identities.entities.values()} == {
        entity.iri: entity.label for entity in identities.entities.values()
    }


def test_a_copy_does_not_speak_in_the_name_of_the_original(tmp_path: Path) -> None:
    text = """
    @prefix stw: <https://w3id.org/stewards/ontology#> . @prefix org: <http://www.w3.org/ns/org#> .
    @prefix source: <https://w3id.org/stewards/source/> . @prefix dcterms: <http://purl.org/dc/terms/> .
    <https://w3id.org/stewards/id/tenure/1> a stw:Tenure ; org:member <https://w3id.org/stewards/id/person/ada> ;
        org:organization <https://w3id.org/stewards/id/org/acme> ; org:role <https://w3id.org/stewards/role/chair> ;
        stw:hasEvidence [ stw:inDocument source:facts ; stw:locator "line 4" ] .
    source:facts dcterms:title "Facts" .
    <https://w3id.org/stewards/id/tenure/2> a stw:Tenure ; org:member <https://w3id.org/stewards/id/person/ada> .
    """
    copy = source(written(tmp_path, "a.ttl", text))
    batches = rdf_source.read_documents(copy)
    said = {
        document.name: [r.locator for r in records if isinstance(r, Tenure)] for document, records in batches.items()
    }
    assert said == {"copy": [], "facts-in-copy": ["line 4"]}
    assert [problem.reason for problem in copy.problems] == ["Tenure without organisation, role"]


def test_the_real_descriptions_of_apache_projects_are_read(mirror: Path) -> None:
    for path in sorted((mirror / "apache__comdev-projects" / "data" / "projects-override").glob("*.rdf")):
        names = {r.subject.name for r in read(path) if isinstance(r, Profile) and r.subject.kind == "project"}
        assert len(names) == path.read_text(encoding="utf-8").count("<Project ") == 1, path.name
