"""Prints what reading and building cost beside what can hardly be undercut, in one run on the mirror of real sources.

Reading is compared with merely parsing the same files, a whole build with loading its N-Quads by the engine's own
command. Run it from the checkout: ``python tests/bench/bench_sources.py``. ``STEWARDS_TEST_DATA`` names the mirror.
"""

from __future__ import annotations

import csv
import gc
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import yaml

from stewards.build import Plan, build, read_source
from stewards.plans import catalogue_plans
from stewards.stores.store import OxigraphStore

ROOT = Path(__file__).resolve().parents[2]
MIRROR = (ROOT / os.environ.get("STEWARDS_TEST_DATA", "../shared/data")).resolve()
ENGINE = Path(sys.executable).with_name("oxigraph")
RUNS = 3


def sources() -> list[Plan]:
    """Return the plans for what the mirror holds, without the shipped facts."""
    return catalogue_plans([], MIRROR, False, None)[1:]


def fastest(work: Callable[[], object]) -> float:
    """Return the seconds of the fastest of :data:`RUNS` runs."""
    times = []
    for _ in range(RUNS):
        gc.collect()
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def read_all() -> None:
    """Read every source into records, as a build does: without Python's search for cycles."""
    gc.disable()
    for plan in sources():
        read_source(plan)
    gc.enable()


def files_read() -> list[Path]:
    """Return the files of the mirror that reading opens."""
    opened: set[Path] = set()
    watching = [True]

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open" and str(arguments[0]).startswith(str(MIRROR)):
            opened.add(Path(str(arguments[0])))

    sys.addaudithook(note)
    read_all()
    watching.clear()
    return sorted(path for path in opened if path.is_file() and path.name != "SOURCE.txt")


def parse(path: Path) -> object:
    """Parse a file by the fastest safe parser of its kind; Markdown is merely read, but for its front matter."""
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".csv":
        return list(csv.reader(io.StringIO(text, newline="")))
    if path.suffix == ".json":
        return json.loads(text)
    if path.suffix == ".toml":
        return tomllib.loads(text)
    if path.suffix in (".yml", ".yaml") or path.name == "OWNERS_ALIASES":
        return yaml.load(text, Loader=yaml.CSafeLoader)
    return yaml.load(text.split("\n---", 1)[0], Loader=yaml.CSafeLoader) if text.startswith("---") else text


def compare_reading() -> None:
    """Print the seconds to read all sources, and to parse their files."""
    files = files_read()
    kinds = {path.suffix or path.name for path in files}
    size = sum(path.stat().st_size for path in files)
    print(f"{len(files)} files ({', '.join(sorted(kinds))}), {size / 1e6:.1f} MB")
    ours, theirs = fastest(read_all), fastest(lambda: [parse(path) for path in files])
    report("read into records", ours, "parse alone", theirs)


def compare_building(folder: Path) -> None:
    """Print the seconds to build on a disk, and to load the quads of that build, and the memory of the build."""
    command = [sys.executable, __file__, "build", str(folder / "store")]
    seconds, memory = min(map(_measured, [command] * RUNS))
    quads = folder / "all.nq"
    subprocess.run([sys.executable, __file__, "export", str(folder / "store"), str(quads)], check=True)
    load = [str(ENGINE), "load", "-f", str(quads), "-l"]
    loading = min(_measured([*load, str(folder / f"loaded-{run}")])[0] for run in range(RUNS))
    print(f"{sum(1 for _ in quads.open('rb')):,} quads, {quads.stat().st_size / 1e6:.0f} MB as N-Quads")
    report("build on a disk", seconds, "oxigraph load", loading)
    print(f"peak memory of the build {memory / 1024:,.0f} MB")


def _measured(command: list[str]) -> tuple[float, int]:
    """Return the seconds a command takes and its peak memory in KiB; its messages are dropped."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"failed: {' '.join(command)}")
    return time.perf_counter() - started, usage.ru_maxrss


def report(what: str, ours: float, other: str, theirs: float) -> None:
    """Print two times and their ratio."""
    print(f"{what} {ours:.2f} s, {other} {theirs:.2f} s: ratio {ours / theirs:.2f} (fastest of {RUNS} runs)")


def main() -> None:
    """Print all comparisons, or, as a process of its own, build or export a store."""
    match sys.argv[1:]:
        case ["build", store]:
            build(Path(store), catalogue_plans([], MIRROR, False, None))
        case ["export", store, target]:
            generation = max((Path(store)).glob("**/summary.json")).parent
            OxigraphStore(generation / "store", read_only=True).export(Path(target), "nq")
        case _:
            compare_reading()
            with tempfile.TemporaryDirectory() as folder:
                compare_building(Path(folder))


if __name__ == "__main__":
    if not MIRROR.is_dir():
        sys.exit(f"no real sources at {MIRROR}: set STEWARDS_TEST_DATA")
    main()
