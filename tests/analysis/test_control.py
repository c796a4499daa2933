from __future__ import annotations

import pytest

from stewards.asking.answers import Answer
from stewards.errors import UnknownEntityError
from tests.worlds import DAY, World

FOUNDATION = "Harbour Foundation"


def harbour() -> World:
    """Return a foundation with a board of three, a committee of one, and two projects."""
    world = World()
    world.company("Acme", "Buoy", "Crane", "Dory")
    world.foundation(FOUNDATION)
    world.body("Board", FOUNDATION, "governing-board")
    world.body("Committee", FOUNDATION, "technical-committee")
    world.project("Quay", FOUNDATION)
    world.project("Pier", FOUNDATION)
    for who, employer in (("Ada", "Acme"), ("Bo", "Buoy"), ("Cy", "Crane")):
        world.tenure(who, "Board", "board-member", employer=employer)
    world.tenure("Ada", "Committee", "technical-committee-member", employer="Acme")
    world.maintainer("Di", "Quay", "Dory")
    world.maintainer("Ed", "Quay", "Dory")
    world.maintainer("Ed", "Pier", "Dory")
    world.maintainer("Flo", "Pier", "Buoy")
    return world


def asked(world: World, as_of: str = DAY, lens: str | None = None) -> Answer:
    return world.graph().ask("control", FOUNDATION, as_of=as_of, lens=lens)


def rows(answer: Answer) -> dict[str, tuple[object, ...]]:
    return {str(row["company"]): tuple(list(row.values())[1:]) for row in answer.rows}


def test_seats_power_maintainers_and_projects_side_by_side() -> None:
    assert rows(asked(harbour())) == {
        "Acme": (2, "50%", 0.333, 0, "0%", 0),
        "Buoy": (1, "25%", 0.333, 1, "33%", 1),
        "Crane": (1, "25%", 0.333, 0, "0%", 0),
        "Dory": (0, "0%", 0.0, 2, "67%", 2),
    }


def test_the_most_seats_come_first_then_the_most_maintainers() -> None:
    assert list(rows(asked(harbour()))) == ["Acme", "Buoy", "Crane", "Dory"]


def test_the_sentence_tells_of_both_kinds_of_control() -> None:
    assert asked(harbour()).sentence == (
        f"In {FOUNDATION}, Acme has 2 of the 4 seats; Dory has 2 of the 3 maintainers; "
        "one company has half or more of the maintainers of 2 projects."
    )


def test_who_maintains_two_projects_is_one_maintainer() -> None:
    assert asked(harbour()).figures["maintainers"] == 3


def test_who_works_elsewhere_at_each_project_is_of_no_one_company() -> None:
    world = harbour()
    world.maintainer("Gus", "Quay", "Acme")
    world.maintainer("Gus", "Pier", "Crane")

    figures = asked(world).figures

    assert (figures["maintainers"], figures["maintainers_of_unknown_employer"]) == (4, 1)


def test_the_company_that_one_project_names_decides_where_the_other_leaves_it_open() -> None:
    world = harbour()
    world.maintainer("Gus", "Quay", "Acme")
    world.maintainer("Gus", "Pier")
    world.work("Gus", "Crane")

    answer = asked(world)

    assert answer.figures["maintainers_of_unknown_employer"] == 0
    assert rows(answer)["Acme"][3] == 1


def test_unknown_employers_are_said() -> None:
    world = harbour()
    world.tenure("Hal", "Board", "board-member")
    world.maintainer("Hal", "Quay")

    answer = asked(world)

    assert answer.notes[1:] == [
        "Of 1 seat no one employer is known: shares are the least each has.",
        "Of 1 maintainer no one employer is known: shares are the least each has.",
    ]
    assert rows(answer)["Acme"][:3] == (2, "40%", 0.25)


def test_bodies_of_projects_and_lesser_bodies_are_not_the_foundation() -> None:
    world = harbour()
    world.body("Quay Committee", "Quay")
    world.body("Friends", FOUNDATION, "working-group")
    for body in ("Quay Committee", "Friends"):
        world.tenure("Ivy", body, employer="Dory")

    assert asked(world).figures["seats"] == 4


def test_projects_that_are_not_hosted_do_not_count() -> None:
    world = harbour()
    world.project("Elsewhere")
    world.maintainer("Jo", "Elsewhere", "Acme")

    assert asked(world).figures["maintainers"] == 3


def test_a_board_of_one_known_seat_gives_no_power() -> None:
    world = World()
    world.company("Acme")
    world.foundation(FOUNDATION)
    world.body("Board", FOUNDATION, "governing-board")
    world.tenure("Ada", "Board", "board-member", employer="Acme")

    answer = asked(world)

    assert rows(answer) == {"Acme": (1, "100%", None, 0, None, 0)}
    assert "Too little is known of Board to reckon voting power there." in answer.notes


def test_without_bodies_the_maintainers_remain() -> None:
    world = World()
    world.company("Acme")
    world.foundation(FOUNDATION)
    world.project("Quay", FOUNDATION)
    world.maintainer("Ada", "Quay", "Acme")

    answer = asked(world)

    assert rows(answer) == {"Acme": (0, None, None, 1, "100%", 0)}
    assert answer.notes == ["No governing body is known."]


def test_a_group_counts_together() -> None:
    world = harbour()
    world.owns("Acme", "Buoy")

    assert rows(asked(world, lens="group"))["Acme"] == (3, "75%", 1.0, 1, "33%", 1)


def test_owners_in_a_ring_are_one_company() -> None:
    world = harbour()
    world.owns("Acme", "Buoy")
    world.owns("Buoy", "Acme")

    assert [row[0] for row in rows(asked(world, lens="group")).values()] == [3, 1, 0]


def test_what_is_first_recorded_later_is_not_known() -> None:
    answer = asked(harbour(), as_of="2020-01-01")

    assert answer.rows == []
    assert answer.notes[-1].endswith("first recorded after 2020-01-01; whether they held then is not known.")


def test_every_row_has_evidence() -> None:
    assert all(asked(harbour()).evidence)


def test_a_foundation_of_which_nothing_is_known() -> None:
    world = World()
    world.foundation(FOUNDATION)

    answer = asked(world)

    assert (answer.rows, answer.sentence, answer.notes) == ([], "", ["No governing body is known."])


def test_an_empty_graph() -> None:
    with pytest.raises(UnknownEntityError):
        asked(World())
