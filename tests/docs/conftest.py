"""A place like a reader's: a graph of what ships, and the files that the pages name."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from stewards.asking import questions
from stewards.build import build, shipped_facts
from stewards.resources import folder
from tests.conftest import TESTS
from tests.docs.blocks import DOCS, blocks

FIXTURES = TESTS / "fixtures"


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store of what ships, to be copied."""
    home: Path = tmp_path_factory.mktemp("shipped") / "store"
    build(home, [shipped_facts()])
    return home


@pytest.fixture
def desk(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with the pages' files in it; commands use a store of its own."""
    store = Path(shutil.copytree(shipped, tmp_path / "store"))
    place = tmp_path / "desk"
    place.mkdir()
    _files_of_the_guides(place)
    _mirror(place)
    _repository(place / "foundation")
    monkeypatch.chdir(place)
    monkeypatch.setenv("STEWARDS_STORE", str(store))
    queries = Path(shutil.copytree(folder("queries"), tmp_path / "queries"))
    for name, text in named_blocks(DOCS / "questions.md"):
        (queries / name.removeprefix("queries/")).write_text(text, encoding="utf-8")
    monkeypatch.setattr(questions, "folder", lambda name: queries)
    return place


def named_blocks(page: Path) -> list[tuple[str, str]]:
    """Return the queries of a page that are to be saved in a file, with its name: "... in `name.rq`:" precedes them."""
    found = []
    for block in blocks(page, "sparql"):
        if name := re.search(r"`([\w/.-]+\.rq)`:\s*\Z", block.before):
            found.append((name[1], block.text))
    return found


def _files_of_the_guides(place: Path) -> None:
    facts = blocks(DOCS / "facts.md", "yaml")[0].text
    (place / "our-facts.yaml").write_text(facts, encoding="utf-8")
    wrong = facts.replace("of: pytorch-foundation", "of: pytorch-fundation").replace("2025-03\n", "2025-13\n")
    (place / "wrong-facts.yaml").write_text(wrong, encoding="utf-8")
    (place / "people.csv").write_text(blocks(DOCS / "mapping.md", "csv")[0].text, encoding="utf-8")
    (place / "people.yaml").write_text(blocks(DOCS / "mapping.md", "yaml")[0].text, encoding="utf-8")
    shutil.copy(FIXTURES / "landscape.yml", place)
    for name, text in named_blocks(DOCS / "ontology.md"):
        (place / name).write_text(text, encoding="utf-8")


def _mirror(place: Path) -> None:
    """Make a small mirror of public sources, also under the name that stands for a reader's own folder."""
    home = place / "mirror" / "cncf__foundation"
    (place / "FOLDER").symlink_to("mirror")
    home.mkdir(parents=True)
    (home / "_dated" / "2023-01-10").mkdir(parents=True)
    for folder_of_copy in (home, home / "_dated" / "2023-01-10"):
        shutil.copy(FIXTURES / "project-maintainers.csv", folder_of_copy)
    (home / "SOURCE.txt").write_text("commit_date: 2024-05-02\n", encoding="utf-8")


def _repository(home: Path) -> None:
    """Make a git repository in which a maintainer leaves a list."""
    home.mkdir()
    lines = (FIXTURES / "project-maintainers.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    git = [
        "git",
        "-C",
        str(home),
        "-c",
        "user.name=Ada",
        "-c",
        "user.email=ada@example.org",
        "-c",
        "commit.gpgsign=false",
    ]
    subprocess.run([*git, "init", "--quiet", "--initial-branch", "main"], check=True)
    for day, left_out in (("2023-01-10", 0), ("2024-05-02", 1)):
        text = "".join(lines[: len(lines) - left_out])
        (home / "project-maintainers.csv").write_text(text, encoding="utf-8")
        dates = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "--quiet", "-m", day], check=True, env={**os.environ, **dates})
    subprocess.run([*git, "bundle", "create", "--quiet", f"{home}.bundle", "main"], check=True)
