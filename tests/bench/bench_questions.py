"""Prints how long questions take on the whole mirror with its history, and rdflib for the same SPARQL as a ratio.

Run it from the checkout: ``python -m tests.bench.bench_questions [--without-rdflib]``. ``STEWARDS_TEST_DATA`` names the
mirror. "first" is the first answer of a graph just opened, "median" and "slowest" are of the answers after it, "with
evidence" is the median of an answer read whole, as JSON needs it. rdflib answers through the same questions, first with
nothing kept, then warm; it is given up after 20 seconds for each.
"""

from __future__ import annotations

import os
import shlex
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from stewards.asking.answers import Answer
from stewards.asking.arguments import split
from stewards.build import build
from stewards.graph import Graph
from stewards.plans import catalogue_plans, source_plan
from stewards.stores.generations import Generations
from stewards.stores.store import OxigraphStore
from tests.bench.rdflib_store import RdflibStore

TIMES = 7
#: Seconds for one question on rdflib: no median of ours is above one, so what takes longer takes 20 times as long.
LIMIT = 20
DAY = "2026-08-21"

#: About one entity: the target is a median of 30 ms and a slowest run of 150 ms, warm.
ENTITY = """
board "PyTorch Foundation"
board "Kubernetes Steering Committee"
changes "Kubernetes Steering Committee" --since 2018-01-01
committers Istio
company-group Google
compare CNCF "LF AI & Data"
competitors-of PyTorch
concentration "PyTorch TAC"
concentration Kubernetes
control "PyTorch Foundation"
control CNCF
disagreements CNCF
events-of PyTorch
evidence-for Google
expiring "Kubernetes Steering Committee"
host-of PyTorch
hosted-by CNCF
interlocks CNCF
licence-of PyTorch
maintainers containerd
maintainers Kubernetes
members "PyTorch Foundation"
members CNCF
members CNCF --lens group
members-without-seat "PyTorch Foundation"
memberships-of Google
movers "PyTorch TAC"
principles-of "PyTorch Foundation"
roles-of "Soumith Chintala"
seats-of Google
seats-of Google --lens group
seats-without-work Google
stale "PyTorch Foundation"
statements-about PyTorch
timeline "PyTorch Foundation"
users-of PyTorch
voting-power "Istio Steering Committee"
who-governs Kubernetes
"""
#: Over the whole graph, and connections and suppositions: the target is one second.
WHOLE = """
caps
company-interlocks
company-interlocks --lens group
connection Google Microsoft
connection "Red Hat" "Kubernetes Steering Committee"
disagreements
expiring
interlocks
movers
rival-funders
single-company-projects
single-company-projects --lens group
stale
what-if IBM acquires Google
what-if Google leaves
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        store = whole_mirror(mirror(), Path(home) / "store")
        other = None if "--without-rdflib" in sys.argv else in_rdflib(store, Path(home) / "all.nq")
        for title, lines in (("One entity", ENTITY), ("The whole graph", WHOLE)):
            print(
                f"\n{title:<58}{'rows':>6}{'first':>9}{'median':>9}{'slowest':>9}{'evidence':>10}"
                f"{'rdflib first':>14}{'later':>8}"
            )
            medians = [line_of(store, line, other) for line in lines.strip().splitlines()]
            print(f"median of the medians {median(medians) * 1000:.1f} ms, slowest {max(medians) * 1000:.0f} ms")


@contextmanager
def store_wanted() -> Iterator[Path]:
    """Yield where the store is that the first argument names, or one of the mirror that is built for the time being."""
    if sys.argv[1:]:
        generation = Generations(Path(sys.argv[1])).current()
        assert generation
        yield generation / "store"
        return
    with tempfile.TemporaryDirectory() as home:
        yield whole_mirror(mirror(), Path(home) / "store")


def mirror() -> Path:
    """Return the folder of real sources."""
    folder = Path(os.environ.get("STEWARDS_TEST_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
    if not folder.is_dir():
        sys.exit(f"no real sources at {folder}: set STEWARDS_TEST_DATA")
    return folder


def whole_mirror(folder: Path, home: Path) -> Path:
    """Build the mirror and the history of CNCF's maintainers in a folder, and return where the store is."""
    started = time.perf_counter()
    bundle = folder / "_history" / "cncf-maintainers-history.bundle"
    plans = [plan for plan in catalogue_plans([], folder, False, None) if plan.name != "cncf-maintainers"]
    history = source_plan("cncf-maintainers", str(bundle), "cncf-maintainers", None, [], history=True)
    _, summary = build(home, [*plans, history])
    print(f"{summary.quads:,} statements, read and built in {time.perf_counter() - started:.1f} s")
    generation = Generations(home).current()
    assert generation
    return generation / "store"


def in_rdflib(store: Path, quads: Path) -> RdflibStore:
    """Return the same quads in rdflib's memory."""
    OxigraphStore(store, read_only=True).export(quads, "nq")
    started = time.perf_counter()
    other = RdflibStore(quads)
    print(f"read into rdflib in {time.perf_counter() - started:.1f} s")
    return other


def line_of(store: Path, line: str, other: RdflibStore | None) -> float:
    """Print what one question takes, in milliseconds, and return its warm median in seconds."""
    graph = Graph(OxigraphStore(store, read_only=True), "bench")
    first, rows = timed(graph, line)
    warm = [timed(graph, line)[0] for _ in range(TIMES)]
    whole = [timed(graph, line, whole=True)[0] for _ in range(3)]
    beside = ratios(other, line, first, median(warm)) if other else ""
    figures = "".join(f"{seconds * 1000:>9.1f}" for seconds in (first, median(warm), max(warm)))
    print(f"{line:<58}{rows:>6}{figures}{median(whole) * 1000:>10.1f}{beside}", flush=True)
    return median(warm)


def timed(graph: Graph, line: str, *, whole: bool = False) -> tuple[float, int]:
    """Return the seconds that an answer takes and the number of its rows."""
    ask = prepared(graph, line)
    started = time.perf_counter()
    answer = ask()
    if whole:
        answer.to_dict()
    return time.perf_counter() - started, len(answer)


def prepared(graph: Graph, line: str) -> Callable[[], Answer]:
    """Return what asks a question that is written as on the command line."""
    name, *words = shlex.split(line)
    arguments, options = split(words)
    if name not in UNDATED:
        options = {"as_of": DAY} | options
    return lambda: graph.ask(name, *arguments, **options)


def ratios(other: RdflibStore, line: str, first: float, warm: float) -> str:
    """Return how many times as long rdflib takes, for a first answer and warm."""
    other.forget()
    return "".join(f"{ratio(other, line, ours):>11}" for ours in (first, warm))


def ratio(other: RdflibStore, line: str, ours: float) -> str:
    """Return how many times as long rdflib takes; what it does not finish in time is a lower bound."""

    def give_up(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LIMIT)
    try:
        seconds = timed(Graph(other, "bench"), line)[0]
    except TimeoutError:
        return f"> {LIMIT / ours:,.0f} x"
    except AssertionError:  # what the query promises is not in its rows
        return "wrong"
    finally:
        signal.alarm(0)
    return f"{seconds / ours:,.1f} x"


#: Questions that are not about a day.
UNDATED = frozenset(
    "changes disagreements evidence-for events-of movers statements-about timeline".split()  # noqa: SIM905
)

if __name__ == "__main__":
    main()
