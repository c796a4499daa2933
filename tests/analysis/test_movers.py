from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stewards
from stewards.asking.answers import Answer, shown
from stewards.errors import RequestError
from stewards.model import Document, Tenure
from stewards.reckoning.company_names import same_company
from stewards.values import Period
from tests.worlds import World

COMPANIES = ("Acme", "Buoy", "Crane", "Dune")
#: The employers of a person as a list has them, year by year.
Jobs = Mapping[int, Iterable[str]]


def world_of(
    jobs: Jobs, seats: Iterable[int] = range(2018, 2026), who: str = "Ada Anker", role: str = "maintainer"
) -> World:
    """Return a world in which one list, each year, has a person's employers and whether they hold a role at Tugboat."""
    world = World()
    world.project("Tugboat")
    world.body("Council", "Tugboat")
    add(world, jobs, seats, who, role)
    return world


def add(
    world: World, jobs: Jobs, seats: Iterable[int], who: str, role: str = "maintainer", source: str = "list"
) -> None:
    for year, employers in jobs.items():
        for employer in employers:
            world.work(who, employer, source=source, day=f"{year}-01-01")
    for year in seats:
        world.tenure(who, "Tugboat" if role == "maintainer" else "Council", role, source=source, day=f"{year}-01-01")


def moved(answer: Answer) -> list[tuple[str, ...]]:
    return [tuple(str(row[name]) for name in ("person", "from", "to", "when", "at")) for row in answer.rows]


def asked(world: World, *names: str, lens: str | None = None, **options: object) -> Answer:
    return world.graph().ask("movers", *names, as_of=None, lens=lens, **options)


MOVE = {2020: ["Acme"], 2021: ["Acme"], 2022: ["Buoy"], 2023: ["Buoy"]}


def test_who_changed_employer_and_kept_the_role() -> None:
    answer = asked(world_of(MOVE, range(2020, 2024)))

    assert moved(answer) == [("Ada Anker", "Acme", "Buoy", "2021-01-01 to 2022-01-01", "Tugboat")]
    assert shown(answer.rows[0]["role"]) == "maintainer"
    assert (answer.rows[0]["confirmed"], answer.rows[0]["group"]) == ("2023-01-01", None)
    assert answer.sentence == "1 person changed employer and kept a role: Ada Anker, at Tugboat."


def test_every_row_rests_on_the_role_and_both_employments() -> None:
    record = asked(world_of(MOVE)).records[0]

    assert len(record.nodes) == 3
    assert {passage.as_of for passage in record.evidence} >= {"2020-01-01", "2021-01-01", "2022-01-01", "2023-01-01"}


def test_a_role_that_ended_with_the_job_was_not_kept() -> None:
    answer = asked(world_of(MOVE, [2020, 2021]))

    assert answer.rows == []
    assert answer.sentence == ""
    assert answer.notes == ["1 more change of employer is known without a role that was kept."]


def test_a_role_that_came_with_the_job_was_not_kept() -> None:
    assert asked(world_of(MOVE, [2022, 2023])).rows == []


def test_a_seat_is_kept_though_it_is_for_another_company_now() -> None:
    world = World()
    world.project("Tugboat")
    world.body("Council", "Tugboat")
    for day, company in (("2022-01-01", "Acme"), ("2023-01-01", "Buoy")):
        world.tenure("Ada Anker", "Council", for_=company, employer=company, day=day)

    assert moved(asked(world)) == [("Ada Anker", "Acme", "Buoy", "2022-01-01 to 2023-01-01", "Council")]


@pytest.mark.parametrize("role", ["observer", "alternate", "member", "emeritus-maintainer"])
def test_what_is_no_seat(role: str) -> None:
    assert asked(world_of(MOVE, role=role)).rows == []


def test_a_seat_that_was_given_up_in_between_was_not_kept() -> None:
    world = world_of(MOVE, ())
    for since, until in (("2019-01-01", "2021-06-30"), ("2022-06-01", "2023-12-31")):
        world.tenure("Ada Anker", "Council", since=since, until=until, day="2024-01-01")

    assert asked(world).rows == []


def test_a_seat_with_one_term_after_the_other_was_kept() -> None:
    world = world_of(MOVE, ())
    for since, until in (("2019-01-01", "2021-06-30"), ("2021-07-01", "2023-12-31")):
        world.tenure("Ada Anker", "Council", since=since, until=until, day="2024-01-01")

    assert [row["at"] and str(row["at"]) for row in asked(world).rows] == ["Council"]


def test_a_term_that_began_just_before_a_list_showed_the_move_may_be_won_with_the_new_employer() -> None:
    world = world_of(MOVE, ())
    world.tenure("Ada Anker", "Council", since="2020-12-01", until="2023-12-31", day="2024-01-01")

    assert asked(world).rows == []


# What is no move.


@pytest.mark.parametrize(
    ("jobs", "why"),
    [
        ({2020: ["Acme"], 2021: ["Acme", "Buoy"], 2022: ["Acme", "Buoy"]}, "two employers at once"),
        (
            {2020: ["Acme"], 2021: ["Buoy"], 2022: ["Acme"]},
            "there and back: the list had it wrong, or the order is not clear",
        ),
        ({2020: ["Acme", "Crane"], 2021: ["Buoy", "Crane"], 2022: ["Buoy", "Crane"]}, "a third employer beside"),
        ({2020: ["BlackRock"], 2021: ["Black Rock"]}, "two spellings"),
        ({2020: ["Red Hat"], 2021: ["Red Hat, Inc."]}, "a legal form"),
        ({2020: ["Huawei"], 2021: ["Huawei Cloud"]}, "a part of it"),
        ({2020: ["WMware"], 2021: ["VMware"]}, "a slip of the pen"),
        ({2020: ["Ada Anker"], 2021: ["Acme"]}, "the person's own name"),
        ({2020: ["Individual Developer"], 2021: ["Acme"]}, "nobody"),
        ({2020: ["Acme"], 2021: ["tba"]}, "not known yet"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_move(jobs: Jobs, why: str) -> None:
    assert asked(world_of(jobs)).rows == [], why


def test_of_three_employers_each_change_is_one_move() -> None:
    answer = asked(world_of({2020: ["Acme"], 2021: ["Buoy"], 2022: ["Crane"]}))

    assert [row[1:3] for row in moved(answer)] == [("Buoy", "Crane"), ("Acme", "Buoy")]


def test_an_old_version_put_back_for_some_days_moves_nobody() -> None:
    world = world_of({}, [2021, 2023])
    acme, buoy = ("2022-01-01", "2022-06-29", "2022-06-30"), ("2022-06-30", "2022-07-19", "2022-07-20")
    again = (("Acme", "2022-07-20", "2022-08-29", "2022-08-30"), ("Buoy", "2022-08-30", "2023-01-01", ""))
    for employer, day, last, gone in (("Acme", *acme), ("Buoy", *buoy), *again):
        job = Tenure(
            member=world.ref("Ada Anker", "person"),
            organisation=world.ref(employer),
            role="employee",
            seen=(day, last),
            gone=gone,
            locator=world.line(),
        )
        world.say(job, day=day)

    assert [row[1:4] for row in moved(asked(world))] == [("Acme", "Buoy", "2022-01-01 to 2022-08-30")]


def test_another_list_that_lags_makes_no_move_back() -> None:
    world = world_of({2020: ["Acme"], 2021: ["Buoy"]})
    add(world, {2022: ["Acme"]}, (), "Ada Anker", source="other list")

    assert [row[1:3] for row in moved(asked(world))] == [("Acme", "Buoy")]


def test_of_two_lists_of_one_publisher_one_may_lag() -> None:
    world = world_of({2020: ["Acme"], 2021: ["Buoy"]})
    add(world, {2022: ["Acme"]}, (), "Ada Anker", source="other list")
    world.batches = {replace(document, publisher="Harbour"): said for document, said in world.batches.items()}

    assert [row[1:3] for row in moved(asked(world))] == [("Acme", "Buoy")]


def two_versions_of_one_day(*roles: str) -> World:
    """Return a world in which a list names another employer later on the same day, and a role in some versions."""
    world = world_of({2020: ["Acme"]}, ())
    for version, employer in (("1", "Acme"), ("2", "Buoy")):
        day = Document(f"list/{version}", f"list {version}", "facts", Period.parse("2021-01-01"), publisher="list")
        people: dict[str, Any] = {"member": world.ref("Ada Anker", "person"), "locator": "line 1"}
        world.batches[day] = [Tenure(**people, organisation=world.ref(employer), role="employee")]
        if version in roles:
            world.batches[day].append(Tenure(**people, organisation=world.ref("Tugboat"), role="maintainer"))
    return world


def test_of_one_day_the_next_version_of_a_list_may_show_a_move() -> None:
    world = two_versions_of_one_day("1", "2")
    add(world, {2022: ["Buoy"]}, (2020, 2022), "Ada Anker")

    assert [row[1:4] for row in moved(asked(world))] == [("Acme", "Buoy", "2021-01-01")]


def test_a_role_last_seen_on_the_day_of_the_move_was_perhaps_not_kept() -> None:
    world = two_versions_of_one_day("1")
    add(world, {2022: ["Buoy"]}, (2020,), "Ada Anker")

    assert asked(world).rows == []


def test_a_role_first_seen_on_the_day_of_the_move_came_with_the_job() -> None:
    world = two_versions_of_one_day("2")
    add(world, {2022: ["Buoy"]}, (2022,), "Ada Anker")

    assert asked(world).rows == []


def test_what_only_different_publishers_tell_has_no_order() -> None:
    world = world_of({2020: ["Acme"]}, [2020])
    add(world, {2022: ["Buoy"]}, [2022], "Ada Anker", source="other list")

    assert asked(world).rows == []


def test_effective_dates_speak_for_themselves() -> None:
    world = world_of({})
    world.work("Ada Anker", "Acme", since="2018", until="2021-05-31", source="one", day="2024-01-01")
    world.work("Ada Anker", "Buoy", since="2021-06", source="other", day="2024-01-02")

    assert [row[1:4] for row in moved(asked(world))] == [("Acme", "Buoy", "2021-05-31 to 2021-06")]


# Companies of one group.


def owned(since: str = "2019-01-01") -> World:
    world = world_of(MOVE)
    world.owns("Buoy", "Acme", since=since)
    return world


def test_a_move_within_a_group_says_so() -> None:
    assert [row["group"] for row in asked(owned()).rows] == ["yes"]


def test_through_the_lens_of_groups_a_move_within_one_is_none() -> None:
    answer = asked(owned(), lens="group")

    assert answer.rows == []
    assert answer.notes == ["1 move within one group of companies is left out."]


def test_who_moved_before_the_purchase_moved() -> None:
    assert [row["group"] for row in asked(owned("2023-01-01")).rows] == [None]
    assert len(asked(owned("2023-01-01"), lens="group")) == 1
    assert asked(owned("2023-01-01"), lens="group-today").rows == []


def test_the_lens_shows_the_groups() -> None:
    world = world_of(MOVE)
    world.owns("Crane", "Acme", since="2019-01-01")

    assert [row[1:3] for row in moved(asked(world, lens="group"))] == [("Crane", "Buoy")]
    assert len(asked(world, "Crane", lens="group")) == 1
    assert asked(world, "Crane").rows == []


def test_a_ring_of_owners_is_one_group() -> None:
    world = world_of(MOVE)
    world.owns("Acme", "Buoy", since="2019-01-01")
    world.owns("Buoy", "Acme", since="2019-01-01")

    assert [row["group"] for row in asked(world).rows] == ["yes"]


def test_several_at_once_may_be_a_purchase_that_nobody_told_of() -> None:
    world = world_of(MOVE)
    add(world, MOVE, range(2020, 2024), "Ben Bight")

    assert {row["group"] for row in asked(world).rows} == {"perhaps: 2 people at once"}


# What is asked about.


def test_a_time() -> None:
    world = world_of({2020: ["Acme"], 2021: ["Buoy"], 2022: ["Crane"]})

    assert [row[2] for row in moved(asked(world, since="2021-06-01"))] == ["Crane"]
    assert [row[2] for row in moved(asked(world, until="2021-06-01"))] == ["Buoy"]


@pytest.mark.parametrize(
    ("thing", "number"), [("Tugboat", 1), ("Harbour Foundation", 1), ("Acme", 1), ("Buoy", 1), ("Council", 0)]
)
def test_a_thing(thing: str, number: int) -> None:
    world = world_of(MOVE)
    world.foundation("Harbour Foundation")
    world.project("Tugboat", "Harbour Foundation")

    assert len(asked(world, thing)) == number


def test_an_unknown_thing() -> None:
    with pytest.raises(RequestError):
        asked(world_of(MOVE), "Nowhere")


def test_a_graph_without_people() -> None:
    answer = asked(World())

    assert (answer.rows, answer.notes, answer.sentence) == ([], [], "")


def test_the_shipped_graph_has_one() -> None:
    answer = stewards.open("memory:").ask("movers")

    assert moved(answer) == [
        (
            "Shauheen Zahirazami",
            "Google",
            "AWS",
            "2024-10 to 2026-08-11",
            "PyTorch Foundation Technical Advisory Council",
        )
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("Acme", "Buoy"), ("Google", "GitHub"), ("Intel", "Intuit"), ("Red Hat", "Redis")]
)
def test_names_of_two_companies(one: str, other: str) -> None:
    assert not same_company(one, other)


# Against a plain count of years.

YEARS = range(2018, 2024)
PERSON = st.tuples(
    st.dictionaries(st.sampled_from(YEARS), st.sets(st.sampled_from(COMPANIES), max_size=2), max_size=6),
    st.sets(st.sampled_from(YEARS)),
)


def expected(jobs: dict[int, set[str]], seats: set[int]) -> set[tuple[str, str]]:
    """Return the moves of a person over which a role was held, by the years of a single list."""
    spans = {c: [y for y in jobs if c in jobs[y]] for c in COMPANIES}
    found = set()
    for old, olds in spans.items():
        for new, news in spans.items():
            if old == new or not olds or not news or max(olds) >= min(news):
                continue
            left, came = max(olds), min(news)
            others = [s for c, s in spans.items() if c not in (old, new) and s]
            if any(min(s) <= came and max(s) >= left for s in others) or not seats:
                continue
            if min(seats) <= left and min(seats) < came and max(seats) >= came and max(seats) > left:
                found.add((old, new))
    return found


@given(st.lists(PERSON, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_moves_are_those_that_a_plain_count_of_years_finds(people: list[tuple[dict[int, set[str]], set[int]]]) -> None:
    world = World()
    world.project("Tugboat")
    for number, (jobs, seats) in enumerate(people):
        add(world, jobs, sorted(seats), f"Person {number}")

    found = {(row[0], row[1], row[2]) for row in moved(asked(world))}

    assert found == {(f"Person {n}", *move) for n, (jobs, seats) in enumerate(people) for move in expected(jobs, seats)}
