"""Prints what becomes of a published graph when 200 builds beside it are killed, 20 meet a full disk, the power goes.

Run it with ``make bench``, or as ``python -m tests.bench.bench_safety``. Full disks and power cuts are made with mounts
where this is allowed (as root); else a limit on the size of files stands for a full disk, and power cuts are skipped.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from stewards.build import build, shipped_facts
from stewards.errors import StewardsError
from stewards.stores import manifest
from stewards.stores.generations import Generations
from stewards.stores.integrity import find_damage
from tests.crashes import TOLD, Builder, Graphs, after_power_cut, free, full_disks, killed_builds

KILLED, FULL, SEED = 200, 20, 20221001


def main() -> None:
    """Print the counts; the exit status is 1 when a graph was lost."""
    memory = Path("/dev/shm")
    lost = 0
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder, Builder() as builder:
        graphs = Graphs(Path(folder) / "graphs" / "old")
        lost += report_kills(graphs, builder)
        lost += report_full_disks(graphs, builder)
        report_power_cuts(graphs, builder, Path(folder))
    report_cost()
    sys.exit(1 if lost else 0)


def state(graphs: Graphs, home: Path) -> str:
    """Say what a store holds: the old graph or the new one, if it is whole."""
    try:
        return "lost" if find_damage(str(home)) else graphs.which(home)
    except StewardsError:
        return "lost"


def report_kills(graphs: Graphs, builder: Builder) -> int:
    """Kill builds; return how many graphs were lost, or could not be built upon."""
    found: Counter[str] = Counter()
    for home in killed_builds(graphs, builder, KILLED, SEED):
        found[state(graphs, home)] += 1
        found["built upon"] += builder.build(home) == 0 and state(graphs, home) == "new"
    told = f"{found['old']} times the old graph is whole, {found['new']} times the new one, {found['lost']} lost"
    print(f"{KILLED} builds killed with SIGKILL: {told}; the next build succeeds {found['built upon']} times")
    return found["lost"] + KILLED - found["built upon"]


def report_full_disks(graphs: Graphs, builder: Builder) -> int:
    """Fill disks; return how many graphs were lost."""
    found: Counter[str] = Counter()
    for home, ended, how in full_disks(graphs, builder, FULL, SEED):
        found[state(graphs, home)] += 1
        found["told"] += ended == TOLD
        found[how] += 1
        free(home)
        found["built upon"] += builder.build(home) == 0 and state(graphs, home) == "new"
    ways = " and ".join(how for how in found if how.startswith("a "))
    print(
        f"{FULL} builds on a full disk ({ways}): {found['told']} told in one line, {found['old']} times the old graph "
        f"is whole, {found['lost']} lost; with room again, the next build succeeds {found['built upon']} times"
    )
    return found["lost"] + FULL - found["old"] - found["new"]


def report_power_cuts(graphs: Graphs, builder: Builder, folder: Path) -> None:
    """Cut the power after builds that were brought to disk before they were put in force, and after others."""
    for synced in (True, False):
        for seconds in (0.0, 4.0):
            how = "as it is" if synced else "without fsync"
            try:
                left = after_power_cut(graphs, builder, folder, synced=synced, seconds=seconds)
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"power cuts skipped: {error}")
                return
            print(f"power cut {seconds:g} s after a build, {how}: {left}")


def report_cost() -> None:
    """Print what sealing adds to a build of the shipped facts on this disk."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        home = Path(folder) / "store"
        began = time.perf_counter()
        build(home, [shipped_facts()])
        whole = time.perf_counter() - began
        current = Generations(home).current()
        assert current is not None
        began = time.perf_counter()
        manifest.seal(current)
        again = time.perf_counter() - began
    print(
        f"build of the shipped facts {1000 * whole:.0f} ms; reading and syncing its files again {1000 * again:.0f} ms"
    )


if __name__ == "__main__":
    main()
