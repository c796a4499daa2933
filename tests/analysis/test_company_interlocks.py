from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import stewards
from stewards.analysis.company_interlocks import MOST, meetings
from stewards.asking.answers import Answer, shown
from stewards.errors import RequestError
from tests.worlds import DAY, World

COMPANIES = ("Acme", "Buoy", "Crane")


def bodies(*names: str, kind: str = "steering-committee") -> World:
    world = World()
    world.company(*COMPANIES)
    world.project("Tugboat")
    for name in names:
        world.body(name, "Tugboat", kind)
    return world


def asked(world: World, *names: str, as_of: str = DAY, lens: str | None = None) -> Answer:
    return world.graph().ask("company-interlocks", *names, as_of=as_of, lens=lens)


def told(answer: Answer) -> list[tuple[object, ...]]:
    return [tuple(shown(row[name]) for name in ("one", "other", "number", "bodies")) for row in answer.rows]


def test_a_seat_of_its_own_a_representative_and_an_employee_all_count() -> None:
    world = bodies("Board")
    world.tenure("Acme", "Board")
    world.tenure("Ben Bight", "Board", for_="Buoy")
    world.tenure("Cai Cove", "Board", employer="Crane")

    answer = asked(world)

    assert told(answer) == [("Acme", "Buoy", 1, "Board"), ("Acme", "Crane", 1, "Board"), ("Buoy", "Crane", 1, "Board")]
    assert {row["certainty"] for row in answer.rows} == {"certain"}
    assert answer.sentence == "3 pairs of companies meet; on 1 body, the most, Acme and Buoy and 2 more pairs."


def test_those_that_meet_most_come_first() -> None:
    world = bodies("Board", "Council")
    for body, companies in {"Board": COMPANIES, "Council": ("Buoy", "Crane")}.items():
        for company in companies:
            world.tenure(company, body)

    assert told(asked(world))[0] == ("Buoy", "Crane", 2, "Board, Council")


def test_one_company_meets_the_others() -> None:
    world = bodies("Board", "Council")
    for body, companies in {"Board": COMPANIES, "Council": ("Buoy", "Crane")}.items():
        for company in companies:
            world.tenure(company, body)

    answer = asked(world, "Crane")

    assert told(answer) == [("Crane", "Buoy", 2, "Board, Council"), ("Crane", "Acme", 1, "Board")]
    assert answer.sentence == "Crane meets 2 companies; on 2 bodies, the most, Buoy."


def test_two_people_of_one_company_do_not_meet() -> None:
    world = bodies("Board")
    for who in ("Ada Anker", "Ben Bight"):
        world.tenure(who, "Board", employer="Acme")

    assert asked(world).rows == []


def test_of_whom_the_employer_is_unknown_or_may_be_one_of_two_counts_for_none() -> None:
    world = bodies("Board")
    world.tenure("Acme", "Board")
    world.tenure("Ben Bight", "Board")
    world.tenure("Cai Cove", "Board")
    for company in ("Buoy", "Crane"):
        world.work("Cai Cove", company)

    answer = asked(world)

    assert answer.rows == []
    assert answer.notes == ["1 seat may count for one of several companies, and counts for none here."]


def test_every_row_rests_on_the_seats_of_both() -> None:
    world = bodies("Board")
    world.tenure("Acme", "Board")
    world.tenure("Ben Bight", "Board", employer="Buoy")

    record = asked(world).records[0]

    assert len(record.nodes) == 3
    assert len(record.evidence) == 2


@pytest.mark.parametrize("kind", ["team", "working-group", "special-interest-group"])
def test_what_does_not_govern(kind: str) -> None:
    world = bodies("Group", kind=kind)
    for company in ("Acme", "Buoy"):
        world.tenure(company, "Group")

    assert asked(world).rows == []


def test_the_day_counts() -> None:
    world = bodies("Board")
    world.tenure("Acme", "Board", since="2019-01-01")
    world.tenure("Buoy", "Board", since="2021-01-01", until="2022-12-31")

    assert asked(world, as_of="2020-06-01").rows == []
    assert [row["certainty"] for row in asked(world, as_of="2022-06-01").rows] == ["certain"]
    assert asked(world, as_of="2023-06-01").rows == []
    assert [row["certainty"] for row in asked(world, as_of="ever").rows] == [None]


def test_what_the_newest_list_does_not_confirm_is_left_out() -> None:
    world = bodies("Board")
    world.tenure("Acme", "Board", source="old list", day="2020-01-01")
    for company in ("Buoy", "Crane"):
        world.tenure(company, "Board")

    answer = asked(world)

    assert [row[:2] for row in told(answer)] == [("Buoy", "Crane")]
    assert answer.notes == ["1 more seat is not on the newest list, and left out: it may still be held."]


def test_companies_of_one_group_do_not_meet_through_its_lens() -> None:
    world = bodies("Board")
    for company in COMPANIES:
        world.tenure(company, "Board")
    world.owns("Acme", "Buoy", since="2023-01-01")

    assert len(asked(world)) == 3
    assert told(asked(world, lens="group")) == [("Acme", "Crane", 1, "Board")]
    assert told(asked(world, "Buoy", lens="group")) == [("Acme", "Crane", 1, "Board")]


def test_a_ring_of_owners_is_one_group() -> None:
    world = bodies("Board")
    for company in COMPANIES:
        world.tenure(company, "Board")
    for owner, owned in (("Acme", "Buoy"), ("Buoy", "Acme")):
        world.owns(owner, owned, since="2023-01-01")

    assert len(asked(world, lens="group")) == 1


def test_a_body_of_too_many_companies_is_passed_over() -> None:
    world = bodies("Forum", "Board")
    world.company(*(f"Firm {number}" for number in range(MOST + 1)))
    for number in range(MOST + 1):
        world.tenure(f"Firm {number}", "Forum")
    for company in ("Acme", "Buoy"):
        world.tenure(company, "Board")

    answer = asked(world)

    assert [row[:2] for row in told(answer)] == [("Acme", "Buoy")]
    assert answer.notes == [f"Passed over, with more than {MOST} companies: Forum."]


def test_a_body_without_members_and_a_graph_without_bodies() -> None:
    for world in (bodies("Board"), World()):
        answer = asked(world)
        assert (answer.rows, answer.notes, answer.sentence) == ([], [], "")


def test_an_unknown_company() -> None:
    with pytest.raises(RequestError):
        asked(bodies("Board"), "Nowhere")


def test_the_shipped_graph() -> None:
    answer = stewards.open("memory:").ask("company-interlocks", "Meta", as_of="2024-12-31")

    assert told(answer)[0][:3] == ("Meta", "AMD", 2)
    assert len(answer) == 12


# Against a plain double loop.

SEATS = st.dictionaries(st.sampled_from("ABCDEFG"), st.sets(st.sampled_from("pqrstuvw")), max_size=7)


@given(SEATS)
@settings(max_examples=200, deadline=None)
def test_meetings_are_those_that_a_double_loop_finds(present: dict[str, set[str]]) -> None:
    def expected(named: str) -> dict[tuple[str, str], set[str]]:
        return {
            (one, other): places
            for one, other in product("pqrstuvw", repeat=2)
            if (one == named if named else one < other) and one != other
            if (places := {place for place, companies in present.items() if {one, other} <= companies})
        }

    for named in ("", "s"):
        met = meetings({place: dict.fromkeys(companies) for place, companies in present.items()}, named)
        found = {(one, other): places for one, others in met.items() for other, places in others.items()}

        assert {pair: set(places) for pair, places in found.items()} == expected(named)
        assert all(len(places) == len(set(places)) for places in found.values())


@given(st.lists(st.tuples(st.sampled_from(["Board", "Council", "Forum"]), st.sampled_from(COMPANIES)), max_size=8))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_companies_meet_where_a_double_loop_over_employees_says_so(seats: list[tuple[str, str]]) -> None:
    world = bodies("Board", "Council", "Forum")
    for number, (body, company) in enumerate(seats):
        world.tenure(f"Person {number}", body, employer=company)
    expected: dict[tuple[str, str], set[str]] = {}
    for one, other in combinations(seats, 2):
        if one[0] == other[0] and one[1] != other[1]:
            expected.setdefault((min(one[1], other[1]), max(one[1], other[1])), set()).add(one[0])

    assert {(row[0], row[1]): set(str(row[3]).split(", ")) for row in told(asked(world))} == expected
