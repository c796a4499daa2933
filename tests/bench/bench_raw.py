"""Prints what the question library adds to the engine: each question beside its own SPARQL on pyoxigraph alone.

The queries that a question sends are recorded, and run again on the bare engine with every row read. Times are of work
on the processor, warm, the least of several runs. Run: python -m tests.bench.bench_raw [STORE]; without a store, the
mirror is built.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pyoxigraph

from stewards.generations import Generations
from stewards.graph import Graph
from stewards.namespaces import PREFIXES
from stewards.store import OxigraphStore
from stewards.terms import Result
from tests.bench.bench_questions import ENTITY, WHOLE, timed, whole_mirror

TIMES = 7
TARGET = 1.3


class Recording(OxigraphStore):
    """A store that keeps what it is asked."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, read_only=True)
        self.asked: list[str] = []

    def query(self, sparql: str) -> Result:
        """Run a query, and keep it."""
        self.asked.append(sparql)
        return super().query(sparql)


def least(work: Callable[[], object]) -> float:
    """Return the seconds of work of the fastest run."""
    times = []
    for _ in range(TIMES):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def run_raw(engine: pyoxigraph.Store, queries: list[str]) -> None:
    """Run queries on the bare engine, and read every row."""
    for query in queries:
        found = engine.query(query, prefixes=PREFIXES)
        if isinstance(found, pyoxigraph.QuerySolutions):
            for _ in found:
                pass


def compare(folder: Path) -> None:
    """Print a line a question."""
    store, engine = Recording(folder), pyoxigraph.Store.read_only(str(folder))
    graph = Graph(store, "bench")
    print(f"{'':<58}{'queries':>8}{'ours ms':>9}{'raw ms':>9}{'ratio':>7}")
    ratios = []
    for line in (ENTITY + WHOLE).strip().splitlines():
        if not line:
            continue
        timed(graph, line)
        store.asked.clear()
        timed(graph, line)
        queries = list(store.asked)
        ours, raw = least(lambda: timed(graph, line)), least(lambda: run_raw(engine, queries))  # noqa: B023
        ratios.append(ours / raw if raw > 0 else 1.0)
        print(f"{line:<58}{len(queries):>8}{ours * 1000:>9.1f}{raw * 1000:>9.1f}{ratios[-1]:>7.2f}", flush=True)
    within = sum(ratio <= TARGET for ratio in ratios)
    print(f"median ratio {median(ratios):.2f}; {within} of {len(ratios)} within {TARGET}")


def main() -> None:
    if sys.argv[1:]:
        generation = Generations(Path(sys.argv[1])).current()
        assert generation
        compare(generation / "store")
        return
    with tempfile.TemporaryDirectory() as home:
        compare(whole_mirror(Path(__file__).resolve().parents[3] / "shared" / "data", Path(home) / "store"))


if __name__ == "__main__":
    main()
