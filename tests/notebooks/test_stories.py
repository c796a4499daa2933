"""What the notebooks tell is what the files themselves say, read here by other means in a few lines."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas
import pytest

import stewards
from stewards.graph import Graph
from stewards.stores.store import OxigraphStore
from tests.conftest import ROOT

DAY = "2026-08-21"
#: What the prose claims, with a word that has to stand in the same paragraph: the evidence bears no more.
CAVEATS = [
    ("01-who-governs-pytorch", "carry or block one alone", "taken"),
    ("01-who-governs-pytorch", "no company carries one alone", "no rule of this board is known"),
    ("01-who-governs-pytorch", "a later list", "undated"),
    ("01-who-governs-pytorch", "From 6 seats to 12", "*possible*"),
    ("01-who-governs-pytorch", "maintainers work for Meta", "undated"),
    ("01-who-governs-pytorch", "not known to hold any", "on 1 July 2026"),
    ("02-companies-that-meet", "438 pairs of groups meet", "327 possibly"),
    ("02-companies-that-meet", "person", "possible"),
    ("04-what-a-merger-would-do", "5 of 6", "Solo.io has more than half there today"),
]
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


def paragraphs(name: str) -> list[str]:
    """Return the paragraphs and list items of a notebook's prose."""
    cells = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    prose = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return re.split(r"\n\n|\n(?=- )", prose)


@pytest.mark.parametrize(("name", "claim", "caveat"), CAVEATS)
def test_a_sentence_claims_no_more_than_its_cell(name: str, claim: str, caveat: str) -> None:
    claims = [text for text in paragraphs(name) if re.search(rf"\b{re.escape(claim)}\b", text)]

    assert claims
    assert [text for text in claims if caveat not in text] == []


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_what_is_quoted_stands_in_a_source(path: Path) -> None:
    facts = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "graph/stewards/facts").glob("*.yaml"))
    quoted = re.findall(r'"([^"]+)"', "\n".join(paragraphs(path.stem)))

    assert [text for text in quoted if f"quote: {text}\n" not in facts] == []


def test_the_cells_give_what_the_prose_takes_care_to_say(graph: Graph) -> None:
    shipped = stewards.open("memory:")
    power = shipped.ask("voting-power", "PyTorch Foundation Governing Board", as_of="2024-12-31")
    board = shipped.ask("board", "PyTorch Foundation", as_of="2024-12-31")
    [both] = [row for row in graph.ask("interlocks", as_of=DAY).rows if int(str(row["hosts"])) > 1]

    assert any("a motion is taken to need more than half" in note for note in power.notes)
    assert {row["certainty"] for row in board.rows} == {"possible"}
    assert both["certainty"] == "possible"
