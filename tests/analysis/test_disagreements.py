"""Rival employers: what two sources say of the same day, and what only follows."""

from __future__ import annotations

import pytest

from tests.worlds import World


@pytest.mark.parametrize(
    ("last_of_old", "disagree"),
    [("2023-05-01", False), ("2023-06-01", False), ("2023-07-01", True)],
)
def test_two_employers_disagree_when_both_are_seen_on_a_day(last_of_old: str, disagree: bool) -> None:
    world = World()
    world.company("Old", "New")
    for employer, source, days in (
        ("Old", "one", ("2023-01-01", last_of_old)),
        ("New", "other", ("2023-06-01", "2024-01-01")),
    ):
        for day in days:
            world.work("Ira Hand", employer, source=source, day=day)

    answer = world.graph().ask("disagreements")

    assert [str(row["about"]) for row in answer.rows] == ["Ira Hand"] * disagree
    assert answer.sentence.startswith("Sources contradict" if disagree else "No two sources are known to contradict")
