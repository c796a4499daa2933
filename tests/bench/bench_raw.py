"""Prints what the question library adds to the engine: each question beside its own SPARQL on pyoxigraph alone.

The queries that a question sends are recorded, and run again on the bare engine, one after the other, with every term
read. Times are by the clock, in milliseconds, the least of several runs: of a later answer, which finds kept what
earlier ones read, and of one for which nothing is kept, so that the engine is asked for all that it needs. A later
answer is also set beside the engine for all of that. Run: python -m tests.bench.bench_raw [STORE]; without a store, the
mirror is built.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pyoxigraph

from stewards.graph import Graph
from stewards.namespaces import PREFIXES
from stewards.stores.store import OxigraphStore
from stewards.terms import Result
from tests.bench.bench_questions import ENTITY, WHOLE, prepared, store_wanted

#: How often each answer is given, when parts of it are kept and when none is.
LATER, ANEW = 7, 3
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

    def query_all(self, queries: Sequence[str]) -> list[Result]:
        """Run queries, and keep them."""
        if len(queries) > 1:
            self.asked += queries
        return super().query_all(queries)

    def forget(self) -> None:
        """Keep nothing of what was read."""
        self._kept.clear()


def least(
    times_run: int,
    work: Callable[[], object],
    before: Callable[[], object] = int,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """Return the milliseconds of the fastest of several runs, each after something that is not counted.

    They are by the clock, unless ``clock`` is another, as is that of work on the processor.
    """
    times = []
    for _ in range(times_run):
        before()
        started = clock()
        work()
        times.append(clock() - started)
    return 1000 * min(times)


def run_raw(engine: pyoxigraph.Store, queries: list[str]) -> None:
    """Run queries on the bare engine, and read every term of every row."""
    for query in queries:
        found = engine.query(query, prefixes=PREFIXES)
        if isinstance(found, pyoxigraph.QuerySolutions):
            for row in found:
                tuple(row)


def compare(folder: Path) -> None:
    """Print a line a question."""
    store, engine = Recording(folder), pyoxigraph.Store.read_only(str(folder))
    graph = Graph(store, "bench")
    print(f"{'':<58}{'a later answer':^33}{'nothing kept':^33}")
    print(f"{'':<58}" + 2 * f"{'queries':>8}{'ours':>9}{'raw':>9}{'ratio':>7}")
    ratios: list[tuple[float, float, float, float]] = []
    for line in filter(None, (ENTITY + WHOLE).strip().splitlines()):
        ask = prepared(graph, line)
        ask()
        later, anew = beside(store, engine, ask, LATER, int), beside(store, engine, ask, ANEW, store.forget)
        print(f"{line:<58}{later}{anew}", flush=True)
        ratios.append((anew.ratio, later.ratio, later.ours / anew.raw, anew.queried / anew.raw))
    titles = (
        "nothing kept",
        "a later answer, beside the queries that it still sends",
        "a later answer, beside all queries of the question",
        "the queries alone, by way of the store",
    )
    for title, found in zip(titles, zip(*ratios, strict=True), strict=True):
        within = sum(ratio <= TARGET for ratio in found)
        print(f"{title}: median ratio {median(found):.2f}; {within} of {len(found)} within {TARGET}")


@dataclass(frozen=True)
class Beside:
    """How many queries an answer takes, and its milliseconds beside those of the engine for them."""

    queries: int
    ours: float
    raw: float
    #: Of the queries alone, by way of the store.
    queried: float

    @property
    def ratio(self) -> float:
        """How many times as long as the engine an answer takes."""
        return self.ours / self.raw if self.raw else 1.0

    def __str__(self) -> str:
        return f"{self.queries:>8}{self.ours:>9.1f}{self.raw:>9.1f}{self.ratio:>7.2f}"


def beside(
    store: Recording, engine: pyoxigraph.Store, ask: Callable[[], object], times: int, before: Callable[[], object]
) -> Beside:
    """Time an answer, given several times, each after ``before``, and the engine for the queries of one."""
    before()
    store.asked.clear()
    ask()
    queries = list(store.asked)
    raw = least(times, lambda: run_raw(engine, queries))
    queried = least(times, lambda: [OxigraphStore.query(store, query) for query in queries])
    return Beside(len(queries), least(times, ask, before), raw, queried)


def main() -> None:
    with store_wanted() as folder:
        compare(folder)


if __name__ == "__main__":
    main()
