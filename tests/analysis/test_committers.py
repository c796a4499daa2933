from __future__ import annotations

import pytest

from stewards.asking.answers import Answer, shown
from stewards.model import ParentRelation
from tests.worlds import DAY, World


def tugboat() -> World:
    world = World()
    world.company("Acme")
    world.project("Tugboat")
    return world


def asked(world: World, as_of: str = DAY, lens: str | None = None) -> Answer:
    return world.graph().ask("committers", "Tugboat", as_of=as_of, lens=lens)


def told(answer: Answer) -> list[tuple[object, ...]]:
    return [tuple(shown(row[name]) for name in ("person", "role", "part", "employer")) for row in answer.rows]


def test_committers_approvers_and_code_owners() -> None:
    world = tugboat()
    for who, role in {"Ada Anker": "committer", "Ben Bight": "approver", "Cai Cove": "code-owner"}.items():
        world.tenure(who, "Tugboat", role, employer="Acme" if who == "Ada Anker" else "")

    answer = asked(world)

    assert told(answer) == [
        ("Ada Anker", "committer", None, "Acme"),
        ("Ben Bight", "approver", None, None),
        ("Cai Cove", "code owner", None, None),
    ]
    assert answer.sentence == "Tugboat has 3 people who may commit or approve changes; named employers: Acme."
    assert all(answer.evidence)


@pytest.mark.parametrize("role", ["reviewer", "contributor", "emeritus-maintainer"])
def test_who_only_advises_is_left_out(role: str) -> None:
    world = tugboat()
    world.tenure("Ada Anker", "Tugboat", role)

    assert asked(world).rows == []


@pytest.mark.parametrize("role", ["maintainer", "core-maintainer"])
def test_maintainers_may_commit_too(role: str) -> None:
    world = tugboat()
    world.tenure("Ada Anker", "Tugboat", role)

    assert [str(row["role"]) for row in asked(world).rows] == [role.replace("-", " ")]


def test_those_of_a_subproject_count() -> None:
    world = tugboat()
    world.project("Tugboat Engine")
    part = ParentRelation(
        child=world.ref("Tugboat Engine"), parent=world.ref("Tugboat"), relation="subproject", locator="line 9"
    )
    world.say(part)
    world.tenure("Ada Anker", "Tugboat Engine", "committer")

    assert told(asked(world)) == [("Ada Anker", "committer", "Tugboat Engine", None)]


def test_the_day_counts() -> None:
    world = tugboat()
    world.tenure("Ada Anker", "Tugboat", "committer", since="2020-01-01", until="2022-12-31")

    assert asked(world).rows == []
    assert len(asked(world, as_of="2021-01-01")) == 1
    assert len(asked(world, as_of="ever")) == 1


def test_the_lens_shows_the_group() -> None:
    world = tugboat()
    world.company("Crane")
    world.owns("Crane", "Acme", since="2020-01-01")
    world.tenure("Ada Anker", "Tugboat", "approver", employer="Acme")

    answer = asked(world, lens="group")

    assert [(shown(row["employer"]), shown(row["through"])) for row in answer.rows] == [("Crane", "Acme")]


def test_a_project_without_any() -> None:
    answer = asked(tugboat())

    assert (answer.rows, answer.notes, answer.sentence) == ([], [], "")
