"""Who sits: what names may hold, what the newest list leaves out, and bodies of more than one kind."""

from __future__ import annotations

from stewards.model import Profile
from tests.worlds import DAY, World


def test_braces_in_a_name_are_only_letters() -> None:
    world = World()
    world.foundation("F")
    world.body("F {at}", of="F")
    world.tenure("Ada {member:holder}", "F {at}")

    answer = world.graph().ask("board", "F {at}", as_of=DAY)

    assert answer.sentence == "F {at} lists 1 holder of a seat or another role: Ada {member:holder}."


def test_a_body_of_two_kinds_is_one_body() -> None:
    world = World()
    world.foundation("F")
    world.body("F Council", of="F", kind="steering-committee")
    world.say(
        Profile(subject=world.ref("F Council"), type="", classification="leadership-council", locator=world.line()),
        source="other",
    )
    world.tenure("Ada Anker", "F Council")

    graph = world.graph()

    assert len(graph.ask("board", "F", as_of=DAY).rows) == 1
    assert [str(row["governor"]) for row in graph.ask("who-governs", "F", as_of=DAY).rows] == ["F Council"]


def test_who_only_an_older_list_names_is_counted_below() -> None:
    world = World()
    world.foundation("F")
    world.body("F Board", of="F")
    world.tenure("Ada Anker", "F Board")
    world.tenure("Ben Bight", "F Board", day="2023-06-01", source="older")

    answer = world.graph().ask("board", "F Board", as_of=DAY)

    assert [str(row["member"]) for row in answer.rows] == ["Ada Anker"]
    assert answer.notes == ["1 more is not on the newest list, and left out: it may still be held."]
