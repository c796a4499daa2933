from __future__ import annotations

import pytest

import stewards
from stewards.asking.answers import Answer
from stewards.errors import UnknownEntityError
from stewards.model import Funding
from tests.worlds import DAY, World, period


def rivals() -> World:
    """Return a world of two competitors: Quay of a foundation, Pier of a company."""
    world = World()
    world.foundation("Harbour Foundation")
    world.company("Acme", "Buoy", "Crane")
    world.project("Quay", "Harbour Foundation")
    world.project("Pier", "Buoy")
    world.rivals("Quay", "Pier")
    return world


def asked(world: World, *company: str, as_of: str = DAY, lens: str | None = None) -> Answer:
    return world.graph().ask("rival-funders", *company, as_of=as_of, lens=lens)


def shown(answer: Answer) -> list[tuple[str, ...]]:
    columns = ("company", "project", "place", "how", "competitor", "other", "other_how")
    return [tuple(str(row[name]) for name in columns) for row in answer.rows]


def test_a_member_that_hosts_the_competitor_itself() -> None:
    world = rivals()
    world.member("Buoy", "Harbour Foundation")
    world.member("Crane", "Harbour Foundation")

    answer = asked(world)

    assert shown(answer) == [("Buoy", "Quay", "Harbour Foundation", "member", "Pier", "Buoy", "hosts it itself")]
    assert answer.sentence == "1 company pays on both sides of a competition: Buoy (Quay and Pier)."
    assert answer.notes == ["1 pair of competitors is known; there are more that no source tells of."]
    assert len({passage.locator for passage in answer.evidence[0]}) == 4  # membership, two hostings, competition


def test_a_member_of_two_foundations_whose_projects_compete() -> None:
    world = rivals()
    world.foundation("Port Foundation")
    world.project("Dock", "Port Foundation")
    world.rivals("Quay", "Dock")
    world.member("Acme", "Harbour Foundation")
    world.member("Acme", "Port Foundation")
    world.member("Crane", "Port Foundation")

    assert shown(asked(world)) == [
        ("Acme", "Dock", "Port Foundation", "member", "Quay", "Harbour Foundation", "member")
    ]


def test_money_counts_as_much_as_membership() -> None:
    world = rivals()
    world.say(Funding(funder=world.ref("Crane"), recipient=world.ref("Harbour Foundation"), locator="gift 1"))
    world.say(Funding(funder=world.ref("Crane"), recipient=world.ref("Pier"), locator="gift 2"))

    assert shown(asked(world)) == [("Crane", "Pier", "Pier", "funder", "Quay", "Harbour Foundation", "funder")]


def test_a_gift_that_is_over_counts_no_more() -> None:
    world = rivals()
    until = period("2023-01-01")
    world.say(
        Funding(
            funder=world.ref("Buoy"),
            recipient=world.ref("Harbour Foundation"),
            start=period("2020"),
            end=until,
            locator="gift",
        )
    )

    assert shown(asked(world)) == []
    assert len(shown(asked(world, as_of="ever"))) == 1


def test_a_host_that_has_both_competitors_is_left_out_and_said() -> None:
    world = rivals()
    world.project("Mole", "Harbour Foundation")
    world.rivals("Quay", "Mole")
    world.member("Acme", "Harbour Foundation")

    answer = asked(world)

    assert shown(answer) == []
    assert answer.notes[1] == "1 pair has a host in common, and its payers there are left out."


def test_competing_companies_are_sides_themselves() -> None:
    world = World()
    world.company("Acme", "Buoy")
    world.rivals("Acme", "Buoy")
    world.say(Funding(funder=world.ref("Acme"), recipient=world.ref("Buoy"), locator="loan"))

    assert shown(asked(world)) == [("Acme", "Buoy", "Buoy", "funder", "Acme", "Acme", "competes itself")]


def test_one_company_may_be_asked_about() -> None:
    world = rivals()
    world.member("Buoy", "Harbour Foundation")

    assert len(shown(asked(world, "Buoy"))) == 1
    assert shown(asked(world, "Acme")) == []


def test_under_the_group_lens_one_company_of_the_group_may_be_on_each_side() -> None:
    world = rivals()
    world.owns("Crane", "Buoy")
    world.member("Crane", "Harbour Foundation")

    assert shown(asked(world)) == []
    assert shown(asked(world, "Buoy", lens="group")) == [
        ("Crane", "Quay", "Harbour Foundation", "member", "Pier", "Buoy", "hosts it itself (Buoy)")
    ]


def test_owners_in_a_ring_are_one_group() -> None:
    world = rivals()
    world.owns("Crane", "Buoy")
    world.owns("Buoy", "Crane")
    world.member("Crane", "Harbour Foundation")

    assert [row[0] for row in shown(asked(world, lens="group"))] == ["Buoy"]


def test_the_day_decides_and_what_is_recorded_later_is_said() -> None:
    world = rivals()
    world.member("Buoy", "Harbour Foundation", since="2024-01-01")

    answer = asked(world, as_of="2024-07-01")
    assert [row["certainty"] for row in answer.rows] == ["possible"]
    assert answer.sentence.endswith("it is possible, not certain.")
    assert shown(asked(world, as_of="2023-01-01")) == []
    earlier = asked(world, as_of="2023-01-01")
    assert earlier.notes[-1].startswith("1 more is undated, or first recorded after 2023-01-01")


def test_without_competitions_there_is_nothing_to_say() -> None:
    world = World()
    world.company("Acme")

    answer = asked(world)

    assert not answer.rows
    assert answer.notes == ["No competitors are known."]
    with pytest.raises(UnknownEntityError):
        asked(World(), "Acme")


def test_google_is_a_member_where_pytorch_is_and_hosts_tensorflow() -> None:
    answer = stewards.open("memory:").ask("rival-funders", as_of="2026-09-01")

    assert shown(answer) == [
        ("Google", "PyTorch", "PyTorch Foundation", "member", "TensorFlow", "Google", "hosts it itself")
    ]
