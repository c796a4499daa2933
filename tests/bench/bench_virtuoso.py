"""Prints what Virtuoso takes for the same quads and the same SPARQL, beside the store that ships.

Virtuoso loads the quads with its own bulk loader. Then each question is answered from either store with nothing kept of
earlier answers, and the queries that Virtuoso was sent are sent again as they are, over HTTP on the loopback, where
each answer is read but not understood: as text with tabs, which Virtuoso writes fastest and which loses the kinds of
terms, and as JSON, which Stewards asks for. Times are by the clock, in milliseconds, the least of several runs. Run:
python -m tests.bench.bench_virtuoso [STORE]; without a store, the mirror is built.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
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

least = partial(bench_raw.least, 3, clock=time.perf_counter)
TABS, JSON = "text/tab-separated-values", "application/sparql-results+json"
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


def load(quads: Path, sql: str) -> float:
    """Load a file of N-Quads by Virtuoso's own means; return the seconds."""
    commands = f"ld_dir('{quads.parent}', '{quads.name}', '{WHOLE_GRAPH}'); rdf_loader_run(); checkpoint;"
    started = time.perf_counter()
    subprocess.run(["isql-vt", sql, "dba", "dba", f"exec={commands}"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def send(address: str, queries: list[str], kind: str) -> None:
    """Send queries to an endpoint, one after the other, and read what it answers."""
    for query in queries:
        graphs = [("named-graph-uri", graph) for graph in graphs_named(query)]
        form = urlencode([("query", sparql_prologue() + query), *graphs])
        with urlopen(Request(address, form.encode(), {"Accept": kind})) as found:
            found.read()


def compare(store: bench_raw.Recording, url: str) -> None:
    """Print a line a question."""
    remote, address = Recording(url), Access.to(url, {}).url
    here, there = Graph(store, "bench"), Graph(remote, "bench")
    print(f"{'':<58}{'queries':>8}{'ours':>9}{'tabs':>9}{'ratio':>7}{'on it':>9}{'JSON':>9}{'ratio':>7}")
    ratios = []
    for line in filter(None, (ENTITY + WHOLE).strip().splitlines()):
        ours, on_it = prepared(here, line), prepared(there, line)
        remote.asked.clear()
        on_it()
        sent = partial(send, address, list(remote.asked))
        times = [least(ours, store.forget), least(lambda: sent(TABS)), least(on_it), least(lambda: sent(JSON))]  # noqa: B023
        ratios.append((times[0] / times[1], times[2] / times[3]))
        pairs = "".join(
            f"{a:>9.1f}{b:>9.1f}{ratio:>7.2f}" for a, b, ratio in zip(times[::2], times[1::2], ratios[-1], strict=True)
        )
        print(f"{line:<58}{len(sent.args[1]):>8}{pairs}", flush=True)
    titles = ("the store that ships, beside Virtuoso with tabs", "questions on Virtuoso, beside Virtuoso with JSON")
    for title, found in zip(titles, zip(*ratios, strict=True), strict=True):
        print(f"{title}: median ratio {median(found):.2f}")


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
