from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stewards.asking.answers import Answer
from stewards.errors import UnknownEntityError
from tests.worlds import DAY, World

COMPANIES = ("Acme", "Buoy", "Crane", "Dock")
FOUNDATION = "Harbour Foundation"


def harbour(*members: str) -> World:
    """Return a world of a foundation with members and two bodies, where nobody sits as yet."""
    world = World()
    world.foundation(FOUNDATION)
    world.company(*COMPANIES)
    world.body("Board", FOUNDATION, "governing-board")
    world.body("Council", FOUNDATION, "technical-committee")
    for member in members:
        world.member(member, FOUNDATION)
    return world


def asked(world: World, as_of: str = DAY, lens: str | None = None) -> Answer:
    return world.graph().ask("members-without-seat", FOUNDATION, as_of=as_of, lens=lens)


def without(answer: Answer) -> list[str]:
    return [str(row["member"]) for row in answer.rows]


def test_an_own_seat_a_representative_and_an_employee_are_each_a_seat() -> None:
    world = harbour(*COMPANIES)
    world.tenure("Acme", "Board", "board-member")
    world.tenure("Ada", "Board", "board-member", for_="Buoy")
    world.tenure("Ben", "Council", employer="Crane")

    answer = asked(world)

    assert without(answer) == ["Dock"]
    assert answer.sentence == "No seat is known for 1 member of Harbour Foundation, of 4 in all: Dock."
    assert answer.figures == {"members": 4, "without_known_seat": 1}


def test_who_sits_for_one_company_is_no_seat_of_the_other_that_employs_them() -> None:
    world = harbour("Acme", "Buoy")
    world.tenure("Ada", "Board", "board-member", for_="Buoy", employer="Acme")

    assert without(asked(world)) == ["Acme"]


def test_tier_and_dates_of_the_membership_are_shown_with_its_evidence() -> None:
    world = harbour("Acme")
    world.member("Buoy", FOUNDATION, tier="silver", since="2020-05-01")
    world.tenure("Acme", "Board", "board-member")

    answer = asked(world)

    assert [(str(row["member"]), row["tier"], row["since"], row["certainty"]) for row in answer.rows] == [
        ("Buoy", "silver", "2020-05-01", "certain")
    ]
    assert {passage.source for passage in answer.evidence[0]} == {f"list of {DAY}"}


@pytest.mark.parametrize("role", ["observer", "alternate", "executive-director"])
def test_a_role_that_is_no_seat_is_none(role: str) -> None:
    world = harbour("Acme", "Buoy")
    world.tenure("Ada", "Board", role, employer="Acme")
    world.tenure("Ben", "Board", "board-member", employer="Buoy")

    assert without(asked(world)) == ["Acme"]


def test_a_team_does_not_govern() -> None:
    world = harbour("Acme", "Buoy")
    world.body("Web Team", FOUNDATION, "team")
    world.tenure("Ada", "Web Team", "member", employer="Acme")
    world.tenure("Ben", "Board", "board-member", employer="Buoy")

    assert without(asked(world)) == ["Acme"]


def test_a_holder_of_unknown_employer_is_said_and_does_not_make_it_a_no() -> None:
    world = harbour("Acme")
    world.tenure("Ada", "Council")

    answer = asked(world)

    assert without(answer) == ["Acme"]
    assert "Of 1 seat the employer of its holder is not known. It may be a member's after all." in answer.notes


def test_that_no_seat_on_the_governing_board_is_known_is_said() -> None:
    world = harbour("Acme")
    world.tenure("Ada", "Council", employer="Buoy")

    assert asked(world).notes == [
        "Seats of Harbour Foundation are known on Council (1).",
        "None is known on Board.",
        "No seat on a governing board of Harbour Foundation is known: any member may have one there.",
    ]


def test_where_no_seat_at_all_is_known_nobody_is_listed() -> None:
    answer = asked(harbour("Acme", "Buoy"))

    assert not answer.rows
    assert answer.notes == ["Nobody is known to have a seat on any of the 2 bodies of Harbour Foundation."]


def test_a_foundation_without_bodies_says_so() -> None:
    world = World()
    world.foundation(FOUNDATION)
    world.company("Acme")
    world.member("Acme", FOUNDATION)

    answer = asked(world)

    assert not answer.rows
    assert answer.notes[0].endswith("and no body that governs it is known.")


def test_who_may_work_for_a_member_may_be_its_seat() -> None:
    world = harbour("Acme", "Buoy", "Crane")
    world.tenure("Ada", "Council")
    world.work("Ada", "Acme")
    world.work("Ada", "Buoy")

    answer = asked(world)

    assert without(answer) == ["Crane"]
    assert answer.notes[-1].endswith("or whose holder has several employers: Acme and Buoy.")


def test_a_seat_that_only_an_older_list_names_is_said() -> None:
    world = harbour("Acme", "Buoy")
    world.tenure("Ada", "Council", employer="Acme", source="annals", day="2021-01-01")
    world.tenure("Ben", "Council", employer="Buoy")

    answer = asked(world)

    assert not answer.rows
    assert answer.notes[-1].startswith("Left out, as it may have a seat that only an older list names")
    assert answer.notes[-1].endswith("Acme.")


def test_under_the_group_lens_the_seat_of_the_group_counts() -> None:
    world = harbour("Acme", "Buoy", "Crane")
    world.owns("Dock", "Acme")
    world.tenure("Ada", "Board", "board-member", employer="Dock")

    assert without(asked(world)) == ["Acme", "Buoy", "Crane"]
    assert "Another company of the group has a seat, which --lens group counts: Acme." in asked(world).notes
    assert without(asked(world, lens="group")) == ["Buoy", "Crane"]


def test_under_the_group_lens_a_member_is_shown_under_its_head() -> None:
    world = harbour("Acme", "Crane")
    world.owns("Dock", "Acme")
    world.tenure("Ada", "Board", "board-member", employer="Crane")

    answer = asked(world, lens="group")

    assert [(str(row["member"]), str(row["through"])) for row in answer.rows] == [("Dock", "Acme")]
    assert answer.sentence.endswith(": Acme.")


def test_owners_in_a_ring_are_one_group() -> None:
    world = harbour("Acme", "Crane")
    world.owns("Acme", "Buoy")
    world.owns("Buoy", "Acme")
    world.tenure("Ada", "Board", "board-member", employer="Buoy")

    assert without(asked(world, lens="group")) == ["Crane"]


def test_the_day_decides_who_is_a_member_and_who_sits() -> None:
    world = harbour("Acme")
    world.member("Buoy", FOUNDATION, since="2020", until="2023-12-31")
    world.tenure("Ada", "Board", "board-member", for_="Acme", since="2024-01-01")
    world.tenure("Ben", "Board", "board-member", for_="Crane", since="2020")

    assert without(asked(world)) == []
    assert without(asked(world, "2023-06-01")) == ["Buoy"]
    assert (
        "1 more is undated, or first recorded after 2023-06-01; whether it held then is not known."
        in asked(world, "2023-06-01").notes
    )
    assert without(asked(world, "ever")) == ["Buoy"]


def test_an_empty_graph_knows_no_foundation() -> None:
    with pytest.raises(UnknownEntityError):
        asked(World())


@dataclass
class Drawn:
    """A world drawn at random: memberships with dates, seats, jobs and owners."""

    members: dict[str, tuple[str, str]]
    seats: list[tuple[str, str, str]]
    jobs: set[tuple[str, str]] = field(default_factory=set)
    owners: dict[str, str] = field(default_factory=dict)

    def world(self) -> World:
        world = harbour()
        world.body("Team", FOUNDATION, "team")
        for member, (since, until) in self.members.items():
            world.member(member, FOUNDATION, since=since, until=until)
        for who, body, behalf in self.seats:
            world.tenure(who, body, "member", for_=behalf)
        for person, company in self.jobs:
            world.work(person, company)
        for child, parent in self.owners.items():
            world.owns(parent, child)
        return world

    def head(self, company: str, lens: str | None) -> str:
        path = [company]
        while lens and path[-1] in self.owners:
            above = self.owners[path[-1]]
            if above in path:
                return min(path[path.index(above) :])
            path.append(above)
        return path[-1]

    def expected(self, lens: str | None) -> list[str]:
        """Return the members without a seat, person by person."""
        sitting = [seat for seat in self.seats if seat[1] != "Team"]
        having: set[str] = set()
        for who, body, _ in sitting:
            acting = {behalf for name, at, behalf in sitting if (name, at) == (who, body) and behalf}
            having |= {who} if who in COMPANIES else acting or {c for person, c in self.jobs if person == who}
        heads = {self.head(company, lens) for company in having}
        held = [m for m, (since, until) in self.members.items() if since <= DAY and (not until or until >= DAY)]
        return sorted(self.head(m, lens) for m in held if sitting and self.head(m, lens) not in heads)


people = st.sampled_from(("Ada", "Ben", "Cy"))
companies = st.sampled_from(COMPANIES)
bodies = st.sampled_from(("Board", "Council", "Team"))
dates = st.sampled_from((("", ""), ("", ""), ("2023-01-01", ""), ("2025-01-01", ""), ("2022-01-01", "2023-01-01")))
drawn = st.builds(
    Drawn,
    st.fixed_dictionaries({company: dates for company in COMPANIES}),
    st.lists(
        st.tuples(people, bodies, st.one_of(st.just(""), companies)) | st.tuples(companies, bodies, st.just("")),
        max_size=4,
    ),
    st.sets(st.tuples(people, companies), max_size=4),
    st.dictionaries(companies, companies, max_size=2).map(lambda d: {c: p for c, p in d.items() if c != p}),
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(drawn, st.sampled_from((None, "group")))
def test_members_are_those_found_person_by_person(drawn: Drawn, lens: str | None) -> None:
    assert without(asked(drawn.world(), lens=lens)) == drawn.expected(lens)
