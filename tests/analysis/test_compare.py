from __future__ import annotations

import pytest

from stewards.asking.answers import Answer, shown
from stewards.errors import UnknownEntityError
from stewards.events import Founding
from tests.worlds import DAY, World, period


def two() -> World:
    """Return a world of two foundations of which nothing more is known."""
    world = World()
    world.foundation("Harbour Foundation")
    world.foundation("Port Foundation")
    world.company("Acme", "Buoy", "Crane")
    return world


def asked(world: World, as_of: str = DAY) -> Answer:
    return world.graph().ask("compare", "Harbour Foundation", "Port Foundation", as_of=as_of)


def measures(answer: Answer) -> dict[str, tuple[object, object]]:
    return {str(row["measure"]): (shown(row["a"]), shown(row["b"])) for row in answer.rows}


def seated() -> World:
    """Return two foundations with a body each: Ada sits on both, Acme on both too."""
    world = two()
    world.body("Board", "Harbour Foundation", "governing-board")
    world.body("Council", "Port Foundation")
    world.tenure("Ada", "Board", "board-member", employer="Acme")
    world.tenure("Ben", "Board", "board-member", employer="Buoy")
    world.tenure("Cy", "Board", "board-member")
    world.tenure("Ada", "Council", employer="Acme")
    return world


def test_members_in_all_by_tier_and_of_both() -> None:
    world = two()
    world.member("Acme", "Harbour Foundation", "silver")
    world.member("Buoy", "Harbour Foundation", "gold")
    world.member("Buoy", "Port Foundation", "silver")

    answer = asked(world)

    assert measures(answer) == {
        "members": (2, 1),
        "members: gold": (1, None),
        "members: silver": (1, 1),
        "members of both": (1, 1),
    }
    assert answer.sentence == "Harbour Foundation has 2 members; Port Foundation has 1 member."
    assert all(answer.evidence)


def test_projects_in_all_and_by_maturity() -> None:
    world = two()
    world.project("Quay", "Harbour Foundation", "sandbox")
    world.project("Pier", "Harbour Foundation", "graduated")
    world.project("Dock", "Harbour Foundation")

    assert measures(asked(world)) == {
        "hosted projects": (3, None),
        "hosted projects: graduated": (1, None),
        "hosted projects: sandbox": (1, None),
    }


def test_bodies_seats_companies_and_people() -> None:
    answer = asked(seated())

    assert measures(answer) == {
        "governing bodies": (1, 1),
        "seats on bodies": (3, 1),
        "companies on bodies": (2, 1),
        "people on bodies": (3, 1),
        "largest share of seats": ("Acme: 33% to 67%", "Acme: 100%"),
        "people on bodies of both": (1, 1),
        "companies on bodies of both": (1, 1),
    }
    assert answer.notes == [
        "Seats of Harbour Foundation are known on Board (3).",
        "Of 1 seat of Harbour Foundation no employer is known.",
        "Seats of Port Foundation are known on Council (1).",
    ]
    assert all(answer.evidence)


def test_a_person_on_two_bodies_of_one_foundation_is_one_of_two_seats() -> None:
    world = seated()
    world.body("Bureau", "Harbour Foundation")
    world.tenure("Ada", "Bureau")

    found = measures(asked(world))

    assert (found["seats on bodies"], found["people on bodies"]) == ((4, 1), (3, 1))


def test_where_no_member_is_in_both_the_number_is_nought() -> None:
    world = two()
    world.member("Acme", "Harbour Foundation")
    world.member("Buoy", "Port Foundation")

    answer = asked(world)

    assert measures(answer)["members of both"] == (0, 0)
    assert all(answer.evidence)


def test_what_an_older_list_names_is_left_out_and_said() -> None:
    world = seated()
    world.tenure("Old Hand", "Board", "board-member", source="annals", day="2021-01-01")

    answer = asked(world)

    assert measures(answer)["seats on bodies"] == (3, 1)
    assert "1 more seat of Harbour Foundation is named by older lists only." in answer.notes


def test_when_it_was_founded_and_what_it_is_part_of() -> None:
    world = two()
    world.foundation("Sea Foundation")
    world.owns("Sea Foundation", "Port Foundation", relation="part-of")
    world.say(Founding(founded=world.ref("Harbour Foundation"), on=period("2019-05"), locator="page 1"))

    assert measures(asked(world)) == {"founded": ("2019-05", None), "part of": (None, "Sea Foundation")}
    assert "founded" not in measures(asked(world, "2018-01-01"))


def test_the_day_decides_and_what_is_recorded_later_is_said() -> None:
    world = two()
    world.member("Acme", "Harbour Foundation", since="2020-01-01")
    world.member("Buoy", "Port Foundation")

    answer = asked(world, "2022-01-01")

    assert measures(answer) == {"members": (1, None)}
    assert answer.notes == ["1 more is undated, or first recorded after 2022-01-01; whether it held then is not known."]
    assert measures(asked(world, "ever"))["members"] == (1, 1)


def test_of_hundreds_a_few_situations_stand_as_evidence() -> None:
    world = two()
    for number in range(60):
        world.company(f"Company {number}")
        world.member(f"Company {number}", "Harbour Foundation")

    answer = asked(world)

    assert measures(answer)["members"] == (60, None)
    assert len(answer.evidence[0]) == 6


def test_foundations_of_which_nothing_is_known_have_no_rows() -> None:
    answer = asked(two())

    assert not answer.rows
    assert answer.sentence == ""


def test_an_empty_graph_knows_no_foundation() -> None:
    with pytest.raises(UnknownEntityError):
        asked(World())
