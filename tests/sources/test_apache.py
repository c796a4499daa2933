"""The committees, projects and people of the Apache Software Foundation."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, TypeVar

import pytest

from stewards.errors import SourceError
from stewards.events import Release
from stewards.model import Document, Hosting, Licensing, ParentRelation, Phase, Profile, Record, Tenure
from stewards.sources import apache
from stewards.sources.input import Input
from stewards.values import Period
from tests.graphs import identified

FOLDER = "site/json/foundation"
R = TypeVar("R", bound=Record)


def source(path: Path) -> Input:
    return Input(Document("apache", "Apache committees", "apache"), path)


@pytest.fixture
def records(fixtures: Path) -> list[Record]:
    return list(apache.read(source(fixtures / "apache")))


def of(kind: type[R], records: list[Record]) -> list[R]:
    return [record for record in records if isinstance(record, kind)]


def tenures(records: list[Record], role: str) -> dict[str, Tenure]:
    return {tenure.member.name: tenure for tenure in of(Tenure, records) if tenure.role == role}


def test_a_roster_entry_is_a_tenure_since_its_date(records: list[Record]) -> None:
    ada = tenures(records, "technical-committee-member")["Ada Example"]
    assert (ada.organisation.name, ada.start) == ("Apache Example PMC", Period.parse("2012-03-21"))
    assert ada.member.identifiers == (("named-in", "apache/ada"),)
    assert ada.locator == "committees.json, line 10"


def test_a_chair_outside_the_roster_has_the_name_of_the_list_of_people(records: list[Record]) -> None:
    assert set(tenures(records, "technical-committee-chair")) == {"Ada Example", "Cleo Chair"}


def test_a_committee_governs_the_project_it_is_named_after(records: list[Record]) -> None:
    (body,) = (p for p in of(Profile, records) if p.subject.name == "Apache Example PMC" and p.classification)
    assert body.classification == "technical-committee"
    assert body.governs is not None
    assert body.governs.name == "Apache Example"


def test_the_foundation_hosts_a_project_since_its_committee_was_established(records: list[Record]) -> None:
    hosting = next(h for h in of(Hosting, records) if h.project.name == "Apache Example")
    assert (hosting.host.name, hosting.start) == ("Apache Software Foundation", Period.parse("2012-03"))


def test_a_retired_committee_ended_with_its_tenures(records: list[Record]) -> None:
    dan = tenures(records, "technical-committee-member")["Dan Former"]
    assert (str(dan.end), dan.observed) == ("2009-04", False)
    archived = {
        (phase.of.project.name, str(phase.start)) for phase in of(Phase, records) if isinstance(phase.of, Hosting)
    }
    assert archived == {("Apache Hive Mind", "2009-04"), ("Apache Hive Mind", "None")}


def test_further_projects_of_a_committee_are_parts_of_its_own(records: list[Record]) -> None:
    parts = {(r.child.name, r.parent.name) for r in of(ParentRelation, records) if r.relation == "subproject"}
    assert parts == {("Apache Part", "Apache Example"), ("Apache Other", "Apache Example")}


def test_a_repository_of_two_projects_identifies_neither(records: list[Record]) -> None:
    entities = {entity.label: entity for entity in identified(records).entities.values()}
    assert ("repository", "https://github.com/apache/example") in entities["Apache Example"].identifiers
    assert entities["Apache Part"] != entities["Apache Other"]


def test_members_of_the_foundation_are_its_members(records: list[Record]) -> None:
    assert [tenure.organisation.name for tenure in tenures(records, "member").values()] == [
        "Apache Software Foundation"
    ]


def test_a_group_named_as_a_committee_has_the_committers_of_its_project(records: list[Record]) -> None:
    committers = [record for record in records if isinstance(record, Tenure) and record.role == "committer"]

    assert [(tenure.member.name, tenure.organisation.name) for tenure in committers] == [
        ("ada", "Apache Example"),
        ("bo", "Apache Example"),
        ("dora", "Apache Example"),
        ("Cleo Chair", "Apache Attic"),
    ]
    assert {tenure.locator for tenure in committers} == {"groups.json, /example", "groups.json, /attic"}


def test_licences_and_releases_of_projects(records: list[Record]) -> None:
    assert [(x.project.name, x.licence) for x in of(Licensing, records)] == [("Apache Example", "Apache-2.0")]
    assert [(x.version, str(x.on)) for x in of(Release, records)] == [("2.1.3", "2024-08-12"), ("2.1.2", "None")]


def test_what_cannot_be_read_is_reported(fixtures: Path) -> None:
    folder = source(fixtures / "apache")
    list(apache.read(folder))
    assert [f"{problem.place}: {problem.reason.split(':')[0]}" for problem in folder.problems] == [
        "committees.json, line 14: Apache Example",
        "committees.json, line 28: a committee has no id or no name",
        "projects.json, line 14: Apache Example 2.1.2",
        "projects.json, line 23: Apache Part",
        "projects.json, line 43: lost",
    ]


def test_the_list_of_committees_is_enough(fixtures: Path) -> None:
    alone = list(apache.read(source(fixtures / "apache" / "committees.json")))
    assert tenures(alone, "technical-committee-member")["Ada Example"].locator == "line 10"
    assert not of(Release, alone)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "is not valid JSON"),
        (b'{"a": 1}', "is not the list of committees"),
        (b"[" * 100_000, "too deeply nested"),
        (b'[{"id": "a", "name": "\\ud800"}]', "half a character"),
        (b"\xff", "is not UTF-8"),
    ],
)
def test_a_broken_file_is_refused_in_one_line(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "committees.json").write_bytes(content)
    with pytest.raises(SourceError, match=message) as refused:
        list(apache.read(source(tmp_path)))
    assert "\n" not in str(refused.value)


def test_a_folder_without_committees_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no file"):
        list(apache.read(source(tmp_path)))


def test_values_of_the_wrong_kind_do_no_harm(tmp_path: Path) -> None:
    odd = [
        7,
        {"id": "a", "name": "A", "roster": [1], "chair": 3, "homepage": {}},
        {"id": "b", "name": "B", "roster": {"x": 1}},
    ]
    (tmp_path / "committees.json").write_text(json.dumps(odd), encoding="utf-8")
    (tmp_path / "projects.json").write_text(
        json.dumps({"p": 1, "q": {"name": "Q", "pmc": "a", "release": [1]}}), encoding="utf-8"
    )
    (tmp_path / "people.json").write_text("[1]", encoding="utf-8")
    (tmp_path / "people_name.json").write_text("[1]", encoding="utf-8")
    assert len(of(Tenure, list(apache.read(source(tmp_path))))) == 1


@pytest.mark.parametrize("version", [".", "_dated/2019-01-01", "_dated/2022-10-01"])
def test_the_real_committees_are_read_whole(mirror: Path, version: str) -> None:
    home = mirror / "apache__comdev-projects" / version / FOLDER
    read = list(apache.read(source(home)))
    committees = json.loads((home / "committees.json").read_text(encoding="utf-8"))
    retired = home / "committees-retired.json"
    former = json.loads(retired.read_text(encoding="utf-8")) if retired.exists() else []
    counted = {
        "technical-committee-chair": len(committees),
        "technical-committee-member": sum(len(c.get("roster", {})) for c in committees + former),
        "committees": len(committees) + len(former),
        "committers": _committers(home, committees),
        "dated": sum(1 for c in committees + former for entry in c.get("roster", {}).values() if entry["date"]),
    }
    seats = [tenure for tenure in of(Tenure, read) if tenure.role == "technical-committee-member"]
    found = Counter(tenure.role for tenure in of(Tenure, read) if tenure.role != "member")
    found["committees"] = sum(profile.classification == "technical-committee" for profile in of(Profile, read))
    found["committers"] = found.pop("committer", 0)
    found["dated"] = sum(seat.start is not None for seat in seats)
    assert found == counted


def _committers(home: Path, committees: list[dict[str, Any]]) -> int:
    groups = json.loads((home / "groups.json").read_text(encoding="utf-8")) if (home / "groups.json").exists() else {}
    return sum(len(groups.get(committee["id"], ())) for committee in committees)


def test_the_real_projects_are_read_whole(mirror: Path) -> None:
    home = mirror / "apache__comdev-projects" / FOLDER
    folder = source(home)
    read = list(apache.read(folder))
    projects = json.loads((home / "projects.json").read_text(encoding="utf-8"))
    people = json.loads((home / "people.json").read_text(encoding="utf-8"))
    lines = [profile.locator for profile in of(Profile, read) if profile.locator.startswith("projects.json")]
    assert len(set(lines)) == len(projects)
    assert sum(tenure.role == "member" for tenure in of(Tenure, read)) == sum(p["member"] for p in people.values())
    assert len(of(Release, read)) == sum(
        bool(release.get("revision")) for project in projects.values() for release in project.get("release", [])
    )
    assert len(of(Licensing, read)) + sum("licence" in p.reason for p in folder.problems) == len(projects)
