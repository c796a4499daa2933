"""Nothing of a real source is lost on its way into the graph: short scripts count the raw files anew."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from stewards.build import build
from stewards.plans import catalogue_plans
from stewards.sources.catalogue import load_catalogue
from stewards.stores.store import OxigraphStore
from stewards.summary import Summary
from tests.graphs import column

# Members and hosted projects of every version, as the scripts below count them.
LANDSCAPES = {
    "aswf-landscape/2026-08-07": (45, 27),
    "cdf-landscape/2026-04-23": (16, 6),
    "cncf-landscape/2021-01-01": (620, 76),
    "cncf-landscape/2022-10-01": (835, 136),
    "cncf-landscape/2026-08-07": (722, 255),
    "confidential-computing-landscape/2026-08-17": (61, 0),
    "graphql-landscape/2026-06-29": (13, 2),
    "lfai-landscape/2020-01-01": (22, 7),
    "lfai-landscape/2022-10-01": (48, 41),
    "lfai-landscape/2026-08-14": (64, 64),
    "lfedge-landscape/2026-07-23": (44, 10),
    "pqca-landscape/2025-04-24": (23, 2),
    # Its maintainers mark tools that left the landscape as "archived": these were never hosted (28, 28 and 68 of them).
    "pytorch-landscape/2025-04-01": (28, 0),
    "pytorch-landscape/2025-09-01": (32, 3),
    "pytorch-landscape/2026-07-01": (45, 6),
    "todo-landscape/2025-12-24": (102, 0),
}
# Rows that name somebody. One row of each dated version has neither a name nor a login.
MAINTAINERS = {
    "cncf-maintainers/2022-10-01": 1134,
    "cncf-maintainers/2024-01-01": 1484,
    "cncf-maintainers/2026-08-21": 2390,
}
# Rows that say what another row of the same version says: these are in the graph once, with the evidence of both rows.
REPEATED = {
    # Eight people are listed twice in one project: line 3 repeats line 2, 242 repeats 238, 1303 to 1306 repeat
    # 1299 to 1302, 1699 repeats 1697, and 1920 repeats 1918.
    "cncf-maintainers/2026-08-21": 8,
}
# A role in a project or committee: everything but an employment.
HELD = "a stw:Tenure ; org:role ?role FILTER(?role != role:employee) ?node org:member ?who"


@pytest.fixture(scope="session")
def whole(mirror: Path) -> tuple[OxigraphStore, Summary]:
    """Return a graph of every landscape and list of maintainers in the mirror."""
    names = [entry.name for entry in load_catalogue() if entry.format in ("landscape", "cncf-maintainers")]
    return build(None, catalogue_plans(names, mirror, False, None))


def raw_file(mirror: Path, document: str) -> Path:
    """Return the file behind a document, such as ``cncf-landscape/2022-10-01``."""
    name, date = document.split("/")
    entry = next(entry for entry in load_catalogue() if entry.name == name)
    home = mirror / entry.repository.replace("/", "__")
    dated = home / "_dated" / date / entry.path
    return dated if dated.exists() else home / entry.path


def raw_items(path: Path) -> list[tuple[str, dict[str, Any]]]:
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    subcategories = [(c["name"], s) for c in content["landscape"] for s in c.get("subcategories") or []]
    return [(name, item) for name, subcategory in subcategories for item in subcategory.get("items") or []]


def raw_landscape(path: Path, document: str) -> tuple[int, int]:
    items = raw_items(path)
    members = [item for category, item in items if re.search(r"member", category, re.IGNORECASE)]
    projects = [item for category, item in items if item not in members and item.get("project")]
    if document.startswith("pytorch"):
        projects = [item for item in projects if item["project"] == "foundation"]
    if document.startswith("pqca"):
        projects = [item for category, item in items if category == "Projects"]
    return len(members), len(projects)


def raw_maintainers(path: Path) -> int:
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))[1:]
    return len([row for row in rows if len(row) > 4 and (row[2].strip() or row[4].strip())])


def lines_of(store: OxigraphStore, document: str, pattern: str) -> list[str]:
    """Return the lines of a document that are evidence of situations of a kind."""
    graph = f"<https://w3id.org/stewards/source/{document}>"
    return column(store, f"SELECT DISTINCT ?line {{ GRAPH {graph} {{ ?node {pattern} ; stw:hasEvidence ?line }} }}")


def test_every_version_in_the_mirror_is_counted(mirror: Path) -> None:
    formats = {entry.name: entry.format for entry in load_catalogue()}
    found = [source.name for entry in load_catalogue() for source in entry.find(mirror)]
    counted = [name for name in found if formats[name.split("/")[0]] in ("landscape", "cncf-maintainers")]

    assert sorted(counted) == sorted([*LANDSCAPES, *MAINTAINERS])


def test_every_file_in_the_mirror_is_in_the_catalogue(mirror: Path) -> None:
    files = {*mirror.rglob("landscape.yml"), *mirror.rglob("project-maintainers.csv")}

    assert {raw_file(mirror, name) for name in (*LANDSCAPES, *MAINTAINERS)} == files


@pytest.mark.parametrize("document", LANDSCAPES)
def test_the_script_counts_a_landscape(document: str, mirror: Path) -> None:
    assert raw_landscape(raw_file(mirror, document), document) == LANDSCAPES[document]


@pytest.mark.parametrize("document", LANDSCAPES)
def test_every_member_is_in_the_graph(document: str, whole: tuple[OxigraphStore, Summary]) -> None:
    assert len(lines_of(whole[0], document, "a stw:CorporateMembership")) == LANDSCAPES[document][0]


@pytest.mark.parametrize("document", LANDSCAPES)
def test_every_member_has_its_tier_in_the_graph(document: str, whole: tuple[OxigraphStore, Summary]) -> None:
    assert len(lines_of(whole[0], document, "stw:membershipTier ?tier")) == LANDSCAPES[document][0]


@pytest.mark.parametrize("document", LANDSCAPES)
def test_every_hosted_project_is_in_the_graph(document: str, whole: tuple[OxigraphStore, Summary]) -> None:
    assert len(lines_of(whole[0], document, "a stw:Hosting")) == LANDSCAPES[document][1]


@pytest.mark.parametrize("document", MAINTAINERS)
def test_the_script_counts_maintainers(document: str, mirror: Path) -> None:
    assert raw_maintainers(raw_file(mirror, document)) == MAINTAINERS[document]


@pytest.mark.parametrize("document", MAINTAINERS)
def test_every_maintainer_is_in_the_graph(document: str, whole: tuple[OxigraphStore, Summary]) -> None:
    assert len(lines_of(whole[0], document, HELD)) == MAINTAINERS[document]


@pytest.mark.parametrize("document", [*LANDSCAPES, *MAINTAINERS])
def test_rows_that_repeat_another_are_known(document: str, whole: tuple[OxigraphStore, Summary]) -> None:
    kind = HELD if document in MAINTAINERS else "a stw:CorporateMembership"
    graph = f"<https://w3id.org/stewards/source/{document}>"
    situations = column(whole[0], f"SELECT DISTINCT ?node {{ GRAPH {graph} {{ ?node {kind} }} }}")

    assert len(lines_of(whole[0], document, kind)) - len(situations) == REPEATED.get(document, 0)


def test_no_mail_address_is_in_the_graph(whole: tuple[OxigraphStore, Summary], tmp_path: Path) -> None:
    whole[0].export(tmp_path / "whole.nq", "nq")

    assert re.findall(rb"[\w.+-]+@[\w-]+\.[\w.-]+", (tmp_path / "whole.nq").read_bytes()) == []


def test_what_the_catalogue_expects_is_what_is_there(whole: tuple[OxigraphStore, Summary]) -> None:
    complaints = [line for entry in whole[1].sources for line in entry.problems if "were expected" in line]

    assert complaints == []
    assert Counter(entry.failed for entry in whole[1].sources)[True] == 0
