"""Times the waits that everybody meets: building the shipped facts, and what the command line takes to start.

Run it with ``make bench``, or as ``python tests/bench/bench_start.py`` where Stewards is installed.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from stewards.build import build, shipped_facts
from stewards.graph import Graph, open_graph

RUNS = 7
QUERY = "SELECT ?company { ?company a stw:Company }"
COMMANDS = (["--help"], ["ask"], ["ask", "board", "PyTorch Foundation"], ["sparql", QUERY])


def seconds_to_build(folder: Path | None) -> float:
    """Return the seconds that a build of the shipped facts takes once Python and the package have started."""
    began = time.perf_counter()
    build(folder, [shipped_facts()])
    return time.perf_counter() - began


def seconds_to_answer(store: Path, arguments: list[str]) -> float:
    """Return the seconds from the start of a new process to its answer, with the graph built already."""
    command = [sys.executable, "-c", "from stewards.cli import main; main()", "--store", str(store), *arguments]
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def seconds_to_query(graph: Graph) -> float:
    """Return the seconds that a query takes in a process of its own."""
    began = time.perf_counter()
    graph.sparql(QUERY)
    return time.perf_counter() - began


def main() -> None:
    """Print the medians, with the fastest and the slowest run."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        report("build the shipped facts in memory", [seconds_to_build(None) for _ in range(RUNS)])
        report("build the shipped facts in a folder", [seconds_to_build(store) for _ in range(RUNS)])
        for arguments in COMMANDS:
            report(f"stewards {' '.join(arguments)}"[:40], [seconds_to_answer(store, arguments) for _ in range(RUNS)])
        for name, location in (("a folder (a new process)", str(store)), ("memory (a fork)", "memory:")):
            graph = open_graph(location)
            report(f"Graph.sparql on {name}", [seconds_to_query(graph) for _ in range(RUNS)])


def report(what: str, times: list[float]) -> None:
    """Print one line in milliseconds."""
    middle, fastest, slowest = (1000 * value for value in (statistics.median(times), min(times), max(times)))
    print(f"{what:<40} {middle:6.0f} ms   ({fastest:.0f} to {slowest:.0f}, {len(times)} runs)")


if __name__ == "__main__":
    main()
