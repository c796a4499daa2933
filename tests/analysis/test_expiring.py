from __future__ import annotations

import pytest

from stewards.asking.answers import Answer
from stewards.errors import RequestError
from tests.worlds import DAY, World, harbour


def asked(world: World, *names: str, as_of: str = DAY, within: str = "1 year") -> Answer:
    return world.graph().ask("expiring", *names, as_of=as_of, lens=None, within=within)


def told(answer: Answer) -> list[tuple[str, ...]]:
    return [tuple(str(value or "") for value in row.values()) for row in answer.rows]


def test_terms_that_end_within_the_time_the_first_one_first() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", until="2024-12-31", for_="Acme")
    world.tenure("Ben Bight", "Board", "board-member", until="2024-08-15")
    world.tenure("Cai Cove", "Council", until="2027-01-01")

    answer = asked(world)

    assert told(answer) == [
        ("Ben Bight", "board member", "Board", "", "2024-08-15", "75"),
        ("Ada Anker", "steering committee member", "Council", "Acme", "2024-12-31", "213"),
    ]
    assert answer.sentence == (
        "2 terms end by 2025-06-01, at Board and Council; the first is that of Ben Bight, until 2024-08-15."
    )
    assert all(answer.evidence)


def test_one_term() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", until="2024-12-31")

    assert asked(world).sentence == "1 term ends by 2025-06-01, at Council."


@pytest.mark.parametrize(
    ("within", "number"), [("29 days", 0), ("30 days", 1), ("1 month", 1), ("4 weeks", 0), ("5 weeks", 1)]
)
def test_the_time(within: str, number: int) -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", until="2024-07-01")

    assert len(asked(world, within=within)) == number


def test_a_term_until_a_year_may_end_on_any_day_of_it() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", until="2024")

    assert told(asked(world, within="1 day")) == [
        ("Ada Anker", "steering committee member", "Council", "", "2024", "0 to 213")
    ]
    assert told(asked(world, as_of="2023-12-31", within="1 day"))[0][-1] == "1 to 366"
    assert len(asked(world, as_of="2024-12-31")) == 1
    assert asked(world, as_of="2025-01-01").rows == []


def test_the_last_day_is_still_to_come() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", until=DAY)

    assert [row["left"] for row in asked(world).rows] == [0]


def test_what_has_ended_or_not_begun_is_not_told() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", since="2020-01-01", until="2024-05-31")
    world.tenure("Ben Bight", "Council", since="2024-07-01", until="2024-12-31")

    assert asked(world).rows == []


def test_what_is_first_recorded_later_is_counted_below() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", until="2024-12-31")

    answer = asked(world, as_of="2024-03-01")

    assert (answer.rows, answer.sentence) == ([], "")
    assert answer.notes == ["1 more is undated, or first recorded after 2024-03-01; whether it held then is not known."]


def test_ever_is_every_term_with_an_end() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", since="2015", until="2016")
    world.tenure("Ben Bight", "Council")

    assert told(asked(world, as_of="ever")) == [("Ada Anker", "steering committee member", "Council", "", "2016", "")]


def test_a_job_is_no_term() -> None:
    world = harbour()
    world.work("Ada Anker", "Acme", until="2024-12-31")

    assert asked(world).rows == []


@pytest.mark.parametrize(
    ("thing", "holders"),
    [
        ("Council", ["Ada Anker"]),
        ("Tugboat", ["Ada Anker"]),
        ("Harbour Foundation", ["Ben Bight"]),
        ("Ada Anker", ["Ada Anker"]),
        ("Acme", ["Ada Anker"]),
    ],
)
def test_of_one_thing(thing: str, holders: list[str]) -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", until="2024-12-31", for_="Acme")
    world.tenure("Ben Bight", "Board", until="2024-12-31")

    assert [row[0] for row in told(asked(world, thing))] == holders


@pytest.mark.parametrize("within", ["soon", "", "99999 years", "-1 year"])
def test_a_time_that_is_none(within: str) -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", until="2024-12-31")
    with pytest.raises(RequestError):
        asked(world, within=within)


def test_no_term_that_ends_soon_is_no_want_of_knowledge() -> None:
    world = harbour()
    world.tenure("Ada Anker", "Council", until="2029-12-31")

    answer = asked(world, within="1 year")

    assert (answer.rows, answer.sentence) == ([], "Of 1 term of which an end is known, none ends by 2025-06-01.")


def test_an_empty_graph() -> None:
    answer = asked(World())

    assert (answer.rows, answer.notes, answer.sentence) == ([], [], "")
