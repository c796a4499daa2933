from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import stewards
from stewards.asking.answers import Answer, EntityValue
from stewards.build import build
from stewards.errors import RequestError
from stewards.graph import Graph
from stewards.namespaces import ID
from stewards.reading.lenses import Groups, read_groups
from tests.graphs import plan, version

#: The day on which IBM closed its purchase of Red Hat.
BOUGHT = "2019-07-09"

FACTS = """
documents:
  register: {title: Register of companies, as_of: 2024-06-30}
  list: {title: List of members, as_of: 2024-06-30}
  roster: {title: Roster of the board, as_of: 2024-06-30}
entities:
  northern-lights: {kind: foundation, name: Northern Lights Foundation, source: list}
  beacons: {kind: foundation, name: Beacons Foundation, source: list}
  board: {kind: body, name: NLF Board, classification: governing-board, governs: northern-lights, source: roster}
  harbourmaster: {kind: project, name: Harbourmaster, source: list}
  acme: {kind: company, name: Acme, source: register}
  buoy: {kind: company, name: Buoy, source: register}
  crane: {kind: company, name: Crane, source: register}
  dory: {kind: company, name: Dory, source: register}
  eel: {kind: company, name: Eel, source: register}
  ada: {kind: person, name: Ada Anker, github: ada, source: roster}
facts:
  - {parent: {child: buoy, parent: acme, relation: acquired}, since: 2020-03-01, source: register, at: entry 1}
  - {parent: {child: crane, parent: buoy, relation: subsidiary}, since: 2015, source: register, at: entry 2}
  - {parent: {child: dory, parent: eel, relation: subsidiary}, source: register, at: entry 3}
  - {parent: {child: eel, parent: dory, relation: subsidiary}, source: register, at: entry 4}
  - {parent: {child: beacons, parent: northern-lights, relation: part-of}, source: register, at: entry 5}
  - {membership: {member: crane, of: northern-lights, tier: gold}, since: 2018, source: list, at: row 1}
  - {membership: {member: acme, of: northern-lights, tier: gold}, since: 2018, source: list, at: row 2}
  - {membership: {member: dory, of: northern-lights, tier: gold}, since: 2018, source: list, at: row 3}
  - {membership: {member: beacons, of: northern-lights, tier: gold}, since: 2018, source: list, at: row 4}
  - {tenure: {who: ada, at: board, role: board-member, for: buoy, seat: buoy}, since: 2018, source: roster, at: row 1}
"""


@pytest.fixture(scope="module")
def shipped() -> Graph:
    """Return the graph of the shipped facts."""
    return stewards.open("memory:")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Return a graph of five companies: Acme bought Buoy, which has Crane; Dory and Eel own each other."""
    path = tmp_path_factory.mktemp("facts") / "owners.yaml"
    path.write_text(FACTS, encoding="utf-8")
    return Graph(build(None, [plan(version("facts", path))])[0], "memory:")


def named(answer: Answer, column: str = "member") -> list[str]:
    return [str(row[column]) for row in answer.rows]


def members(graph: Graph, day: str, lens: str) -> dict[str, str]:
    """Return the members of the foundation on a day, each with the company through which it is one."""
    rows = graph.ask("members", "Northern Lights Foundation", as_of=day, lens=lens).rows
    return {str(row["member"]): str(row["through"] or "") for row in rows}


# The shipped facts.


def test_amazon_is_the_member_where_aws_is_the_one_named(shipped: Graph) -> None:
    ask = ("members", "PyTorch Foundation")
    employer, group = (named(shipped.ask(*ask, as_of="2025-01-01", lens=lens)) for lens in ("employer", "group"))

    assert ("AWS" in employer, "Amazon" in employer) == (True, False)
    assert ("AWS" in group, "Amazon" in group) == (False, True)


def test_the_company_that_was_named_stands_in_a_column(shipped: Graph) -> None:
    rows = shipped.ask("members", "PyTorch Foundation", as_of="2025-01-01", lens="group").rows

    assert {str(row["through"]) for row in rows if str(row["member"]) == "Amazon"} == {"AWS"}
    assert {row["through"] for row in rows if str(row["member"]) == "Meta"} == {None}


def test_the_usual_lens_is_the_employer(shipped: Graph) -> None:
    usual, employer = (
        shipped.ask("members", "PyTorch Foundation", as_of="2025-01-01", lens=lens) for lens in (None, "employer")
    )

    assert usual.records == employer.records


@pytest.mark.parametrize(("day", "head"), [("2019-07-08", "red-hat"), (BOUGHT, "ibm"), ("2024-01-01", "ibm")])
def test_red_hat_is_of_the_group_of_ibm_from_the_day_it_was_bought(day: str, head: str, shipped: Graph) -> None:
    assert read_groups(shipped.store, day).head(ID + "org/red-hat") == f"{ID}org/{head}"


def test_the_group_of_ibm_has_red_hat_in_2024_and_not_in_2018(shipped: Graph) -> None:
    earlier, later = (named(shipped.ask("company-group", "IBM", as_of=f"{y}-01-01"), "company") for y in (2018, 2024))

    assert "Red Hat" not in earlier
    assert "Red Hat" in later


def test_the_seats_of_a_group_are_those_of_its_companies(shipped: Graph) -> None:
    alone, group = (
        shipped.ask("seats-of", "Alphabet", as_of="2024-06-01", lens=lens) for lens in ("employer", "group")
    )

    assert alone.rows == []
    assert set(named(group, "through")) == {"Google", "Google Cloud"}


def test_the_evidence_of_a_groups_seat_tells_who_owns_whom(shipped: Graph) -> None:
    found = shipped.ask("seats-of", "Alphabet", as_of="2024-06-01", lens="group").records
    cloud = next(row for row in found if str(row.values["through"]) == "Google Cloud")
    documents = [passage.document.rsplit("/", 1)[-1] for passage in cloud.evidence]

    assert {"alphabet-2015", "google-cloud-2018"} <= set(documents)


# Owners and days.


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2019-01-01", {"Buoy": "Crane", "Acme": ""}),
        ("2021-01-01", {"Acme": "Crane"}),
    ],
)
def test_companies_are_shown_by_their_group_on_the_day(day: str, expected: dict[str, str], graph: Graph) -> None:
    found = graph.ask("members", "Northern Lights Foundation", as_of=day, lens="group").rows
    shown = {(str(row["member"]), str(row["through"] or "")) for row in found}

    assert set(expected.items()) <= shown


def test_the_group_of_today_is_shown_for_a_day_before_it(graph: Graph) -> None:
    assert members(graph, "2019-01-01", "group").keys() >= {"Acme", "Buoy"}
    assert "Buoy" not in members(graph, "2019-01-01", "group-today")


def test_for_ever_the_group_of_today_is_shown(graph: Graph) -> None:
    assert members(graph, "ever", "group") == members(graph, "ever", "group-today")


def test_a_lifted_row_has_the_evidence_of_every_owner(graph: Graph) -> None:
    found = graph.ask("members", "Northern Lights Foundation", as_of="2021-01-01", lens="group").records
    lifted = next(row for row in found if str(row.values["through"]) == "Crane")

    assert [passage.locator for passage in lifted.evidence if passage.document.endswith("register")] == [
        "entry 2",
        "entry 1",
    ]


def test_a_row_that_is_not_lifted_has_its_own_evidence(graph: Graph) -> None:
    found = graph.ask("members", "Northern Lights Foundation", as_of="2021-01-01", lens="group").records
    own = next(row for row in found if not row.values["through"] and str(row.values["member"]) == "Acme")

    assert {passage.locator for passage in own.evidence} == {"row 2"}


def test_the_seats_of_a_parent_are_counted_before_and_after_it_was_one(graph: Graph) -> None:
    before, after = (
        graph.ask("seats-of", "Acme", as_of=day, lens="group").rows for day in ("2019-06-01", "2020-06-01")
    )

    assert before == []
    assert {str(row["through"]) for row in after} == {"Buoy"}


def test_any_company_of_a_group_stands_for_it(graph: Graph) -> None:
    of_child, of_head = (
        [
            (str(row["foundation"]), str(row["through"]))
            for row in graph.ask(*ask, as_of="2021-01-01", lens="group").rows
        ]
        for ask in (("memberships-of", "Crane"), ("memberships-of", "Acme"))
    )

    assert (
        of_child
        == of_head
        == [
            ("Northern Lights Foundation", "Acme"),
            ("Northern Lights Foundation", "Crane"),
        ]
    )


def test_what_is_first_recorded_later_is_counted_once_for_a_group(shipped: Graph) -> None:
    notes = shipped.ask("seats-of", "IBM", as_of="2024-06-01", lens="group").notes

    assert len(notes) == 1


def test_parts_of_a_foundation_make_no_group(graph: Graph) -> None:
    assert "Beacons Foundation" in members(graph, "2021-01-01", "group")


def test_a_ring_of_owners_is_shown_by_its_first(graph: Graph) -> None:
    groups = read_groups(graph.store, "2024-06-30")
    ring = [f"{ID}org/dory", f"{ID}org/eel"]

    assert [groups.head(company) for company in ring] == [ring[0], ring[0]]
    assert groups.members(ring[1]) == ring
    assert groups.path(ring[0]) == []


def test_a_company_below_a_ring_leads_to_its_first_and_no_further() -> None:
    groups = Groups("2024-01-01", {"c": "a", "a": "b", "b": "a"}, {"c": "c in a", "a": "a in b", "b": "b in a"})

    assert groups.path("c") == ["c in a"]
    assert groups.members("b") == ["a", "b", "c"]


def test_two_companies_are_related_by_their_paths_to_where_they_meet() -> None:
    groups = Groups("2024-01-01", {"d": "c", "e": "c", "c": "a"}, {"d": "dc", "e": "ec", "c": "ca"})

    assert groups.between("d", "e") == ["dc", "ec"]
    assert groups.between("d", "a") == ["dc", "ca"]


def test_of_two_owners_the_later_counts(tmp_path: Path) -> None:
    path = tmp_path / "owners.yaml"
    path.write_text(
        FACTS + "  - {parent: {child: buoy, parent: eel, relation: acquired}, since: 2022-05-01, source: register}\n",
        encoding="utf-8",
    )
    store = build(None, [plan(version("facts", path))])[0]
    owners = [read_groups(store, day).parents[ID + "org/buoy"] for day in ("2021-01-01", "2023-01-01")]

    assert owners == [ID + "org/acme", ID + "org/eel"]


# Lenses as they are asked for.


def test_an_unknown_lens_names_those_that_there_are(graph: Graph) -> None:
    with pytest.raises(RequestError, match="there is no lens 'holding': choose from employer, group, group-today"):
        graph.ask("members", "Northern Lights Foundation", lens="holding")


def test_a_question_without_companies_has_no_lens(graph: Graph) -> None:
    with pytest.raises(RequestError, match="'who-governs' does not count companies: leave --lens out"):
        graph.ask("who-governs", "Harbourmaster", lens="group")


def test_the_answer_says_through_which_lens_it_was_seen(graph: Graph) -> None:
    answer = graph.ask("members", "Northern Lights Foundation", as_of="2021-01-01", lens="group")

    assert answer.parameters["lens"] == "group"
    assert "through" in [column.name for column in answer.columns]


def test_a_lens_changes_no_fact(graph: Graph) -> None:
    count = "SELECT (COUNT(*) AS ?n) WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    before = graph.sparql(count)
    answer = graph.ask("members", "Northern Lights Foundation", as_of=date.today().isoformat(), lens="group")

    assert graph.sparql(count) == before
    assert all(isinstance(row["member"], EntityValue) for row in answer.rows)
