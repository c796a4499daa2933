"""The graph of some real sources is the same, whichever of them is read first, and however many at a time."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

from stewards.build import Plan, build
from stewards.plans import catalogue_plans
from tests.graphs import built, statements

SMALL = [
    "aswf-tac",
    "cdf-landscape",
    "graphql-landscape",
    "istio-steering",
    "istio-toc",
    "kubernetes-steering",
    "onnx-steering",
    "pqca-landscape",
]
LARGE = ["cncf-landscape", "cncf-maintainers"]


@pytest.fixture(scope="module")
def plans(mirror: Path) -> dict[str, Plan]:
    """Return the plans for the facts and the chosen sources, each in its newest version, by name."""
    found = catalogue_plans([*SMALL, *LARGE], mirror, False, None)
    return {plan.name: Plan(plan.name, plan.format, plan.location, plan.inputs[-1:]) for plan in found}


@pytest.fixture(scope="module")
def whole(plans: dict[str, Plan]) -> list[str]:
    """Return the statements of a graph for which all sources were read at once, in the order of the catalogue."""
    return statements(built(*plans.values()))


def test_all_sources_are_there(plans: dict[str, Plan], whole: list[str]) -> None:
    assert set(plans) == {"facts", *SMALL, *LARGE}
    assert all(any(f"/source/{name}/" in line for line in whole) for name in (*SMALL, *LARGE))


@pytest.mark.parametrize("turn", [1, 5], ids=["the facts last", "begun in the middle"])
def test_the_order_of_sources_does_not_matter(turn: int, plans: dict[str, Plan], whole: list[str]) -> None:
    ordered = list(plans.values())

    assert statements(built(*ordered[turn:], *ordered[:turn])) == whole


def test_sources_that_are_added_one_at_a_time_make_the_same_graph(
    plans: dict[str, Plan], whole: list[str], tmp_path: Path
) -> None:
    for name in chain(["onnx-steering", "facts"], [name for name in SMALL if name != "onnx-steering"]):
        build(tmp_path, [plans[name]])
    build(tmp_path, [plans["cncf-maintainers"]])

    assert statements(built(plans["cncf-landscape"], at=tmp_path)) == whole
