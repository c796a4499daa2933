from __future__ import annotations

from pathlib import Path

import pytest

import stewards
from stewards.asking.answers import Answer
from stewards.build import Plan
from stewards.errors import RequestError
from stewards.graph import Graph
from tests.graphs import built, plan, run_stewards, version

LANDSCAPE = """
landscape:
- name: Tools
  subcategories:
  - name: All
    items:
    - {{name: Tugboat, repo_url: 'https://github.com/tugboat/tugboat', project: {maturity}}}
- name: NLF Members
  subcategories:
  - name: {tier}
    items:
    - {{name: Acme}}
  - name: Silver
    items:
    - {{name: {member}}}
"""
OLD, NEW = (
    {"maturity": "sandbox", "tier": "Gold", "member": "Buoy"},
    {"maturity": "incubating", "tier": "Platinum", "member": "Crane"},
)
PEOPLE = ",Project,Maintainer Name,Company,Github Name,OWNERS/MAINTAINERS\nSandbox,Tugboat,Ada Anker,{company},ada,\n"
#: What the two landscapes and lists of people differ by.
CHANGES = [
    ("changed maturity", "Tugboat in Northern Lights Foundation", "sandbox", "incubating"),
    ("changed tier", "Acme in Northern Lights Foundation", "gold", "platinum"),
    ("joined", "Crane: member, Northern Lights Foundation", "", ""),
    ("left", "Buoy: member, Northern Lights Foundation", "", ""),
]


def landscapes(home: Path, *versions: dict[str, str]) -> Plan:
    """Return the plan for a landscape as it was in 2023, 2024 and so on."""
    found = []
    for year, content in enumerate(versions, 2023):
        path = home / f"{year}.yml"
        path.write_text(LANDSCAPE.format(**content), encoding="utf-8")
        options = {"foundation": "Northern Lights Foundation"}
        found.append(version("landscape", path, "landscape", f"{year}-01-01", options))
    return plan(*found)


def people(home: Path, *companies: str) -> Plan:
    """Return the plan for a list of maintainers in 2023, 2024 and so on, in which Ada Anker works for a company."""
    found = []
    for year, company in enumerate(companies, 2023):
        path = home / f"{year}.csv"
        path.write_text(PEOPLE.format(company=company), encoding="utf-8")
        found.append(version("cncf-maintainers", path, "people", f"{year}-01-01"))
    return plan(*found)


def changes(answer: Answer) -> list[tuple[str, ...]]:
    return [tuple(str(value or "") for value in row.values()) for row in answer.rows]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Return a graph of two versions of a landscape and of a list of maintainers."""
    home = tmp_path_factory.mktemp("versions")
    return Graph(built(landscapes(home, OLD, NEW), people(home, "Acme", "Crane")), "memory:")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a store that was built twice: from the older versions, then from the newer ones."""
    for content, company in ((OLD, "Acme"), (NEW, "Crane")):
        built(landscapes(tmp_path, content), people(tmp_path, company), at=tmp_path / "store")
    return tmp_path / "store"


# Two documents.


@pytest.mark.parametrize("change", CHANGES, ids=[change[0] for change in CHANGES])
def test_two_documents_differ_by(change: tuple[str, ...], graph: Graph) -> None:
    assert change in changes(graph.diff("landscape/2023-01-01", "landscape/2024-01-01"))


def test_two_documents_differ_by_nothing_else(graph: Graph) -> None:
    assert changes(graph.diff("landscape/2023-01-01", "landscape/2024-01-01")) == CHANGES


def test_somebody_changed_the_employer(graph: Graph) -> None:
    assert changes(graph.diff("people/2023-01-01", "people/2024-01-01")) == [("moved", "Ada Anker", "Acme", "Crane")]


def test_a_document_does_not_differ_from_itself(graph: Graph) -> None:
    assert changes(graph.diff("people/2023-01-01", "people/2023-01-01")) == []


def test_what_joined_one_way_left_the_other(graph: Graph) -> None:
    back = changes(graph.diff("landscape/2024-01-01", "landscape/2023-01-01"))

    assert ("joined", "Buoy: member, Northern Lights Foundation", "", "") in back
    assert ("changed tier", "Acme in Northern Lights Foundation", "platinum", "gold") in back


def test_a_document_can_be_named_by_its_address(graph: Graph) -> None:
    by_name = graph.diff("people/2023-01-01", "people/2024-01-01")
    by_prefix = graph.diff("source:people/2023-01-01", "https://w3id.org/stewards/source/people/2024-01-01")

    assert changes(by_name) == changes(by_prefix)


def test_every_change_has_evidence_of_both_sides(graph: Graph) -> None:
    found = graph.diff("people/2023-01-01", "people/2024-01-01").records
    documents = {passage.document.rsplit("/", 1)[-1] for passage in found[0].evidence}

    assert documents == {"2023-01-01", "2024-01-01"}


# Two days.


def test_two_days_differ_by_what_was_seen_on_them(graph: Graph) -> None:
    found = changes(graph.diff("2023-01-01", "2024-01-01"))

    assert ("moved", "Ada Anker", "Acme", "Crane") in found
    assert ("left", "Buoy: member, Northern Lights Foundation", "", "") in found
    assert ("changed tier", "Acme in Northern Lights Foundation", "gold", "platinum") in found


def test_the_shipped_graph_tells_when_red_hat_was_bought() -> None:
    found = changes(stewards.open("memory:").diff("2019-07-08", "2019-07-09"))

    assert found == [("began", "Red Hat: acquired, IBM", "", "")]


# Two builds.


def test_two_builds_differ_by_what_their_sources_say(store: Path) -> None:
    found = changes(stewards.open(str(store)).diff("previous", "current"))

    assert set(CHANGES) | {("moved", "Ada Anker", "Acme", "Crane")} == set(found)


def test_a_build_that_changed_nothing(store: Path) -> None:
    built(at=store)

    assert changes(stewards.open(str(store)).diff("previous", "current")) == []


def test_the_command_line_tells_what_changed(store: Path) -> None:
    shown = run_stewards("diff", "previous", "current", "--format", "csv", store=store)

    assert shown.returncode == 0, shown.stderr
    assert any(line.startswith("moved,Ada Anker,Acme,Crane,") for line in shown.stdout.splitlines())


def test_the_first_build_has_no_previous_one(tmp_path: Path) -> None:
    built(people(tmp_path, "Acme"), at=tmp_path / "store")

    with pytest.raises(RequestError, match="there is no previous build: one is kept from the second build on"):
        stewards.open(str(tmp_path / "store")).diff("previous", "current")


def test_in_memory_there_is_no_previous_build(graph: Graph) -> None:
    with pytest.raises(RequestError, match="there is no previous build"):
        graph.diff("previous", "current")


@pytest.mark.parametrize("state", ["yesteryear", "landscape/1999-01-01", "", "2024-13-01"])
def test_an_unknown_state_says_what_can_be_compared(state: str, graph: Graph) -> None:
    with pytest.raises(RequestError) as caught:
        graph.diff(state, "2024-01-01")

    assert str(caught.value) == (
        f"{state!r} is no state to compare: give a day (2022-10-01), a document (`stewards sources --documents`), "
        "or current and previous for the last two builds"
    )


def test_a_year_is_no_day_to_compare(graph: Graph) -> None:
    with pytest.raises(RequestError, match="is a year, and one day is needed"):
        graph.diff("2023", "2024-01-01")
