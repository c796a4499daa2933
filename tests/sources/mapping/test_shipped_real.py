"""Each shipped mapping against the real files, with counts made from the raw files by other means."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from stewards.model import Hosting, Phase, Tenure
from tests.sources.mapping.samples import counts, read_shipped


def raw_yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)


def raw_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def all_teams(teams: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for team in teams.values():
        yield team
        yield from all_teams(team.get("teams", {}))


def test_istio(mirror: Path) -> None:
    folder = mirror / "istio__community" / "org"
    records, problems = read_shipped("github-teams", folder, project="Istio")
    bots = {"googlebot", "istio-testing", "istio-policy-bot", "istio-release-robot", "thelinuxfoundation"}
    lists = [raw_yaml(folder / f"{name}.yaml")[name] for name in ("members", "admins", "emeritus")]
    lists += [team.get("members", []) for team in all_teams(raw_yaml(folder / "teams.yaml")["teams"])]
    lists += [team["members"] for team in raw_yaml(folder / "emeritus.yaml")["release-managers"].values()]

    assert len([record for record in records if isinstance(record, Tenure)]) == sum(
        login not in bots for logins in lists for login in logins
    )
    assert counts(records)["technical-committee-member"] == 6
    assert problems == []


OPENSTACK = ["", "_dated/2018-01-01/", "_dated/2020-10-01/", "_dated/2024-06-01/"]


@pytest.mark.parametrize("version", OPENSTACK)
def test_openstack_teams(version: str, mirror: Path) -> None:
    path = mirror / "openstack__governance" / f"{version}reference" / "projects.yaml"
    records, problems = read_shipped("openstack-teams", path)
    teams = raw_yaml(path).values()
    leads = [team["ptl"]["name"] for team in teams if team.get("ptl")]
    liaisons = [one for team in teams if isinstance(team.get("liaisons"), dict) for one in team["liaisons"].values()]

    found = counts(records)
    assert found["ParentRelation"] == len(teams)
    assert found["project-team-lead"] == len([name for name in leads if name not in ("APPOINTMENT NEEDED", "TBD")])
    assert sum(count for role, count in found.items() if "liaison" in role) == sum(map(len, liaisons))
    assert problems == []


@pytest.mark.parametrize("version", [version for version in OPENSTACK if "2018" not in version])
def test_openstack_committee(version: str, mirror: Path) -> None:
    path = mirror / "openstack__governance" / f"{version}reference" / "members.yaml"
    records, problems = read_shipped("openstack-committee", path)

    found = counts(records)
    assert found["technical-committee-member"] == path.read_text(encoding="utf-8").count("- name:")
    assert found["technical-committee-chair"] == 1
    assert problems == []


def test_fossfoundation(mirror: Path) -> None:
    folder = mirror / "Punderthings__fossfoundation" / "_foundations"
    records, problems = read_shipped("fossfoundation", folder)
    dated = [path for path in folder.glob("*.md") if "\nfoundingDate: " in path.read_text(encoding="utf-8")]

    assert counts(records) == {"Profile": len(list(folder.glob("*.md"))), "Founding": len(dated)}
    # It tells three dates in a sentence; the founding is kept without a date.
    assert [problem.place for problem in problems] == ["eclipse.md, line 2"]


def test_fossfoundation_projects(mirror: Path) -> None:
    folder = mirror / "Punderthings__fossfoundation" / "_data"
    records, problems = read_shipped("fossfoundation-projects", folder)
    rows = [row for path in folder.glob("projects-*.csv") for row in raw_table(path)]

    hostings = [record for record in records if isinstance(record, Hosting)]
    assert len(hostings) == len(rows) == 359
    assert sum(record.start is not None for record in hostings) == sum(bool(row["foundingDate"]) for row in rows)
    assert problems == []


@pytest.mark.parametrize("file", ["entities.json", "individuals.json", "_dated/2022-01-01/entities.json"])
def test_whatwg(file: str, mirror: Path) -> None:
    path = mirror / "whatwg__participant-data" / file
    records, problems = read_shipped("whatwg-participants", path)
    signed = [entry for entry in json.loads(path.read_text(encoding="utf-8")) if entry["verified"]]

    found = counts(records)
    assert found["participant"] == len(signed)
    assert found.get("representative", 0) == sum(str(entry["info"]).count("'contact") for entry in signed)
    assert problems == []


def test_jupyter(mirror: Path) -> None:
    path = mirror / "jupyter__governance" / "docs" / "_data" / "contributors.yml"
    records, problems = read_shipped("jupyter-contributors", path)
    text = path.read_text(encoding="utf-8")

    found = counts(records)
    roles = ("steering-committee-member", "technical-committee-member", "board-member", "member")
    assert sum(found[role] for role in roles) == text.count("- team: ") == 88
    assert found["employee"] == sum(len(author.get("affiliations", ())) for author in raw_yaml(path)["authors"])
    assert found["representative"] == text.count("subproject: ") - text.count("subproject: DEI")
    assert problems == []


@pytest.mark.parametrize("version", ["", "_dated/2024-01-01/", "_dated/2025-10-01/"])
def test_aswf_council(version: str, mirror: Path) -> None:
    path = mirror / "AcademySoftwareFoundation__tac" / f"{version}_data" / "tacmembers.csv"
    records, problems = read_shipped("aswf-tac", path)
    rows = raw_table(path)

    found = counts(records)
    assert found["technical-committee-member"] + found.get("observer", 0) == len(rows)
    assert found["employee"] == sum(row["Account Name: Account Name"] != "Individual - No Account" for row in rows)
    assert problems == []


def test_aswf_projects(mirror: Path) -> None:
    path = mirror / "AcademySoftwareFoundation__tac" / "_data" / "projects.csv"
    records, problems = read_shipped("aswf-projects", path)
    rows = raw_table(path)

    found = counts(records)
    assert found["Hosting"] == found["Phase"] == len(rows)
    assert found["chair"] == sum(len(row["Chair"].split(",")) for row in rows if row["Chair"])
    assert {record.maturity for record in records if isinstance(record, Phase)} == {row["Level"] for row in rows}
    assert problems == []


@pytest.mark.parametrize("version", ["", "_dated/2019-06-01/", "_dated/2020-10-01/", "_dated/2022-10-01/"])
def test_kubernetes(version: str, mirror: Path) -> None:
    path = mirror / "kubernetes__community" / f"{version}sigs.yaml"
    records, problems = read_shipped("kubernetes-groups", path)
    content = raw_yaml(path)
    groups = [group for kind in ("sigs", "workinggroups", "usergroups", "committees") for group in content[kind]]
    leads = [lead for group in groups for office in group["leadership"].values() for lead in office]
    leads += [lead for group in groups for part in group.get("subprojects", ()) for lead in part.get("leads", ())]

    found = counts(records)
    roles = sum(isinstance(record, Tenure) and record.role != "employee" for record in records)
    assert roles == len(leads) + ("gb_rep" in content)
    assert found["steering-committee-member"] >= 7
    assert problems == []
