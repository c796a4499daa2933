"""Prints how the work, memory and disk of a build grow with its source: a made-up index of a Debian archive.

As in the real one, a package has about 75 quads. Run: python -m tests.bench.bench_build [MILLIONS ...] (1 and 10 when
left out). ``STEWARDS_BENCH_FOLDER`` says where, else a temporary folder.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from stewards.build import Plan, build, shipped_facts
from stewards.model import Document
from stewards.sources.input import Input
from tests.bench.bench_growth import in_process
from tests.bench.generate import name_of

#: Quads of a package, and packages of a maintainer, of the real index.
QUADS, PACKAGES = 75, 10


def write_index(target: Path, packages: int) -> None:
    """Write an index of so many packages, each with a maintainer and up to three uploaders."""
    chance = Random(7)

    def person() -> str:
        number = chance.randrange(max(1, packages // PACKAGES))
        return f"{name_of('person', 0, number)} <person-{number}@example.org>"

    with target.open("w", encoding="utf-8") as stream:
        for number in range(packages):
            name = f"package-{number}"
            uploaders = ", ".join(person() for _ in range(chance.choice((0, 1, 1, 1, 2, 3))))
            stream.write(f"Package: {name}\nMaintainer: {person()}\n")
            stream.write(f"Uploaders: {uploaders}\n" if uploaders else "")
            stream.write(f"Homepage: https://{name}.example\nVcs-Browser: https://salsa.example/{name}\n")
            stream.write(f"Directory: pool/main/{name}\n\n")


def build_index(index: Path, store: Path) -> None:
    """Build the graph of an index; print its quads, the seconds by the clock, the seconds of work and the bytes."""
    started = time.perf_counter()
    document = Document("made-up", "A made-up archive", "debian-sources")
    plans = [shipped_facts(), Plan("made-up", "debian-sources", str(index), (Input(document, index),))]
    _, summary = build(store, plans)
    seconds = time.perf_counter() - started
    disk = sum(path.stat().st_size for path in store.glob("*/store/*"))
    print(summary.quads, seconds, time.process_time(), disk)


def main() -> None:
    print(f"{'quads':>12} {'seconds':>8} {'µs/quad':>9} {'of work':>9} {'bytes':>9} {'peak GB':>8}", flush=True)
    for millions in [float(size) for size in sys.argv[1:]] or [1.0, 10.0]:
        with tempfile.TemporaryDirectory(dir=os.environ.get("STEWARDS_BENCH_FOLDER")) as folder:
            index = Path(folder) / "Sources"
            write_index(index, int(millions * 1e6 / QUADS))
            printed, memory = in_process("tests.bench.bench_build", "build", str(index), str(Path(folder) / "store"))
        quads, seconds, work, disk = map(float, printed.split())
        per_quad = f"{1e6 * seconds / quads:>9.1f} {1e6 * work / quads:>9.1f} {disk / quads:>9.0f}"
        print(f"{quads:>12,.0f} {seconds:>8.0f} {per_quad} {memory:>8.2f}", flush=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["build", index, store]:
            build_index(Path(index), Path(store))
        case _:
            main()
