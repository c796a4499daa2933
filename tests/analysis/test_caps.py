"""Caps: what bodies' own rules say of their seats, and what is left open."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewards.asking.answers import Answer
from stewards.errors import RequestError
from stewards.graph import Graph
from stewards.reading.charter_rules import Cap
from stewards.reading.positions import Position
from stewards.reckoning.cap_verdicts import BREACH, DISCRETION, NOT_KNOWN, PASS, judge
from stewards.stores.store import OxigraphStore
from tests.worlds import DAY, World

BODY = "P Committee"


def world(*employers: str, same: str = "employer", **limit: str) -> World:
    """Return a committee whose members work for some companies ("" is not known), with a cap."""
    made = World()
    made.foundation("F")
    made.company("Acme", "Bolt", "Cog")
    made.project("P", host="F")
    made.body(BODY, of="P")
    for number, employer in enumerate(employers):
        made.tenure(f"Person {number} Name", BODY, employer=employer)
    if limit:
        made.cap(BODY, same, **limit)
    return made


def caps(made: World, day: str = DAY) -> Answer:
    return made.graph().ask("caps", as_of=day)


def verdict(made: World, day: str = DAY) -> object:
    (row,) = caps(made, day).rows
    return row["verdict"]


def test_two_seats_are_within_a_cap_of_two() -> None:
    assert verdict(world("Acme", "Acme", "Bolt", most="2")) == "pass"


def test_three_seats_break_a_cap_of_two() -> None:
    (row,) = caps(world("Acme", "Acme", "Acme", "Bolt", most="2")).rows

    assert (row["verdict"], str(row["most"][0]), row["held"]) == ("breach", "Acme", "3 of 4")  # type: ignore[index]


def test_a_share_is_taken_of_the_seats_that_the_rule_names() -> None:
    assert verdict(world("Acme", "Acme", "Bolt", "Cog", "Bolt", "Cog", "Cog", share="1/3", of="9")) == "unknown"
    assert verdict(world("Acme", "Acme", "Bolt", "Cog", "Bolt", "Cog", share="1/3", of="6")) == "pass"
    assert verdict(world("Acme", "Acme", "Acme", "Bolt", "Cog", "Cog", share="1/3", of="6")) == "breach"


def test_a_share_of_the_seats_held_where_the_rule_names_no_number() -> None:
    assert verdict(world("Acme", "Bolt", "Cog", "Cog", share="1/2")) == "pass"
    assert verdict(world("Acme", "Cog", "Cog", "Cog", share="1/2")) == "breach"


def test_an_unknown_employer_leaves_the_verdict_open_where_it_matters() -> None:
    assert verdict(world("Acme", "Acme", "", most="2")) == "unknown"
    assert verdict(world("Acme", "Bolt", "", most="2")) == "pass"
    assert verdict(world("Acme", "Acme", "Acme", "", most="2")) == "breach"


def test_the_reason_is_told() -> None:
    (row,) = caps(world("Acme", "Acme", "", most="2")).rows

    assert row["because"] == "1 employer not known"


def test_a_seat_without_a_known_holder_may_be_anybodys() -> None:
    (row,) = caps(world("Acme", "Acme", "Bolt", share="1/2", of="4")).rows

    assert (row["verdict"], row["because"]) == ("unknown", "1 seat without a known holder")


def owned(same: str) -> World:
    made = world("Acme", "Acme", "Bolt", same=same, most="2")
    made.owns("Acme", "Bolt", since="2023-01-01")
    return made


@pytest.mark.parametrize(
    ("same", "expected"),
    [
        ("employer", "pass"),
        ("common-control", "breach"),
        ("members-decide", "discretion"),
        ("undefined", "discretion"),
    ],
)
def test_who_is_one_company_is_the_rules_to_say(same: str, expected: str) -> None:
    assert verdict(owned(same)) == expected


def test_ownership_counts_from_its_first_day() -> None:
    made = World()
    made.foundation("F")
    made.company("Acme", "Bolt")
    made.project("P", host="F")
    made.body(BODY, of="P")
    for number, employer in enumerate(("Acme", "Acme", "Bolt")):
        made.tenure(f"Person {number} Name", BODY, since="2020-01-01", until="2025-01-01")
        made.work(f"Person {number} Name", employer, since="2020-01-01", until="2025-01-01")
    made.owns("Acme", "Bolt", since="2023-01-01")
    made.cap(BODY, "common-control", since="2020-01-01", most="2")

    assert verdict(made, "2022-12-31") == "pass"
    assert verdict(made, "2023-01-01") == "breach"


def test_a_ring_of_owners_is_one_group() -> None:
    made = owned("common-control")
    made.owns("Bolt", "Acme", since="2023-01-01")

    assert verdict(made) == "breach"


def test_a_rule_holds_in_its_time() -> None:
    made = world("Acme", "Acme")
    made.cap(BODY, "employer", until="2023-12-31", most="2")
    made.cap(BODY, "employer", since="2024-01-01", most="1")

    assert [row["rule"] for row in caps(made, "2024-06-01").rows] == ["at most 1 seat"]


def test_a_rule_first_recorded_later_is_told_as_unknown() -> None:
    (row,) = caps(world("Acme", "Acme", most="1"), "2020-01-01").rows

    assert (row["verdict"], row["because"]) == ("unknown", "the rule is first recorded later")


def test_a_body_without_members_is_unknown() -> None:
    (row,) = caps(world(most="2")).rows

    assert (row["verdict"], row["because"]) == ("unknown", "nobody is known for sure to hold a seat")


def test_whether_there_is_a_cap_may_not_be_known() -> None:
    made = world("Acme", "Acme")
    made.cap(BODY, "undefined")

    assert verdict(made) == "unknown"


def test_a_class_of_seats_is_told_apart_by_what_the_list_says() -> None:
    made = world("Bolt", "Bolt")
    made.tenure("Ada First", BODY, employer="Acme", text="Community seat")
    made.tenure("Bob Second", BODY, employer="Acme", text="Community seat")
    made.cap(BODY, "employer", most="1", seats="community")

    (row,) = caps(made).rows
    assert (row["verdict"], row["held"], row["rule"]) == ("breach", "2 of 2", "at most 1 seat (community)")


def test_a_class_of_seats_that_no_list_tells_apart_is_unknown() -> None:
    made = world("Acme", "Acme")
    made.cap(BODY, "employer", most="1", seats="community")

    assert verdict(made) == "unknown"


def test_somebody_whom_a_later_list_has_dropped_breaks_nothing() -> None:
    made = world("Acme", "Acme", "Bolt")
    made.tenure("Cy Gone", BODY, employer="Acme", day="2023-01-01", gone="2025-01-01")
    made.cap(BODY, "employer", most="2", since="2020-01-01")

    (row,) = caps(made).rows
    assert (row["verdict"], row["because"]) == ("unknown", "1 seat that may have ended")


def test_breaches_come_first_and_are_counted() -> None:
    made = world("Acme", "Acme", "Acme", most="2")
    made.body("Other Board", of="F", kind="governing-board")
    made.tenure("Zoe Last", "Other Board", "board-member", employer="Cog")
    made.cap("Other Board", "employer", most="1")
    answer = caps(made)

    assert [row["verdict"] for row in answer.rows] == ["breach", "pass"]
    assert answer.sentence == "Of 2 caps, 1 is broken and 1 is kept. Broken by P Committee."
    assert answer.figures == {"breach": 1, "pass": 1}


def test_every_verdict_rests_on_the_rule_and_the_seats() -> None:
    answer = caps(world("Acme", "Acme", "Acme", most="2"))

    assert len(answer.evidence[0]) == 4  # the rule and three lines of the list


def test_one_body_or_foundation_can_be_asked_about() -> None:
    graph = world("Acme", most="2").graph()

    assert len(graph.ask("caps", BODY, as_of=DAY)) == len(graph.ask("caps", "P", as_of=DAY)) == 1
    assert len(graph.ask("caps", "F", as_of=DAY)) == 0


def test_an_empty_graph_has_no_caps() -> None:
    assert Graph(OxigraphStore(), "memory:").ask("caps").rows == []


def test_a_lens_is_the_rules_own_affair() -> None:
    with pytest.raises(RequestError, match="does not count companies"):
        world("Acme", most="2").graph().ask("caps", lens="group")


COMPANIES = ("a", "b", "c")
SAME = "https://w3id.org/stewards/onecompany/"


def everything_possible(
    seats: list[tuple[str, ...]], vacant: int, owner: dict[str, str], limit: int
) -> tuple[set[bool], set[bool]]:
    """Return whether the cap is broken, by employer and by group, in each way that the unknown may turn out."""
    outcomes: tuple[set[bool], set[bool]] = (set(), set())
    fresh = [(f"fresh {number}",) for number in range(len(seats) + vacant)]
    choices = [options or (*COMPANIES, *fresh[n]) for n, options in enumerate([*seats, *[()] * vacant])]
    for chosen in product(*choices):
        for view, found in zip((lambda c: c, lambda c: owner.get(c, c)), outcomes, strict=True):
            found.add(max(Counter(map(view, chosen)).values(), default=0) > limit)
    return outcomes


@given(
    st.lists(st.sampled_from([(), ("a",), ("b",), ("c",)]), min_size=1, max_size=4),
    st.sampled_from([{}, {"b": "a"}, {"b": "a", "c": "a"}]),
    st.integers(1, 3),
    st.integers(0, 2),
    st.sampled_from(["employer", "common-control", "members-decide"]),
)
def test_a_verdict_is_what_all_possible_worlds_agree_on(
    seats: list[tuple[str, ...]], owner: dict[str, str], limit: int, vacant: int, same: str
) -> None:
    cap = Cap("r", "b", None, Fraction(limit, len(seats) + vacant), len(seats) + vacant, "", SAME + same, "", "certain")
    roster = [Position("b", f"p{n}", options, "certain", (f"n{n}",)) for n, options in enumerate(seats)]
    named, grouped = everything_possible(seats, vacant, owner, limit)

    if same == "employer":
        expected = PASS if named == {False} else BREACH if named == {True} else NOT_KNOWN
    elif same == "common-control":
        expected = PASS if grouped == {False} else BREACH if grouped == {True} else NOT_KNOWN
    elif named == {True}:
        expected = BREACH
    elif grouped == {False}:
        expected = PASS
    else:
        expected = DISCRETION if grouped == {True} and named == {False} else NOT_KNOWN

    assert judge(cap, roster, [], lambda company: owner.get(company, company), {}).word == expected


def test_a_share_of_the_seats_is_taken_with_and_without_those_that_may_have_ended() -> None:
    made = world("Acme", "Acme", "Bolt", "Cog", share="1/2")
    made.tenure("Gone Perhaps", BODY, employer="Cog", source="older", day="2023-06-01")

    assert verdict(made) == "pass"


def test_two_holders_of_one_seat_are_one_seat() -> None:
    made = world("Bolt", "Cog", most="1")
    made.tenure("Ada First", BODY, for_="Acme")
    made.tenure("Ada Second", BODY, for_="Acme", role="alternate")

    assert verdict(made) == "pass"
