"""Notebooks that were run in a kernel of their own and written as pages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from filelock import FileLock

from tests.conftest import ROOT
from tests.graphs import environment

#: The longest that one notebook may take on a busy machine, in seconds.
PATIENCE = 400


@pytest.fixture(scope="session")
def rendered(mirror_graph: object, mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function that runs a notebook with the command of ``make notebooks`` and returns its page.

    It runs in a copy of the folder. The graph of the mirror is the one that other tests read too.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    desk = shared / "notebooks-desk"
    pages = desk / "build" / "notebooks"
    with FileLock(f"{desk}.lock"):
        if not desk.exists():
            copytree(ROOT / "notebooks", desk / "notebooks")
            pages.mkdir(parents=True)
            (pages / "store").symlink_to(shared / "mirror-graph")

    def render(name: str) -> Path:
        page = pages / f"{name}.html"
        with FileLock(f"{page}.lock"):
            if not page.exists():
                _run(desk / "notebooks", name, mirror, desk / "home")
        return page

    return render


def _run(folder: Path, name: str, mirror: Path, home: Path) -> None:
    options = ["--config", "pages.py", "--output-dir", "../build/notebooks", "--log-level", "ERROR"]
    command = [sys.executable, "-m", "nbconvert", *options, f"{name}.ipynb"]
    clean = environment(STEWARDS_TEST_DATA=str(mirror), IPYTHONDIR=str(home), JUPYTER_CONFIG_DIR=str(home))
    done = subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr[-4000:]
