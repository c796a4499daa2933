"""Times the two waits that everybody meets: building the shipped facts, and the first answer of the command line.

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

RUNS = 7
QUESTION = ["ask", "board", "PyTorch Foundation"]


def seconds_to_build(folder: Path | None) -> float:
    """Return the seconds that a build of the shipped facts takes once Python and the package have started."""
    began = time.perf_counter()
    build(folder, [shipped_facts()])
    return time.perf_counter() - began


def seconds_to_answer(store: Path) -> float:
    """Return the seconds from the start of a new process to its answer, with the graph built already."""
    command = [sys.executable, "-c", "from stewards.cli import main; main()", "--store", str(store), *QUESTION]
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> None:
    """Print the medians, with the fastest and the slowest run."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        report("build the shipped facts in memory", [seconds_to_build(None) for _ in range(RUNS)])
        report("build the shipped facts in a folder", [seconds_to_build(store) for _ in range(RUNS)])
        report(f"stewards {' '.join(QUESTION)}", [seconds_to_answer(store) for _ in range(RUNS)])


def report(what: str, times: list[float]) -> None:
    """Print one line in milliseconds."""
    middle, fastest, slowest = (1000 * value for value in (statistics.median(times), min(times), max(times)))
    print(f"{what:<40} {middle:6.0f} ms   ({fastest:.0f} to {slowest:.0f}, {len(times)} runs)")


if __name__ == "__main__":
    main()
