from __future__ import annotations

import pytest

import stewards
from stewards.asking.answers import Answer
from stewards.errors import RequestError
from tests.worlds import DAY, World, harbour


def asked(world: World, *names: str, as_of: str = DAY, **options: object) -> Answer:
    return world.graph().ask("stale", *names, as_of=as_of, lens=None, **options)


def told(answer: Answer) -> list[tuple[object, ...]]:
    return [tuple(v if isinstance(v, int) else str(v) for v in row.values()) for row in answer.rows]


def test_places_with_roles_that_no_source_confirms_the_oldest_first() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", day="2022-05-01")
    world.tenure("Ben Bight", "Council", day="2023-01-01")
    world.tenure("Cai Cove", "Council")
    world.maintainer("Ada Anker", "Tugboat", day="2021-01-01")
    world.tenure("Ada Anker", "Board")

    answer = asked(world)

    assert told(answer) == [
        ("Tugboat", "project", 1, 1, "2021-01-01"),
        ("Council", "steering committee", 2, 3, "2023-01-01"),
    ]
    assert answer.sentence == "Of 4 roles at 2 places, 3 have not been confirmed since 2023-06-01."
    assert answer.notes == ["1 more place is confirmed throughout."]
    assert {passage.as_of for passage in answer.evidence[1]} == {"2022-05-01", "2023-01-01"}


def test_since_when() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", day="2022-05-01")

    assert len(asked(world, since="2022-05-02")) == 1
    assert asked(world, since="2022-05-01").rows == []
    with pytest.raises(RequestError, match="--since 2025-01-01 lies after 2024-06-01: nothing can be confirmed since"):
        asked(world, since="2025-01-01")


def test_a_list_of_some_day_of_a_year_may_confirm_until_its_end() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", day="2023")

    assert asked(world, since="2023-12-31").rows == []
    assert len(asked(world, since="2024-01-01")) == 1


def test_what_has_ended_needs_no_confirmation() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", until="2022-12-31", day="2022-05-01")
    world.tenure("Ben Bight", "Council", day="2022-05-01", gone="2023-05-01")

    answer = asked(world)

    assert (answer.rows, answer.notes) == ([], [])


def test_nor_does_a_term_that_lies_ahead_or_has_just_begun() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", since="2022-01-01", until="2025-12-31", day="2022-05-01")
    world.tenure("Ben Bight", "Council", since="2024-01-01", day="2022-05-01")

    assert asked(world).rows == []


def test_what_stays_so_needs_none_and_a_job_is_no_role() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", "alumni", day="2020-01-01")
    world.tenure("Ada Anker", "Tugboat", "emeritus-maintainer", day="2020-01-01")
    world.work("Ada Anker", "Acme", day="2020-01-01")

    assert asked(world).rows == []


def test_a_role_that_is_held_for_another_company_now_is_confirmed() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", for_="Acme", day="2021-01-01")
    world.tenure("Ada Anker", "Council", for_="Buoy")

    assert asked(world).rows == []


def test_members_of_a_foundation_are_asked_about_too() -> None:
    world = harbour()
    world.company("Acme")
    world.member("Acme", "Harbour Foundation")

    assert told(asked(world, as_of="2026-01-01")) == [("Harbour Foundation", "foundation", 1, 1, DAY)]


def test_what_is_first_recorded_later_is_counted_below() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", day="2020-01-01")
    world.tenure("Ben Bight", "Council")

    answer = asked(world, as_of="2022-01-01")

    assert [row[2:4] for row in told(answer)] == [(1, 1)]
    assert answer.notes == ["1 more is undated, or first recorded after 2022-01-01; whether it held then is not known."]


@pytest.mark.parametrize(
    ("thing", "places"),
    [
        ("Council", ["Council"]),
        ("Tugboat", ["Council", "Tugboat"]),
        ("Harbour Foundation", ["Board"]),
        ("Ada Anker", ["Council", "Tugboat"]),
        ("Acme", ["Board"]),
    ],
)
def test_of_one_thing(thing: str, places: list[str]) -> None:
    world = harbour()
    for role, place in (("steering-committee-member", "Council"), ("maintainer", "Tugboat")):
        world.tenure("Ada Anker", place, role, day="2020-01-01")
    world.tenure("Ben Bight", "Board", for_="Acme", day="2020-01-01")

    assert [row[0] for row in told(asked(world, thing))] == places


def test_where_all_is_confirmed_that_is_said() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council")

    answer = asked(world)

    assert (answer.rows, answer.sentence) == ([], "Of 1 role at 1 place, each has been confirmed since 2023-06-01.")


def test_an_empty_graph() -> None:
    answer = asked(World())

    assert (answer.rows, answer.notes, answer.sentence) == ([], [], "")


def test_the_shipped_graph() -> None:
    answer = stewards.open("memory:").ask("stale", "PyTorch Foundation", as_of="2026-09-01", since="2026-01-01")

    assert told(answer)[0] == ("PyTorch Foundation Governing Board", "governing board", 24, 24, "2024")
