"""What a view is made from, on a small world: its times, what lies beyond, whole foundations, paths."""

from __future__ import annotations

import shlex

import pytest

from stewards.graph import Graph
from stewards.networks import beyond
from stewards.networks.network import Network
from stewards.validity import Times
from tests.worlds import World


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Return a foundation that hosts Boat, whose maintainer works for Acme; Acme joined, and changed its tier."""
    world = World()
    world.foundation("Harbour")
    world.company("Acme", "Globex")
    world.project("Boat", host="Harbour")
    world.body("Harbour Board", of="Harbour")
    world.body("Boat Committee", of="Boat")
    world.maintainer("Ada", "Boat", employer="Acme")
    world.tenure("Bo", "Boat Committee")
    world.member("Acme", of="Harbour", tier="gold", since="2020-01-01", until="2022-12-31")
    world.member("Globex", of="Harbour")
    return world.graph()


def names(network: Network) -> set[str]:
    return {node.label for node in network.nodes}


def test_a_view_holds_what_was_on_other_days(graph: Graph) -> None:
    view = graph.network("Harbour", as_of="2025-06-01", whole=True)
    assert "Acme" in names(view)
    assert "Acme" not in names(graph.network("Harbour", as_of="2025-06-01"))
    assert "Acme" in names(graph.network("Harbour", as_of="2021-06-01"))


def test_a_network_on_a_day_is_what_the_rule_says(graph: Graph) -> None:
    view = graph.network("Harbour", as_of="ever", whole=True)
    acme = next(edge for edge in view.edges if edge.kind == "membership" and edge.source.endswith("/acme"))
    assert {spell.level for spell in acme.spells or ()} <= {"gold", ""}
    assert acme.on("2019-12-31") is None
    assert acme.on("2023-01-01") is None
    assert isinstance(Times().spells(), tuple)


def test_neighbours_of_neighbours_lie_beyond(graph: Graph) -> None:
    view = graph.network("Harbour", as_of="ever", whole=True)
    assert view.beyond
    assert "Ada" in names(view.beyond)
    assert "Ada" not in names(view)
    assert graph.network("Harbour", as_of="ever").beyond is None


def test_what_lies_beyond_is_bounded(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beyond, "OF_ALL", 1)
    one = graph.network("Harbour", as_of="ever", whole=True).beyond
    assert one
    assert len({edge.situation for edge in one.edges}) <= 1
    whole = graph.network("Harbour", as_of="ever", whole=True)
    left = {iri.rsplit("/")[-1]: count for iri, count in whole.left_out}
    assert sum(left.values()) >= 1, "what is left out is counted"
    monkeypatch.setattr(beyond, "LARGE", 1)
    assert graph.network("Harbour", as_of="ever", whole=True).beyond is None


def test_a_whole_foundation_has_those_who_govern_and_maintain_its_projects(graph: Graph) -> None:
    whole = graph.network("Harbour", as_of="ever", foundation=True)
    assert {"Harbour", "Harbour Board", "Boat", "Boat Committee", "Ada", "Bo", "Globex"} <= names(whole)
    assert whole.title == "All of Harbour"


def test_a_connection_is_a_path(graph: Graph) -> None:
    view = graph.ask("connection", "Ada", "Harbour", as_of="ever").network(whole=True)
    labels = {node.iri: node.label for node in view.nodes}
    assert [labels[iri] for iri in view.paths[0]] == ["Ada", "Boat", "Harbour"]


def test_an_answer_is_seen_at_other_times_too(graph: Graph) -> None:
    answer = graph.ask("members", "Harbour", as_of="2025-06-01")
    assert "Acme" not in names(answer.network())
    assert "Acme" in names(answer.network(whole=True))


def test_a_view_says_how_to_make_it_again(graph: Graph) -> None:
    origin = graph.network("Harbour", as_of="2025-06-01", foundation=True, whole=True).origin
    assert origin.command == "stewards view Harbour --foundation --as-of 2025-06-01 -o view.html"
    assert len(graph.sparql(origin.sparql).rows) > 10  # type: ignore[union-attr]
    origin = graph.ask("members", "Harbour", as_of="2025-06-01", lens="group").network(whole=True).origin
    expected = 'stewards view --question "members Harbour --lens=group" --as-of 2025-06-01 -o view.html'
    assert origin.command == expected
    assert len(graph.sparql(origin.sparql).rows) >= 2  # type: ignore[union-attr]


def test_the_command_can_be_read_and_pasted(graph: Graph) -> None:
    board = graph.ask("board", "Harbour Board", as_of="2025-06-01").network(whole=True)
    assert "--question 'board \"Harbour Board\"' --as-of" in board.origin.command
    assert shlex.split(board.origin.command)[3] == 'board "Harbour Board"'
    assert 'view "Harbour Board" --as-of' in graph.network("Harbour Board", as_of="ever", whole=True).origin.command


def test_the_title_of_an_answer_leaves_its_day_to_the_page(graph: Graph) -> None:
    board = graph.ask("members", "Harbour", as_of="2025-06-01").network(whole=True)
    assert "2025" not in board.title
    assert not board.origin.only_of
    connection = graph.ask("connection", "Ada", "Harbour", as_of="2025-06-01").network(whole=True)
    assert connection.origin.only_of == "2025-06-01"


def test_a_page_is_made_of_an_answer_and_of_an_entity(graph: Graph) -> None:
    assert "Globex" in graph.ask("members", "Harbour").view()
    assert "Globex" in graph.view("Harbour")


@pytest.fixture(scope="module")
def two_lists() -> Graph:
    """Return a committee with its own list of 2022 and of 2024, and with another that goes on naming who left."""
    world = World()
    world.project("Boat")
    world.body("Boat Committee", of="Boat")
    for day in ("2022-01-01", "2024-01-01"):
        world.tenure("Ada", "Boat Committee", source="Boat Committee", day=day, employer="Acme")
        world.tenure("Ada", "Boat Committee", source="table", day=day)
    for day in ("2022-01-01", "2024-03-01"):
        world.tenure("Bo", "Boat Committee", source="table", day=day)
    world.tenure("Cyd", "Boat Committee", source="Boat Committee", day="2024-01-01", for_="Acme")
    world.tenure("Cyd", "Boat Committee", source="table", day="2024-03-01")
    return world.graph()


@pytest.mark.parametrize("day", ["2022-01-01", "2023-06-01", "2024-01-01", "2024-02-01", "2024-03-01", "2025-01-01"])
def test_the_newest_list_of_a_body_decides_on_the_page_as_in_the_answer(two_lists: Graph, day: str) -> None:
    answer = two_lists.ask("board", "Boat Committee", as_of=day)
    page = two_lists.ask("board", "Boat Committee", as_of="2025-01-01").network(whole=True)
    held = [
        (edge, spell)
        for edge in page.edges
        for spell in edge.spells or ()
        if edge.kind == "tenure" and spell.covers(day)
    ]
    listed = {edge.source for edge, spell in held if not spell.elsewhere}
    assert listed == {row["member"].iri for row in answer.rows}  # type: ignore[union-attr]
    assert len({edge.source for edge, _ in held}) == len(held), "a seat is drawn once"
    assert all(spell.certainty == "possible" for _, spell in held if spell.elsewhere)
    certain = {row["member"].iri for row in answer.rows if row["certainty"] == "certain"}  # type: ignore[union-attr]
    assert certain <= {edge.source for edge, spell in held if spell.certainty == "certain"}


def test_whom_another_list_alone_names_is_not_certain(two_lists: Graph) -> None:
    committee = two_lists.network("Boat Committee", as_of="2024-01-01")
    sure = {edge.source.rsplit("/")[-1]: edge.certainty for edge in committee.edges if edge.kind == "tenure"}
    assert sure == {"ada": "certain", "bo": "possible", "cyd": "certain"}


@pytest.fixture(scope="module")
def moved() -> Graph:
    """Return a committee whose member left Acme for Globex in 2022, and a project she has maintained since 2023."""
    world = World()
    world.company("Acme", "Globex")
    world.project("Boat")
    world.body("Boat Committee", of="Boat")
    world.tenure("Ada", "Boat Committee", since="2020-01-01", until="2027-01-01")
    world.work("Ada", "Acme", since="2019-01-01", until="2021-12-31")
    world.work("Ada", "Globex", since="2022-01-01", until="2027-01-01")
    world.maintainer("Ada", "Boat", since="2023-01-01", until="2027-01-01")
    return world.graph()


def kinds_on(network: Network, day: str) -> set[str]:
    return {edge.kind for edge in network.on(day).edges}


def test_a_seat_is_one_of_a_company_only_while_its_holder_works_there(moved: Graph) -> None:
    seats = moved.ask("seats-of", "Acme", as_of="2025-01-01").network(whole=True)
    assert kinds_on(seats, "2021-06-01") == {"tenure", "employment"}
    assert kinds_on(seats, "2025-01-01") == set()
    assert kinds_on(seats, "2019-06-01") == set()


def test_an_employment_is_drawn_only_while_its_person_is_in_the_answer(moved: Graph) -> None:
    maintainers = moved.ask("maintainers", "Boat", as_of="2025-01-01").network(whole=True)
    assert kinds_on(maintainers, "2025-01-01") == {"tenure", "employment"}
    assert kinds_on(maintainers, "2022-06-01") == set()


def test_who_governs_is_drawn_as_it_is_answered(graph: Graph) -> None:
    answer = graph.ask("who-governs", "Boat", as_of="2025-06-01")
    drawn = answer.network()
    assert {node.label for node in drawn.nodes} >= {str(row["governor"]) for row in answer.rows}
    assert {"Boat Committee", "Harbour Board"} <= names(drawn)


@pytest.mark.parametrize("day", ["2000-01-01", "2026-08-21", "2030-01-01"])
def test_a_body_governs_on_the_days_that_the_answer_says(graph: Graph, day: str) -> None:
    answer = graph.ask("who-governs", "Boat", as_of=day)
    said = {
        (row["governor"].iri, row["certainty"])  # type: ignore[union-attr]
        for row in answer.rows
        if row["relation"] == "governed by" and str(row["of"]) == "Boat"
    }
    drawn = graph.network("Boat", as_of=day).edges
    assert {(edge.source, edge.certainty) for edge in drawn if edge.kind == "governs"} == said
    assert all(edge.evidence for edge in drawn if edge.kind == "governs")
