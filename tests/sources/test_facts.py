from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stewards.errors import SourceError
from stewards.model import Hosting, Membership, Phase, Profile, Tenure
from stewards.resources import folder
from stewards.sources import find_format
from tests.graphs import only, read, version

ENTITY = """
documents: {charter: {title: Charter, as_of: 2022}}
entities:
  tugboat: {kind: project, name: Tugboat, source: charter}
"""


def written(text: str, where: Path) -> Path:
    path = where / "facts.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refusals(path: Path) -> list[str]:
    with pytest.raises(SourceError) as refused:
        read(version("facts", path))
    return str(refused.value).splitlines()


def test_a_folder_is_read_as_one_file(fixtures: Path) -> None:
    records = read(version("facts", fixtures / "facts"))

    assert [membership.member.name for membership in only(Membership, records)] == ["Acme Shipping"]
    assert len(only(Tenure, records)) == 1


def test_facts_go_to_the_documents_they_cite(fixtures: Path) -> None:
    batches = find_format("facts").read(version("facts", fixtures / "facts"))

    assert {document.name: len(records) for document, records in batches.items()} == {"charter": 10, "minutes": 4}


def test_a_document_says_what_it_is(fixtures: Path) -> None:
    batches = find_format("facts").read(version("facts", fixtures / "facts"))
    charter = next(document for document in batches if document.name == "charter")

    assert charter.title == "Charter of the Northern Lights Foundation"
    assert charter.publisher == "Northern Lights Foundation"
    assert str(charter.as_of) == "2022-06-15"


def test_a_fact_with_two_sources_is_two_claims(fixtures: Path) -> None:
    hostings = only(Hosting, read(version("facts", fixtures / "facts")))

    assert [hosting.locator for hosting in hostings] == ["section 1", "item 1"]


def test_a_tier_becomes_a_phase_of_the_membership(fixtures: Path) -> None:
    phases = only(Phase, read(version("facts", fixtures / "facts")))

    assert [phase.tier for phase in phases if isinstance(phase.of, Membership)] == ["platinum"]


def test_dates_keep_the_precision_they_have(fixtures: Path) -> None:
    records = read(version("facts", fixtures / "facts"))

    assert str(only(Membership, records)[0].start) == "2020-02"
    assert [(str(t.start), str(t.end)) for t in only(Tenure, records)] == [("2022", "2023-08-31")]


def test_a_seat_may_be_reserved_for_an_organisation(fixtures: Path) -> None:
    tenure = only(Tenure, read(version("facts", fixtures / "facts")))[0]

    assert tenure.seat_of is not None
    assert tenure.seat_of.name == "Acme Shipping"


def test_one_alias_may_be_written_without_brackets(fixtures: Path) -> None:
    profiles = only(Profile, read(version("facts", fixtures / "facts")))

    assert {profile.names for profile in profiles} == {("NLF",), ("Acme",), ()}


def test_facts_of_a_user_may_name_what_ships_with_the_package(tmp_path: Path) -> None:
    text = """
documents: {note: {title: Note, as_of: 2024-01-01}}
facts:
  - usage: {user: meta, project: pytorch}
    source: note
"""
    assert len(read(version("facts", written(text, tmp_path)))) == 1


def test_every_problem_is_told_with_its_line(fixtures: Path) -> None:
    told = refusals(fixtures / "facts-broken.yaml")

    assert [line.removeprefix("sample/2024-01-01, ")[:64].rstrip() for line in told] == [
        "line 1: 'people' is not a section: choose from documents, entiti",
        "line 7: 'harbourmaster' is written twice in one mapping",
        "line 2: document charter: as_of: '31 May 2022' is not a date: wr",
        "line 5: entity Acme Inc: write the key as 'acme-inc', it becomes",
        "line 8: entity ada: 'employer' is not known here: choose from al",
        "line 9: entity nobody has no name",
        "line 11: tenure: 'role' is missing",
        "line 13: tenure: who: 'eve' is not one of the entities",
        "line 15: usage: user: 'ada' is a person, where organisation or p",
        "line 17: hosting: since: '2022-02-30' is not a date: day is out",
        "line 17: hosting: source 'gossip' is not one of the documents",
        "line 20: hosting: ends (2020) before it starts (2022)",
        "line 24: funding: amount: 'plenty' is not a number: write digits",
        "line 26: release: 'since' is not known here: write on",
        "line 29: a fact needs exactly one of: tenure, employment, seat,",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- a\n", "line 1: must be a mapping of documents, entities and facts"),
        ("facts: {}\ndocuments: []\nentities: 7\n", "line 1: 'entities' must be a mapping"),
        (ENTITY + "facts: {release: 1}\n", "line 2: 'facts' must be a list"),
        (ENTITY + "facts: [text]\n", "a fact needs exactly one of: "),
        (ENTITY + "facts:\n  - release: {project: tugboat, version: 1}\n", "line 6: release: source None is not one"),
        (ENTITY.replace("2022", "soon"), "line 2: document charter: as_of: 'soon' is not a date"),
        (ENTITY.replace("tugboat:", "pytorch:"), "line 4: entity pytorch is described twice"),
        (ENTITY.replace("Tugboat,", "Tugboat, homepage: tugboat,"), "line 4: entity tugboat: homepage 'tugboat'"),
        (ENTITY.replace("Tugboat,", "Tugboat, governs: sea,"), "line 4: entity tugboat: governs 'sea', which no file"),
    ],
)
def test_a_file_that_is_wrong_is_refused(text: str, problem: str, tmp_path: Path) -> None:
    assert any(problem in line for line in refusals(written(text, tmp_path)))


def test_one_bad_file_of_a_folder_is_named(fixtures: Path, tmp_path: Path) -> None:
    shutil.copytree(fixtures / "facts", tmp_path / "facts")
    (tmp_path / "facts" / "wrong.yaml").write_text("facts:\n  - rumour: {}\n", encoding="utf-8")

    told = refusals(tmp_path / "facts")

    assert len(told) == 1
    assert told[0].startswith("sample/2024-01-01/wrong.yaml, line 2: a fact needs exactly one of: ")


def test_the_shipped_facts_can_all_be_used() -> None:
    assert len(read(version("facts", folder("facts")))) > 500
