"""Every notebook runs from a clean state, cell after cell, and is kept without outputs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))


def code_cells(path: Path) -> list[dict[str, Any]]:
    content = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in content["cells"] if cell["cell_type"] == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    assert [cell for cell in code_cells(path) if cell["outputs"] or cell["execution_count"]] == []


def run_notebook(path: Path) -> list[Any]:
    """Run the cells in one namespace; return the value of each last expression, as a notebook shows it."""
    scope: dict[str, Any] = {}
    shown = []
    for cell in code_cells(path):
        *body, last = "".join(cell["source"]).splitlines()
        exec(compile("\n".join(body), path.name, "exec"), scope)
        shown.append(eval(compile(last, path.name, "eval"), scope))
    return shown


def test_the_first_notebook_tells_who_governs_pytorch() -> None:
    shown = run_notebook(NOTEBOOKS[0])

    assert len(shown[1]) == 6
    assert len(shown[2]) == 12
    assert ("Amazon", "AWS") in shown[4]
    assert shown[5] == ["Brian Granger", "Luca Antiga"]
    assert shown[-1][0] == "PyTorch Foundation"
    assert all("<table>" in answer._repr_html_() for answer in (shown[1], shown[2], shown[6]))
