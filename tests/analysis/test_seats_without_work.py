from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stewards.asking.answers import Answer
from stewards.errors import UnknownEntityError
from tests.worlds import DAY, World

COMPANIES = ("Acme", "Buoy", "Crane")
FOUNDATION = "Harbour Foundation"


def harbour() -> World:
    """Return a world of a foundation with a board, which hosts two projects, and of a project of its own."""
    world = World()
    world.company(*COMPANIES)
    world.foundation(FOUNDATION)
    world.body("Board", FOUNDATION, "governing-board")
    world.project("Quay", FOUNDATION)
    world.project("Pier", FOUNDATION)
    world.project("Lighthouse")
    world.body("Keepers", "Lighthouse")
    return world


def asked(world: World, company: str = "Acme", as_of: str = DAY, lens: str | None = None) -> Answer:
    return world.graph().ask("seats-without-work", company, as_of=as_of, lens=lens)


def bodies(answer: Answer) -> list[str]:
    return [str(row["body"]) for row in answer.rows]


def test_a_seat_on_the_board_without_a_maintainer_of_a_hosted_project() -> None:
    world = harbour()
    world.tenure("Ada", "Board", "board-member", employer="Acme")
    world.maintainer("Ben", "Quay", "Buoy")
    world.maintainer("Cy", "Quay")

    answer = asked(world)

    [row] = answer.rows
    assert {name: str(value) for name, value in row.items() if name in ("body", "seats")} == {
        "body": "Board",
        "seats": "1",
    }
    assert [[str(entity) for entity in row[name]] for name in ("people", "governs")] == [["Ada"], [FOUNDATION]]  # type: ignore[union-attr]
    assert [row[name] for name in ("projects", "maintained", "maintainers", "unknown")] == [2, 1, 2, 1]
    assert answer.sentence == "Acme has seats on Board, and is not known to employ a maintainer of what it governs."
    assert answer.notes == ["Of these projects no maintainers are known: Pier."]
    assert answer.evidence[0]


def test_one_maintainer_of_one_hosted_project_is_work() -> None:
    world = harbour()
    world.tenure("Ada", "Board", "board-member", employer="Acme")
    world.maintainer("Ben", "Quay", "Buoy")
    world.maintainer("Cy", "Pier", "Acme")

    assert bodies(asked(world)) == []


def test_a_maintainer_elsewhere_is_no_work_here() -> None:
    world = harbour()
    world.tenure("Ada", "Keepers", employer="Acme")
    world.maintainer("Ben", "Lighthouse", "Buoy")
    world.maintainer("Cy", "Pier", "Acme")

    assert bodies(asked(world)) == ["Keepers"]


def test_who_may_maintain_for_the_company_is_work() -> None:
    world = harbour()
    world.tenure("Ada", "Keepers", employer="Acme")
    world.maintainer("Ben", "Lighthouse")
    world.work("Ben", "Acme")
    world.work("Ben", "Buoy")

    assert bodies(asked(world)) == []


def test_who_maintains_on_behalf_of_the_company_is_work() -> None:
    world = harbour()
    world.tenure("Ada", "Keepers", employer="Acme")
    world.maintainer("Ben", "Lighthouse", for_="Acme")

    assert bodies(asked(world)) == []


def test_who_may_sit_for_the_company_is_no_seat() -> None:
    world = harbour()
    world.tenure("Ada", "Keepers")
    world.work("Ada", "Acme")
    world.work("Ada", "Buoy")
    world.maintainer("Ben", "Lighthouse", "Crane")

    assert bodies(asked(world)) == []


def test_where_no_maintainer_is_known_nothing_is_claimed() -> None:
    world = harbour()
    world.tenure("Ada", "Board", "board-member", employer="Acme")
    world.tenure("Ada", "Keepers", employer="Acme")
    world.maintainer("Ben", "Lighthouse", "Buoy")

    answer = asked(world)

    assert bodies(answer) == ["Keepers"]
    assert answer.notes == ["Of 1 more body on which it has a seat no maintainers are known: Board."]


def test_a_maintainer_of_a_subproject_is_work() -> None:
    world = harbour()
    world.project("Lamp")
    world.owns("Lighthouse", "Lamp", relation="subproject")
    world.tenure("Ada", "Keepers", employer="Acme")
    world.maintainer("Ben", "Lighthouse", "Buoy")
    world.maintainer("Cy", "Lamp", "Acme")

    assert bodies(asked(world)) == []


def test_somebody_retired_does_not_work() -> None:
    world = harbour()
    world.tenure("Ada", "Keepers", employer="Acme")
    world.maintainer("Ben", "Lighthouse", "Buoy")
    world.maintainer("Cy", "Lighthouse", "Acme")
    world.tenure("Cy", "Lighthouse", "emeritus-maintainer")

    assert bodies(asked(world)) == ["Keepers"]


def test_a_body_without_members_and_a_team_are_no_say() -> None:
    world = harbour()
    world.body("Web Team", "Lighthouse", "team")
    world.tenure("Ada", "Web Team", "member", employer="Acme")
    world.maintainer("Ben", "Lighthouse", "Buoy")

    assert bodies(asked(world)) == []


def test_an_own_seat_that_nobody_fills_has_no_people() -> None:
    world = harbour()
    world.tenure("Acme", "Board", "board-member")
    world.maintainer("Ben", "Quay", "Buoy")

    [row] = asked(world).rows

    assert (row["seats"], row["people"]) == (1, None)


def test_under_the_group_lens_seats_and_work_of_the_group_count() -> None:
    world = harbour()
    world.owns("Acme", "Buoy")
    world.tenure("Ada", "Board", "board-member", employer="Acme")
    world.tenure("Ben", "Keepers", employer="Buoy")
    world.maintainer("Cy", "Quay", "Buoy")
    world.maintainer("Di", "Lighthouse", "Crane")

    assert bodies(asked(world)) == ["Board"]
    assert asked(world).notes[-1] == "Of its group, Buoy has maintainers, whom --lens group counts."
    assert bodies(asked(world, lens="group")) == ["Keepers"]
    assert bodies(asked(world, "Buoy", lens="group")) == ["Keepers"]


def test_owners_in_a_ring_are_one_group() -> None:
    world = harbour()
    world.owns("Acme", "Buoy")
    world.owns("Buoy", "Acme")
    world.tenure("Ada", "Board", "board-member", employer="Acme")
    world.maintainer("Ben", "Quay", "Crane")

    assert bodies(asked(world, "Buoy", lens="group")) == ["Board"]


def test_the_day_decides() -> None:
    world = harbour()
    world.tenure("Ada", "Keepers", for_="Acme", since="2020-01-01")
    world.maintainer("Ben", "Lighthouse", since="2019-01-01")
    world.maintainer("Cy", "Lighthouse", since="2022-01-01", until="2023-01-01")
    world.work("Cy", "Acme", since="2021-01-01")

    assert bodies(asked(world, as_of="2021-06-01")) == ["Keepers"]
    assert bodies(asked(world, as_of="2022-06-01")) == []
    assert bodies(asked(world)) == ["Keepers"]
    assert bodies(asked(world, as_of="ever")) == []


def test_an_empty_graph_knows_no_company() -> None:
    with pytest.raises(UnknownEntityError):
        asked(World())


@dataclass
class Drawn:
    """A world drawn at random: who sits where, who maintains what, who works for whom."""

    seats: set[tuple[str, str]]
    maintained: set[tuple[str, str]]
    jobs: dict[str, tuple[str, ...]]
    hosted: set[str]

    def world(self) -> World:
        world = World()
        world.company(*COMPANIES)
        world.foundation(FOUNDATION)
        for project in ("Quay", "Pier"):
            world.project(project, FOUNDATION if project in self.hosted else "")
        world.body("Board", FOUNDATION, "governing-board")
        world.body("Keepers", "Quay")
        for person, body in sorted(self.seats):
            world.tenure(person, body, "member")
        for person, project in sorted(self.maintained):
            world.maintainer(person, project)
        for person, companies in self.jobs.items():
            for company in companies:
                world.work(person, company)
        return world

    def expected(self) -> dict[str, tuple[int, int, int, int, int]]:
        """Return for each body the seats, projects, projects with maintainers, maintainers, and those of no company."""
        found = {}
        for body, projects in (("Board", self.hosted), ("Keepers", {"Quay"})):
            seats = [p for p, at in self.seats if at == body and self.jobs[p] == ("Acme",)]
            people = {person for person, project in self.maintained if project in projects}
            busy = {project for _, project in self.maintained if project in projects}
            unknown = sum(not self.jobs[person] for person in people)
            if seats and people and not any("Acme" in self.jobs[person] for person in people):
                found[body] = (len(seats), len(projects), len(busy), len(people), unknown)
        return found


PEOPLE = ("Ada", "Ben", "Cy", "Di")
people = st.sampled_from(PEOPLE)
jobs = st.sampled_from(((), ("Acme",), ("Buoy",), ("Acme", "Buoy")))
drawn = st.builds(
    Drawn,
    st.sets(st.tuples(people, st.sampled_from(("Board", "Keepers"))), max_size=4),
    st.sets(st.tuples(people, st.sampled_from(("Quay", "Pier"))), max_size=4),
    st.fixed_dictionaries({person: jobs for person in PEOPLE}),
    st.sets(st.sampled_from(("Quay", "Pier"))),
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(drawn)
def test_bodies_are_those_found_person_by_person(drawn: Drawn) -> None:
    columns = ("seats", "projects", "maintained", "maintainers", "unknown")

    found = {str(row["body"]): tuple(row[name] for name in columns) for row in asked(drawn.world()).rows}

    assert found == drawn.expected()
