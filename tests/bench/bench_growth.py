"""Prints how time, disk, memory and the time of questions grow with a made-up graph of the real one's shape.

Each size is generated and loaded in one process, through the store's own loading, and asked in another: with nothing
kept of earlier answers, and later. Times of questions are medians by the clock.

Run: python -m tests.bench.bench_growth [MILLIONS ...] (1 and 10 when left out; 50 needs a quarter of an hour of two
free cores and 12 GB of disk). ``STEWARDS_BENCH_FOLDER`` says where, else a temporary folder.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from stewards.graph import Graph
from stewards.quads.graph_writing import load_ontology
from stewards.stores.store import OxigraphStore
from tests.bench.bench_raw import Recording
from tests.bench.generate import name_of, worlds

TIMES = 5
DAY = "2026-11-01"
#: Each question with the thing that it asks about: a kind, and its number, the smaller the more links it has.
QUESTIONS = (
    ("members", "foundation", 0),
    ("members", "foundation", 3),
    ("hosted-by", "foundation", 2),
    ("maintainers", "project", 0),
    ("maintainers", "project", 40),
    ("host-of", "project", 40),
    ("who-governs", "project", 40),
    ("memberships-of", "company", 0),
    ("memberships-of", "company", 50),
    ("seats-of", "company", 0),
    ("roles-of", "person", 0),
    ("roles-of", "person", 2000),
    ("board", "foundation", 0),
    ("timeline", "project", 40),
    ("concentration", "project", 0),
    ("control", "foundation", 0),
    ("committers", "project", 0),
    ("disagreements", "foundation", 0),
    ("interlocks", "foundation", 0),
    ("movers", "project", 0),
)
#: Not about a day.
UNDATED = ("timeline", "disagreements", "movers")


def load(home: Path, quads: int) -> None:
    """Generate a graph and load it into a folder; print the seconds of both, and of the generating alone."""
    started = time.perf_counter()
    store = OxigraphStore(home)
    load_ontology(store)
    generating = 0.0
    with store.loading() as stream:
        made = worlds(quads)
        while True:
            before = time.thread_time()
            lines = next(made, None)
            generating += time.thread_time() - before
            if lines is None:
                break
            stream.writelines(lines)
    store.close_writing()
    seconds = time.perf_counter() - started
    used = time.process_time()
    print(json.dumps({"seconds": seconds, "work": used, "generating": generating, "quads": len(store)}))


def ask(home: Path) -> None:
    """Print the milliseconds of each question, with nothing kept and later."""
    store = Recording(home)
    graph = Graph(store, "bench")
    print(json.dumps([_milliseconds(store, graph, *question) for question in QUESTIONS]))


def _milliseconds(store: Recording, graph: Graph, question: str, kind: str, number: int) -> tuple[float, float]:
    options = {} if question in UNDATED else {"as_of": DAY}

    def timed() -> float:
        started = time.perf_counter()
        graph.ask(question, name_of(kind, 0, number), **options)
        return 1000 * (time.perf_counter() - started)

    timed()  # the engine, too, reads some of it for the first time
    anew = []
    for _ in range(TIMES):
        store.forget()
        anew.append(timed())
    return median(anew), median(timed() for _ in range(TIMES))


def in_process(module: str, *arguments: str) -> tuple[str, float]:
    """Run a module in a process of its own; return what it printed and its peak memory in GB."""
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"failed: {' '.join(command)}")
    return printed, usage.ru_maxrss / 1024**2


def measure(home: Path, millions: float) -> list[tuple[float, float]]:
    """Print the figures of one size; return its times of questions."""
    folder = home / f"growth-{millions:g}"
    shutil.rmtree(folder, ignore_errors=True)
    printed, memory = in_process("tests.bench.bench_growth", "load", str(folder), str(int(millions * 1_000_000)))
    loaded = json.loads(printed)
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    quads = loaded["quads"]
    per_quad = [1e6 * loaded[part] / quads for part in ("seconds", "work", "generating")]
    times = json.loads(in_process("tests.bench.bench_growth", "ask", str(folder))[0])
    shutil.rmtree(folder)
    figures = " ".join(f"{value:>9.2f}" for value in per_quad)
    print(f"{quads:>12,} {loaded['seconds']:>8.0f} {figures} {disk / quads:>9.0f} {memory:>8.2f}", flush=True)
    print(f"{'questions, ms':>12} {' '.join(f'{anew:.1f}/{later:.1f}' for anew, later in times)}", flush=True)
    return [(anew, later) for anew, later in times]


def main() -> None:
    sizes = [float(size) for size in sys.argv[1:]] or [1.0, 10.0]
    print(
        f"{'quads':>12} {'seconds':>8} {'µs/quad':>9} {'of work':>9} {'to make':>9} {'bytes':>9} {'peak GB':>8}",
        flush=True,
    )
    with tempfile.TemporaryDirectory(dir=os.environ.get("STEWARDS_BENCH_FOLDER")) as home:
        asked = [measure(Path(home), size) for size in sizes]
    for which, title in enumerate(("milliseconds, nothing kept", "milliseconds, later")):
        print(f"\n{title:<36}" + "".join(f"{size:>9g} M" for size in sizes) + f"{'ratio':>9}")
        for number, (question, kind, place) in enumerate(QUESTIONS):
            times = [one[number][which] for one in asked]
            row = "".join(f"{value:>11.1f}" for value in times)
            print(f"{question + ' ' + name_of(kind, 0, place):<36}{row}{max(times) / times[0]:>9.2f}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["load", folder, quads]:
            load(Path(folder), int(quads))
        case ["ask", folder]:
            ask(Path(folder))
        case _:
            main()
