"""Prints how long each question's example takes, warm, on a graph of the mirror of real sources.

Run it from the checkout: ``python tests/bench/bench_questions.py``. ``STEWARDS_TEST_DATA`` names the mirror.
"""

from __future__ import annotations

import os
import shlex
import sys
import time
from pathlib import Path
from statistics import median

from stewards.build import build
from stewards.graph import Graph
from stewards.plans import catalogue_plans
from stewards.questions import library

TIMES = 7


def main() -> None:
    folder = Path(os.environ.get("STEWARDS_TEST_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
    if not folder.is_dir():
        sys.exit(f"no real sources at {folder}: set STEWARDS_TEST_DATA")
    started = time.perf_counter()
    store, summary = build(None, catalogue_plans([], folder, False, None))
    print(f"{summary.quads:,} statements, read and built in {time.perf_counter() - started:.1f} s\n")
    print(f"{'question':<20}{'rows':>6}{'median ms':>12}{'slowest ms':>12}")
    graph = Graph(store, "memory:")
    for question in library().values():
        rows, seconds = measure(graph, question.example)
        print(f"{question.name:<20}{rows:>6}{median(seconds) * 1000:>12.1f}{max(seconds) * 1000:>12.1f}")


def measure(graph: Graph, example: str) -> tuple[int, list[float]]:
    """Return the number of rows and the seconds of each of :data:`TIMES` answers after a first one."""
    name, *arguments = shlex.split(example)
    as_of = arguments[arguments.index("--as-of") + 1] if "--as-of" in arguments else None
    about = arguments[: arguments.index("--as-of")] if "--as-of" in arguments else arguments
    rows = len(graph.ask(name, *about, as_of=as_of))
    seconds = []
    for _ in range(TIMES):
        started = time.perf_counter()
        graph.ask(name, *about, as_of=as_of)
        seconds.append(time.perf_counter() - started)
    return rows, seconds


if __name__ == "__main__":
    main()
