from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import stewards
from stewards.asking.answers import Answer, shown
from stewards.errors import RequestError
from tests.worlds import DAY, World

GOVERNING = ("governing-board", "steering-committee", "technical-committee", "end-user-committee")
OTHERS = ("working-group", "special-interest-group", "team")


def two_bodies() -> World:
    """Return a world with a foundation, its board, and the council of its project."""
    world = World()
    world.foundation("Harbour Foundation")
    world.project("Tugboat", "Harbour Foundation")
    world.body("Board", "Harbour Foundation", "governing-board")
    world.body("Council", "Tugboat")
    return world


def asked(world: World, *names: str, as_of: str = DAY) -> Answer:
    return world.graph().ask("interlocks", *names, as_of=as_of)


def told(answer: Answer) -> list[tuple[object, ...]]:
    names = ("person", "employer", "hosts", "things", "number", "bodies", "certainty")
    return [tuple(shown(row[name]) for name in names) for row in answer.rows]


def test_who_sits_on_two_bodies() -> None:
    world = two_bodies()
    world.tenure("Ada Anker", "Board", "board-member", for_="Acme")
    world.tenure("Ada Anker", "Council", employer="Acme")
    world.tenure("Ben Bight", "Council")

    answer = asked(world)

    assert told(answer) == [("Ada Anker", "Acme", 1, 2, 2, "Board, Council", "certain")]
    assert answer.sentence == "1 person sits on two or more bodies: Ada Anker."
    assert answer.notes == []


def test_every_row_rests_on_all_its_seats() -> None:
    world = two_bodies()
    world.tenure("Ada Anker", "Board")
    world.tenure("Ada Anker", "Council")

    assert {passage.locator for passage in asked(world).evidence[0]} == {"line 6", "line 7"}


def test_two_roles_on_one_body_are_no_interlock() -> None:
    world = two_bodies()
    world.tenure("Ada Anker", "Council")
    world.tenure("Ada Anker", "Council", "chair")

    assert asked(world).rows == []


@pytest.mark.parametrize("role", ["observer", "alternate", "alumni", "liaison"])
def test_what_is_no_seat(role: str) -> None:
    world = two_bodies()
    world.tenure("Ada Anker", "Board", role)
    world.tenure("Ada Anker", "Council")

    assert asked(world).rows == []


@pytest.mark.parametrize("kind", OTHERS)
def test_what_does_the_work_does_not_govern(kind: str) -> None:
    world = two_bodies()
    world.body("Group", "Tugboat", kind)
    for body in ("Group", "Council"):
        world.tenure("Ada Anker", body)

    assert asked(world).rows == []


def test_organisations_are_no_people() -> None:
    world = two_bodies()
    world.company("Acme")
    for body in ("Board", "Council"):
        world.tenure("Acme", body)

    assert asked(world).rows == []


def test_both_seats_are_held_on_the_day() -> None:
    world = two_bodies()
    world.tenure("Ada Anker", "Board", since="2019-01-01", until="2020-12-31")
    world.tenure("Ada Anker", "Council", since="2021-01-01")

    assert asked(world, as_of="2020-06-01").rows == []
    assert asked(world, as_of="2022-06-01").rows == []
    assert len(asked(world, as_of="ever")) == 1
    assert asked(world, as_of="ever").rows[0]["certainty"] is None


def test_a_seat_recorded_later_is_counted_below() -> None:
    world = two_bodies()
    world.tenure("Ada Anker", "Board", since="2019-01-01")
    world.tenure("Ada Anker", "Council")

    answer = asked(world, as_of="2020-06-01")

    assert answer.rows == []
    assert answer.notes == ["1 more is undated, or first recorded after 2020-06-01; whether it held then is not known."]


def test_a_seat_that_the_newest_list_does_not_confirm_is_left_out() -> None:
    world = two_bodies()
    world.tenure("Ada Anker", "Board")
    world.tenure("Ada Anker", "Council", source="old list", day="2020-01-01")
    world.tenure("Ben Bight", "Council")

    answer = asked(world)

    assert answer.rows == []
    assert answer.notes == ["1 more seat is not on the newest list, and left out: it may still be held."]


def test_a_seat_that_a_later_list_has_dropped_is_left_out() -> None:
    world = two_bodies()
    world.tenure("Ada Anker", "Board", since="2019-01-01")
    world.tenure("Ada Anker", "Council", day="2020-01-01", gone="2024-01-01")

    assert len(asked(world, as_of="2020-01-01")) == 1
    assert asked(world, as_of="2022-01-01").rows == []
    assert asked(world).rows == []


def test_several_foundations_come_before_many_bodies_of_one() -> None:
    world = two_bodies()
    world.foundation("Quay Foundation")
    world.body("Quay Board", "Quay Foundation", "governing-board")
    world.body("Forum", "Tugboat", "technical-committee")
    for who, bodies in {"Ada Anker": ("Board", "Council", "Forum"), "Ben Bight": ("Board", "Quay Board")}.items():
        for body in bodies:
            world.tenure(who, body)

    answer = asked(world)

    assert [row[:1] + row[2:5] for row in told(answer)] == [("Ben Bight", 2, 2, 2), ("Ada Anker", 1, 2, 3)]
    assert answer.sentence == (
        "2 people sit on two or more bodies, 1 of them on bodies of different foundations: Ben Bight and Ada Anker."
    )
    assert answer.notes == [
        "Those who sit on bodies of most foundations come first, then those within foundations where few do so."
    ]


def test_hundreds_within_one_foundation_do_not_bury_the_few_of_another() -> None:
    world = two_bodies()
    world.foundation("Quay Foundation")
    for body in ("Quay Board", "Quay Council", "Quay Forum"):
        world.body(body, "Quay Foundation")
    for number in range(3):
        for body in ("Quay Board", "Quay Council", "Quay Forum"):
            world.tenure(f"Member {number}", body)
    for body in ("Board", "Council"):
        world.tenure("Zoe Zenith", body)

    assert [row[0] for row in told(asked(world))] == ["Zoe Zenith", "Member 0", "Member 1", "Member 2"]


@pytest.mark.parametrize(
    ("thing", "people"),
    [("Tugboat", ["Ada Anker"]), ("Council", ["Ada Anker"]), ("Harbour Foundation", ["Ada Anker", "Ben Bight"])],
)
def test_of_one_thing(thing: str, people: list[str]) -> None:
    world = two_bodies()
    world.body("Forum", "Harbour Foundation", "technical-committee")
    for who, bodies in {"Ada Anker": ("Board", "Council"), "Ben Bight": ("Board", "Forum")}.items():
        for body in bodies:
            world.tenure(who, body)

    assert [row[0] for row in told(asked(world, thing))] == people


def test_whoever_employs_them_is_unknown() -> None:
    world = two_bodies()
    for body in ("Board", "Council"):
        world.tenure("Ada Anker", body)

    assert asked(world).rows[0]["employer"] is None


def test_a_body_without_members_and_a_graph_without_bodies() -> None:
    for world in (two_bodies(), World()):
        answer = asked(world)
        assert (answer.rows, answer.notes, answer.sentence) == ([], [], "")


def test_an_unknown_thing() -> None:
    with pytest.raises(RequestError):
        asked(two_bodies(), "Nowhere")


def test_the_shipped_graph_has_two() -> None:
    answer = stewards.open("memory:").ask("interlocks", "PyTorch Foundation", as_of="2024-12-31")

    assert [row[:2] for row in told(answer)] == [("Brian Granger", "AWS"), ("Luca Antiga", "Lightning AI")]


# Against a plain double loop.

BODIES = {f"Body {number}": kind for number, kind in enumerate((*GOVERNING, *OTHERS))}
SEAT = st.tuples(
    st.integers(0, 3),
    st.sampled_from(sorted(BODIES)),
    st.sampled_from(["steering-committee-member", "chair", "observer"]),
    st.sampled_from(["", "2019", "2021-01-01", "2023-05"]),
    st.sampled_from(["", "2022-06-30", "2023"]),
)


def holds(since: str, until: str, day: str) -> bool:
    """Return whether a seat in the list of :data:`DAY` is or may be held on a day."""
    begun = (since or DAY) <= day if len(since or DAY) == 10 else since <= day[: len(since)]
    return begun and (not until or until >= day[: len(until)])


@given(st.lists(SEAT, max_size=16, unique_by=lambda seat: seat[:3]), st.sampled_from(["2020-01-01", "2022-06-30", DAY]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_interlocks_are_those_that_a_double_loop_finds(seats: list[tuple[int, str, str, str, str]], day: str) -> None:
    world = World()
    world.project("Tugboat")
    for body, kind in BODIES.items():
        world.body(body, "Tugboat", kind)
    for who, body, role, since, until in seats:
        if not until or (since or "2000") <= until:
            world.tenure(f"Person {who}", body, role, since=since, until=until)
    expected: dict[str, set[str]] = {}
    for one, other in combinations([s for s in seats if not s[4] or (s[3] or "2000") <= s[4]], 2):
        pair = (one, other)
        if one[0] != other[0] or one[1] == other[1] or any(seat[2] == "observer" for seat in pair):
            continue
        if all(BODIES[seat[1]] in GOVERNING and holds(seat[3], seat[4], day) for seat in pair):
            expected.setdefault(f"Person {one[0]}", set()).update((one[1], other[1]))

    found = {str(row[0]): set(str(row[5]).split(", ")) for row in told(asked(world, as_of=day))}

    assert found == expected
