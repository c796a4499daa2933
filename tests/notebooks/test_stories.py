"""What the notebooks tell is what the files themselves say, read here by other means in a few lines."""

from __future__ import annotations

import re
from pathlib import Path

import pandas
import pytest

import stewards
from stewards.graph import Graph
from stewards.store import OxigraphStore

DAY = "2026-08-21"
#: The oldest list names companies in many ways ("Redhat"), so that a count of names as they stand is a little low.
TOLERANCE = 0.03


@pytest.fixture
def graph(mirror_graph: OxigraphStore) -> Graph:
    return Graph(mirror_graph, "the mirror")


def maintainers(mirror: Path, folder: str = "") -> pandas.DataFrame:
    """Return CNCF's list, each row with its project: the cells of a project are merged."""
    table = pandas.read_csv(mirror / "cncf__foundation" / folder / "project-maintainers.csv")
    project = next(name for name in table.columns if name in ("Project", "Unnamed: 1"))
    return table.assign(Project=table[project].ffill())


@pytest.mark.parametrize(("day", "folder"), [(DAY, ""), ("2024-01-01", "_dated/2024-01-01")])
def test_the_share_of_projects_of_one_company(day: str, folder: str, graph: Graph, mirror: Path) -> None:
    companies = maintainers(mirror, folder).groupby("Project")["Company"]
    sizes, largest = companies.size(), companies.agg(lambda names: names.value_counts().max())
    held = (2 * largest >= sizes)[sizes >= 2].mean()

    figures = graph.ask("single-company-projects", "CNCF", as_of=day).figures
    assert abs(int(str(figures["certain"])) / int(str(figures["projects"])) - held) < TOLERANCE


def test_the_largest_company_of_cilium(graph: Graph, mirror: Path) -> None:
    table = maintainers(mirror)
    companies = table[table["Project"] == "Cilium"]["Company"]
    [first, *_] = graph.ask("concentration", "Cilium", as_of=DAY).rows

    assert (str(first["company"]), first["surely"]) == ("Isovalent", (companies == "Isovalent").sum())
    assert len(companies) == graph.ask("concentration", "Cilium", as_of=DAY).figures["people"]


def test_the_seats_of_istio(graph: Graph, mirror: Path) -> None:
    page = (mirror / "istio__community" / "steering" / "README.md").read_text(encoding="utf-8")
    companies = re.findall(r"^<img[^|]*\|[^|]*\|\s*([^|]*?)\s*\|", page, re.MULTILINE)
    answer = graph.ask("what-if", "Microsoft acquires Solo.io", as_of=DAY)
    [broken] = [row for row in answer.rows if row["effect"] == "cap broken"]

    together = sum(company in ("Microsoft", "Solo.io") for company in companies)
    assert broken["after"] == f"{together} of {len(companies)}"
    assert re.search(r"\b(5|five)\b", (mirror / "istio__community" / "steering" / "CHARTER.md").read_text("utf-8"))


def test_ibm_and_microsoft_meet_on_onnx(graph: Graph, mirror: Path) -> None:
    page = (mirror / "onnx__steering-committee" / "README.md").read_text(encoding="utf-8")
    [current] = [line for line in page.splitlines() if "**Current**" in line]
    meetings = graph.ask("company-interlocks", "IBM", as_of=DAY).rows
    bodies = next(str(row["bodies"]) for row in meetings if str(row["other"]) == "Microsoft")

    assert "(IBM)" in current and "(Microsoft)" in current
    assert "ONNX Steering Committee" in bodies


def test_the_first_board_is_that_of_the_announcement(mirror: Path) -> None:
    article = "\n".join(path.read_text(encoding="utf-8") for path in (mirror / "_seed").glob("*.txt"))
    board = stewards.open("memory:").ask("board", "PyTorch Foundation", as_of="2022-10-01")

    assert len(board) == 6
    assert [name for row in board.rows if (name := str(row["member"])).split()[0].upper() not in article.upper()] == []
