"""Prints what Virtuoso takes for the same quads and the same SPARQL, beside the store that ships.

Virtuoso loads the quads with its own bulk loader. Then each question is answered from either store with nothing kept of
earlier answers, and the queries that Virtuoso was sent are sent again as they are, over HTTP on the loopback, where
each answer is read but not understood. Times are by the clock, in milliseconds, the least of several runs. Run:
python -m tests.bench.bench_virtuoso [STORE]; without a store, the mirror is built.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from stewards.endpoints.access import Access
from stewards.endpoints.dataset import WHOLE_GRAPH, graphs_named
from stewards.endpoints.remote import RemoteStore
from stewards.graph import Graph
from stewards.namespaces import sparql_prologue
from stewards.terms import Result
from tests.bench import bench_raw
from tests.bench.bench_questions import ENTITY, WHOLE, prepared, store_wanted
from tests.endpoints import free_place, virtuoso

RUNS = 3
#: Of 8 kB each: enough for all quads of the mirror.
BUFFERS = 200_000


class Recording(RemoteStore):
    """An endpoint as a store that keeps what it is asked."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.asked: list[str] = []

    def query(self, sparql: str) -> Result:
        """Run a query, and keep it."""
        self.asked.append(sparql)
        return super().query(sparql)


def least(work: Callable[[], object], before: Callable[[], object] = int) -> float:
    """Return the milliseconds by the clock of the fastest of several runs, each after something that is not counted."""
    times = []
    for _ in range(RUNS):
        before()
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return 1000 * min(times)


def load(quads: Path, sql: str) -> float:
    """Load a file of N-Quads by Virtuoso's own means; return the seconds."""
    commands = f"ld_dir('{quads.parent}', '{quads.name}', '{WHOLE_GRAPH}'); rdf_loader_run(); checkpoint;"
    started = time.perf_counter()
    subprocess.run(["isql-vt", sql, "dba", "dba", f"exec={commands}"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def send(address: str, queries: list[str]) -> None:
    """Send queries to an endpoint, one after the other, and read what it answers."""
    for query in queries:
        graphs = [("named-graph-uri", graph) for graph in graphs_named(query)]
        form = urlencode([("query", sparql_prologue() + query), *graphs])
        with urlopen(Request(address, form.encode(), {"Accept": "text/tab-separated-values"})) as found:
            found.read()


def compare(store: bench_raw.Recording, url: str) -> None:
    """Print a line a question."""
    remote, address = Recording(url), Access.to(url, {}).url
    here, there = Graph(store, "bench"), Graph(remote, "bench")
    print(f"{'':<58}{'queries':>8}{'ours':>9}{'Virtuoso':>9}{'ratio':>7}{'ours on it':>12}{'ratio':>7}")
    ratios = []
    for line in filter(None, (ENTITY + WHOLE).strip().splitlines()):
        ours, on_it = prepared(here, line), prepared(there, line)
        remote.asked.clear()
        on_it()
        queries = list(remote.asked)
        raw = least(lambda queries=queries: send(address, queries))  # type: ignore[misc]
        times = least(ours, store.forget), least(on_it)
        ratios.append(tuple(one / raw for one in times))
        figures = (
            f"{len(queries):>8}{times[0]:>9.1f}{raw:>9.1f}{ratios[-1][0]:>7.2f}{times[1]:>12.1f}{ratios[-1][1]:>7.2f}"
        )
        print(f"{line:<58}{figures}", flush=True)
    for title, found in zip(
        ("the store that ships", "the same questions on Virtuoso"), zip(*ratios, strict=True), strict=True
    ):
        print(f"{title}: median {median(found):.2f} times Virtuoso alone")


def main() -> None:
    if not shutil.which("virtuoso-t"):
        sys.exit("Virtuoso is not installed: make virtuoso")
    with store_wanted() as folder, tempfile.TemporaryDirectory() as name:
        store, home, sql = bench_raw.Recording(folder), Path(name), free_place()
        with virtuoso(home, buffers=BUFFERS, sql=sql) as url:
            store.export(home / "all.nq", "nq")
            print(f"{len(store):,} quads loaded by Virtuoso in {load(home / 'all.nq', sql):.1f} s")
            compare(store, url)


if __name__ == "__main__":
    main()
