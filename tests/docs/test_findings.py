"""What docs/findings.md tells is what the sources say: its commands, on the mirror with the history of one list."""

from __future__ import annotations

import os
from pathlib import Path

import pandas
import pytest
from filelock import FileLock

from stewards.build import build
from stewards.graph import open_graph
from stewards.plans import catalogue_plans, source_plan
from stewards.stores.generations import Generations
from tests.docs.blocks import DOCS, Shown, blocks, commands
from tests.docs.test_pages_run import missing, printed

PAGE = DOCS / "findings.md"
SHOWN = [shown for block in blocks(PAGE, "console") for shown in commands(block) if shown.lines]


@pytest.fixture(scope="session")
def whole_mirror(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store of everything in the mirror, and of the history of one list, built once for all processes."""
    home = tmp_path_factory.getbasetemp()
    folder = (home.parent if "PYTEST_XDIST_WORKER" in os.environ else home) / "whole-mirror"
    bundle = str(mirror / "_history" / "cncf-maintainers-history.bundle")
    with FileLock(f"{folder}.lock"):
        if Generations(folder).current() is None:
            plans = [plan for plan in catalogue_plans([], mirror, False, None) if plan.name != "cncf-maintainers"]
            history = source_plan("cncf-maintainers", bundle, "cncf-maintainers", None, [], history=True)
            build(folder, [*plans, history])
    return folder


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.command)
def test_a_finding_is_what_its_command_prints(
    shown: Shown, whole_mirror: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STEWARDS_STORE", str(whole_mirror))
    found = printed(shown.command, monkeypatch, capsys)
    lost = missing(shown.lines, found)

    assert not lost, f"{shown.command} does not print {lost!r}, but:\n" + "\n".join(found)


def test_shares_of_maintainers_are_those_of_the_list_itself(whole_mirror: Path, mirror: Path) -> None:
    """The last cells of merged rows, read by pandas alone; companies that the list writes in one way."""
    table = pandas.read_csv(mirror / "cncf__foundation" / "project-maintainers.csv")
    table["Project"] = table["Project"].ffill()
    companies = {str(project): rows["Company"] for project, rows in table.groupby("Project")}

    answer = open_graph(str(whole_mirror)).ask("single-company-projects", "CNCF", as_of="2026-08-21")
    found = {str(row["project"]): (row["theirs"], row["maintainers"]) for row in answer.rows}

    for project in ("OpenChoreo", "kgateway", "Falco", "Armada", "gRPC"):
        assert found[project] == (companies[project].value_counts().max(), len(companies[project]))
