"""Reading while others publish: the old graph or the new one, never a mixture, and never none."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from stewards.build import build
from stewards.errors import StewardsError
from stewards.graph import open_graph
from stewards.stores.generations import Generations
from tests.graphs import built, column, environment, plan, run_stewards, version

READERS, PUBLISHED = 8, 8

#: Opens the store over and over, and tells what it saw: the number of members and of people, twice each time.
READER = """
import os, sys
from pathlib import Path
from stewards.graph import open_graph
from tests.graphs import column
home, readers = sys.argv[1], int(sys.argv[2])
QUERIES = [
    "SELECT (COUNT(*) AS ?n) { ?m a stw:CorporateMembership }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
]
for _ in range(readers):
    if os.fork() == 0:
        seen = 0
        while not Path(home, "finished").exists() or not seen:
            graph = open_graph(home)
            for again in range(2):
                line = " ".join(column(graph.store, query)[0] for query in QUERIES)
                os.write(1, line.encode() + b"\\n")  # in one piece: seven others write too
            seen += 1
        os._exit(0)
for _ in range(readers):
    if os.wait()[1]:
        sys.exit(1)
"""


def test_eight_readers_see_one_graph_or_the_other(fixtures: Path, tmp_path: Path) -> None:
    landscape = plan(version("landscape", fixtures / "landscape.yml", "landscape"))
    built(plan(version("facts", fixtures / "facts", "northern")), at=tmp_path)
    build(tmp_path, [landscape])
    build(tmp_path, [], drop="landscape")  # from now on the registry remembers what was dropped
    allowed = {counts(tmp_path)}
    root = Path(__file__).resolve().parents[1]
    readers = subprocess.Popen(
        [sys.executable, "-c", READER, str(tmp_path), str(READERS)],
        cwd=root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for number in range(PUBLISHED):
        build(tmp_path, [] if number % 2 else [landscape], drop="landscape" if number % 2 else "")
        allowed.add(counts(tmp_path))
    (tmp_path / "finished").touch()
    seen, errors = readers.communicate(timeout=60)

    assert errors == ""
    assert readers.returncode == 0
    lines = seen.splitlines()
    assert len(lines) >= 2 * READERS
    assert set(lines) == allowed
    assert len(allowed) == 2


def counts(home: Path) -> str:
    """Return what a reader tells of the graph in force."""
    store = open_graph(str(home)).store
    queries = (
        "SELECT (COUNT(*) AS ?n) { ?m a stw:CorporateMembership }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    )
    return " ".join(column(store, query)[0] for query in queries)


def test_what_nobody_reads_any_more_is_removed(fixtures: Path, tmp_path: Path) -> None:
    facts = plan(version("facts", fixtures / "facts", "northern"))
    built(facts, at=tmp_path)
    reader = open_graph(str(tmp_path))
    for _ in range(3):
        built(facts, at=tmp_path)
    assert len(list(tmp_path.glob("generation-*"))) == 3

    assert reader.sparql("ASK { ?m a stw:CorporateMembership }") is True
    del reader
    built(facts, at=tmp_path)
    assert sorted(path.name for path in tmp_path.glob("generation-*")) == ["generation-000004", "generation-000005"]


def test_two_that_meet_a_new_store_at_once_are_both_served(tmp_path: Path) -> None:
    runs = [
        threading.Thread(target=lambda: done.append(run_stewards("search", "pytorch", store=tmp_path / "store")))
        for _ in range(2)
    ]
    done: list[subprocess.CompletedProcess[str]] = []
    for run in runs:
        run.start()
    for run in runs:
        run.join()

    assert [(run.returncode, run.stderr) for run in done] == [(0, ""), (0, "")]
    current = Generations(tmp_path / "store").current()
    assert current is not None
    assert current.name == "generation-000001"


def test_the_second_of_two_builds_waits_on_the_command_line(tmp_path: Path) -> None:
    home = tmp_path / "store"
    open_graph(str(home))
    with Generations(home).writing() as fresh:
        (fresh / "store").mkdir()
        refused = run_stewards("build", store=home)
        waited = run_stewards("build", "--wait", "0.2", store=home)

    assert refused.returncode == waited.returncode == 1
    assert "is building here: try again when it has finished, or --wait SECONDS for it" in refused.stderr
    assert "is still building here after 0.2 s" in waited.stderr


@pytest.mark.parametrize("command", [["rollback"], ["drop", "facts"]])
def test_a_store_with_nothing_to_go_back_to_is_one_line(command: list[str], tmp_path: Path) -> None:
    open_graph(str(tmp_path / "store"))
    done = run_stewards(*command, store=tmp_path / "store")

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_an_error_of_ours_is_no_other(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file", encoding="utf-8")
    with pytest.raises(StewardsError):
        open_graph(str(tmp_path / "store"))
