"""How many things of each kind the raw files of the mirror hold: short scripts that share nothing with the package."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

#: The number of things of each kind, by what the table calls them.
Counts = dict[str, int]


@cache
def yaml_in(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)


def rows_in(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def json_in(path: Path) -> Any:
    return json.loads(path.read_bytes())


def below(path: Path, heading: str) -> str:
    """Return what stands below a Markdown heading."""
    return re.split(rf"^#+ {heading}\s*$", path.read_text("utf-8"), flags=re.M)[1].split("\n#")[0]


def landscape(
    home: Path, hosted: Callable[[str, dict[str, Any]], object] = lambda name, item: item.get("project")
) -> Counts:
    categories = yaml_in(home / "landscape.yml")["landscape"]
    parts = [(category["name"], part["items"] or []) for category in categories for part in category["subcategories"]]
    members = [item for name, items in parts for item in items if re.search("member", name, re.I)]
    others = [(name, item) for name, items in parts for item in items if not re.search("member", name, re.I)]
    return {"members": len(members), "projects": sum(1 for name, item in others if hosted(name, item))}


def pytorch_landscape(home: Path) -> Counts:
    return landscape(home, lambda name, item: item.get("project") == "foundation")


def pqca_landscape(home: Path) -> Counts:
    return landscape(home, lambda name, item: name == "Projects")


def cncf_maintainers(home: Path) -> Counts:
    rows = list(csv.reader((home / "project-maintainers.csv").read_text("utf-8-sig").splitlines()))[1:]
    return {"maintainers": sum(1 for row in rows if len(row) > 4 and (row[2].strip() or row[4].strip()))}


def rust_team(home: Path) -> Counts:
    teams = [tomllib.loads(path.read_text("utf-8")) for path in (home / "teams").rglob("*.toml")]
    counts = {
        key: sum(len(team.get("people", {}).get(key, [])) for team in teams) for key in ("leads", "members", "alumni")
    }
    return {**counts, "subteams": sum(1 for team in teams if "subteam-of" in team)}


def apache_committees(home: Path) -> Counts:
    folder = home / "site" / "json" / "foundation"
    committees, retired = json_in(folder / "committees.json"), json_in(folder / "committees-retired.json")
    projects = json_in(folder / "projects.json").values()
    groups = json_in(folder / "groups.json")
    return {
        "committers": sum(len(groups.get(committee["id"], [])) for committee in committees),
        "committee members": sum(len(committee.get("roster") or {}) for committee in committees + retired),
        "committees": len(committees) + len(retired),
        "members of the foundation": sum(
            1 for person in json_in(folder / "people.json").values() if person.get("member")
        ),
        "chairs": sum(1 for committee in committees if committee.get("chair")),
        "releases": sum(len(project.get("release", [])) for project in projects),
    }


def kubernetes_elections(home: Path) -> Counts:
    results = [path.read_text("utf-8") for path in (home / "elections" / "steering").glob("*/results.md")]
    winners = [text.split("## Winners")[1].split("\nThe rest")[0] for text in results]
    return {"elected": sum(len(re.findall(r"^\d+\. ", text, re.M)) for text in winners)}


def bullets(heading: str, file: str) -> Callable[[Path], int]:
    return lambda home: len(re.findall(r"^[*-] ", below(home / file, heading), re.M))


def people_rows(text: str) -> int:
    return len(re.findall(r"^ *\|? *<img", text, re.M))


def electron(home: Path) -> Counts:
    return {"members": sum(people_rows(path.read_text("utf-8")) for path in home.rglob("wg-*/README.md"))}


def onnx(home: Path) -> Counts:
    rows = [line for line in (home / "README.md").read_text("utf-8").splitlines() if re.search(r"\| .*\d{4} *\|", line)]
    return {"members": sum(len(re.split(r"<br>", row.split("|")[2])) for row in rows)}


def cncf_toc(home: Path) -> Counts:
    liaisons = below(home / "README.md", "TAG / TCG Liaisons").splitlines()
    return {
        "members": bullets("TOC Members", "README.md")(home),
        "liaisons": sum(len(line.split(" — ")[1].split(",")) for line in liaisons if line.startswith("*")),
    }


def cncf_tags(home: Path) -> Counts:
    """Count what has a name: groups that have nobody yet carry empty templates."""

    def within(value: Any, key: str) -> Iterator[Any]:
        if isinstance(value, dict):
            for name, part in value.items():
                if name == key:
                    yield from part if isinstance(part, list) else [part]
                yield from within(part, key)
        elif isinstance(value, list):
            for part in value:
                yield from within(part, key)

    def of(*keys: str) -> int:
        return sum(
            1 for key in keys for entry in within(yaml_in(home / "tags.yaml"), key) if entry and entry.get("name")
        )

    return {
        "chairs and leads": of("chairs", "subproject_leads"),
        "technical leads": of("tech_leads"),
        "liaisons": of("toc_liaison"),
    }


def pytorch_tac(home: Path) -> Counts:
    texts = [path.read_text("utf-8") for path in (home / "minutes").rglob("*.md")]
    lists = [re.split(r"Working Group Leads attended", text)[0] for text in texts]
    return {"representatives and alternates": sum(len(re.findall(r"^- \[[ xX]\]", text, re.M)) for text in lists)}


def node_votes(home: Path) -> Counts:
    return {"voters": sum(len(json_in(path)["votes"]) for path in (home / "votes").glob("*.json"))}


def istio_steering(home: Path) -> Counts:
    return {"members": people_rows((home / "steering" / "README.md").read_text("utf-8"))}


def istio_toc(home: Path) -> Counts:
    return {"members": people_rows((home / "TECH-OVERSIGHT-COMMITTEE.md").read_text("utf-8"))}


def kubernetes_owners(home: Path) -> Counts:
    return {"members": sum(map(len, yaml_in(home / "OWNERS_ALIASES")["aliases"].values()))}


def istio_teams(home: Path) -> Counts:
    org = home / "org"

    def of(teams: dict[str, Any]) -> int:
        return sum(len(team.get("members") or []) + of(team.get("teams") or {}) for team in teams.values())

    teams = of(yaml_in(org / "teams.yaml")["teams"]) + of(yaml_in(org / "emeritus.yaml")["release-managers"])
    return {
        "members": len(yaml_in(org / "members.yaml")["members"]) + teams,
        "administrators": len(yaml_in(org / "admins.yaml")["admins"]),
        "emeritus": len(yaml_in(org / "emeritus.yaml")["emeritus"]),
    }


def openstack_teams(home: Path) -> Counts:
    teams = yaml_in(home / "reference" / "projects.yaml").values()
    liaisons = [people for team in teams for people in (team.get("liaisons") or {}).values()]
    return {"teams": len(teams), "leads": sum(1 for team in teams if (team.get("ptl") or {}).get("name")),
            "liaisons": sum(map(len, liaisons))}  # fmt: skip


def openstack_committee(home: Path) -> Counts:
    return {"members": len(yaml_in(home / "reference" / "members.yaml"))}


def fossfoundation(home: Path) -> Counts:
    texts = [path.read_text("utf-8") for path in (home / "_foundations").glob("*.md")]
    return {
        "foundations with a founding date": sum(1 for text in texts if re.search(r"^foundingDate: *\S", text, re.M))
    }


def fossfoundation_projects(home: Path) -> Counts:
    return {"projects": sum(len(rows_in(path)) for path in (home / "_data").glob("projects-*.csv"))}


def fossfoundation_sponsorships(home: Path) -> Counts:
    files = [json_in(path) for path in (home / "_data" / "sponsorships").glob("*.json")]
    return {"sponsors": sum(len(level) for file in files for level in file.values() if isinstance(level, list))}


def whatwg_entities(home: Path) -> Counts:
    signed = [entity["info"] for entity in json_in(home / "entities.json") if entity["verified"]]
    return {
        "participants": len(signed),
        "contacts": sum(1 for info in signed for key in ("contact1", "contact2") if info.get(key)),
    }


def whatwg_individuals(home: Path) -> Counts:
    return {"participants": sum(1 for person in json_in(home / "individuals.json") if person["verified"])}


def jupyter_contributors(home: Path) -> Counts:
    authors = yaml_in(home / "docs" / "_data" / "contributors.yml")["authors"]
    return {"seats": sum(len(author.get("teams") or []) for author in authors)}


def aswf_tac(home: Path) -> Counts:
    return {"members": len(rows_in(home / "_data" / "tacmembers.csv"))}


def aswf_projects(home: Path) -> Counts:
    rows = rows_in(home / "_data" / "projects.csv")
    return {
        "projects": len(rows),
        "chairs": sum(len([name for name in row["Chair"].split(",") if name.strip()]) for row in rows),
    }


def kubernetes_groups(home: Path) -> Counts:
    content = yaml_in(home / "sigs.yaml")
    groups = [group for key in ("sigs", "workinggroups") for group in content[key]]
    subprojects = [part for group in groups for part in group.get("subprojects") or []]

    def of(found: list[dict[str, Any]], *keys: str) -> int:
        return sum(len(group["leadership"].get(key) or []) for group in found for key in keys)

    return {
        "chairs": of(groups, "chairs"),
        "technical leads": of(groups, "tech_leads"),
        "committee members": of(content["committees"], "chairs", "emeritus_leads"),
        "leads of subprojects, emeritus leads": of(groups, "emeritus_leads")
        + sum(len(part.get("leads") or []) for part in subprojects),
    }


def kubernetes_steering(home: Path) -> Counts:
    return {"members": bullets("Members", "committee-steering/README.md")(home)}
