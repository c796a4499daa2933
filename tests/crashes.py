"""Makes builds fail as they do in the world: killed, out of disk, the power gone."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from stewards.stores.generations import Generations
from tests.graphs import built, environment, plan, published, statements, version

FIXTURES = Path(__file__).resolve().parent / "fixtures"
#: How a builder ends that told its user why.
TOLD = 3
MEGABYTE = 1024 * 1024

BUILDER = f"""
import os, resource, signal, sys, time
from pathlib import Path
from stewards.stores import manifest
from stewards.build import build
from stewards.errors import StoreError
from tests.graphs import plan, version
landscape = version("landscape", Path(sys.argv[1]) / "landscape.yml", "landscape")
for line in sys.stdin:
    store, delay, largest, synced = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if child == 0:
        if largest:
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest), int(largest)))
        if not synced:
            manifest.sync_tree = manifest.sync_folder = lambda folder: None
            os.fsync = lambda descriptor: None
        try:
            build(Path(store), [plan(landscape)])
        except StoreError as error:
            print(error, file=sys.stderr, flush=True)
            os._exit({TOLD} if len(str(error).splitlines()) == 1 else 1)
        os._exit(0)
    if delay:
        time.sleep(float(delay))
        os.kill(child, signal.SIGKILL)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Builder:
    """A process that has builds done by children of its own, and kills them: a start each would take too long."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", BUILDER, str(FIXTURES)],
            cwd=Path(__file__).resolve().parents[1],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self) -> Builder:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.process.kill()
        self.process.communicate()

    def build(self, store: Path, killed_after: float | None = None, largest_file: int | None = None) -> int:
        """Build, killing the child after some seconds; return how it ended."""
        return self._run(store, killed_after, largest_file, synced=True)

    def build_unsynced(self, store: Path) -> int:
        """Build without bringing anything to disk."""
        return self._run(store, None, None, synced=False)

    def _run(self, store: Path, delay: float | None, largest: int | None, *, synced: bool) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        words = (store, "" if delay is None else delay, "" if largest is None else largest, "synced" if synced else "")
        self.process.stdin.write("\t".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


class Graphs:
    """A store with one source, and what it holds before and after a second one is added."""

    def __init__(self, home: Path) -> None:
        self.home = home
        facts = plan(version("facts", FIXTURES / "facts", "northern"))
        landscape = plan(version("landscape", FIXTURES / "landscape.yml", "landscape"))
        self.old = statements(built(facts, at=home))
        self.new = statements(built(facts, landscape))

    def which(self, home: Path) -> str:
        """Say which of the two a store holds: "old", "new", or else "lost"."""
        found = statements(published(home))
        return "old" if found == self.old else "new" if found == self.new else "lost"


def killed_builds(graphs: Graphs, builder: Builder, number: int, seed: int) -> Iterator[Path]:
    """Yield stores in which a build was killed, each at a random moment of its course; remove each afterwards."""
    whole = Path(shutil.copytree(graphs.home, graphs.home.with_name("whole")))
    builder.build(shutil.copytree(graphs.home, graphs.home.with_name("first")))
    began = time.monotonic()
    assert builder.build(whole) == 0
    lasts = time.monotonic() - began
    chance, killed = random.Random(seed), 0
    for attempt in range(number * 10):
        home = Path(shutil.copytree(graphs.home, graphs.home.with_name(f"killed-{attempt}")))
        if builder.build(home, killed_after=chance.uniform(0, lasts)) == -signal.SIGKILL:
            killed += 1
            yield home
        shutil.rmtree(home)
        if killed == number:
            return


def size_of(folder: Path) -> int:
    """Return the bytes that a folder takes on a disk of pages of 4096."""
    return sum(-(-path.stat().st_size // 4096) * 4096 + 4096 for path in folder.rglob("*"))


@contextmanager
def disk_of(size: int, place: Path) -> Iterator[bool]:
    """Mount a disk in memory of some bytes at a folder, where that is allowed; give whether it was."""
    place.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        mounted = False
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(place)], check=True)


def full_disks(graphs: Graphs, builder: Builder, number: int, seed: int) -> Iterator[tuple[Path, int, str]]:
    """Yield stores whose disk was full at a random moment of a build, how the build ended, and how that was done."""
    whole = Path(shutil.copytree(graphs.home, graphs.home.with_name("roomy")))
    assert builder.build(whole) == 0
    before, after = size_of(graphs.home), size_of(whole)
    largest = max(path.stat().st_size for path in whole.rglob("*"))
    chance, failed = random.Random(seed), 0
    for attempt in range(number * 10):
        place = graphs.home.with_name(f"disk-{attempt}")
        with disk_of(before + chance.randrange(4096, after - before), place) as mounted:
            home = Path(shutil.copytree(graphs.home, place / "store"))
            limit = None if mounted else chance.randrange(64, largest)
            ended = builder.build(home, largest_file=limit)
            if ended:
                failed += 1
                yield home, ended, "a disk in memory" if mounted else "a limit on the size of files"
        if failed == number:
            return


@contextmanager
def _mounted(image: Path, place: Path) -> Iterator[Path]:
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop,commit=1", str(image), str(place)], check=True, capture_output=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def after_power_cut(graphs: Graphs, builder: Builder, folder: Path, *, synced: bool, seconds: float) -> str:
    """Say which graph is found when the power goes some seconds after a build has ended, or why none is.

    What a file system in an image has handed to its disk is what the image holds; what is still in the system's memory
    is lost with the power. So a copy of the image, taken while it is in use, is the disk after a cut.
    """
    image, cut = folder / "disk.img", folder / "cut.img"
    with image.open("wb") as stream:
        stream.truncate(64 * MEGABYTE)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True, capture_output=True)
    with _mounted(image, folder / "disk") as place:
        home = Path(shutil.copytree(graphs.home, place / "store"))
        os.sync()
        ended = builder.build(home) if synced else builder.build_unsynced(home)
        time.sleep(seconds)
        shutil.copyfile(image, cut)
    assert ended == 0
    with _mounted(cut, folder / "after") as place:
        from stewards.errors import StewardsError
        from stewards.stores.integrity import find_damage

        try:
            if damage := find_damage(str(place / "store")):
                return f"{len(damage)} damaged, such as {' '.join(damage[0])}"
            return graphs.which(Path(shutil.copytree(place / "store", folder / "looked-at", dirs_exist_ok=True)))
        except StewardsError as error:
            return str(error).replace(str(place), "")


def free(home: Path) -> None:
    """Give a disk in memory room again."""
    with suppress(OSError):
        subprocess.run(["mount", "-o", f"remount,size={256 * MEGABYTE}", str(home.parent)], capture_output=True)


def current_of(home: Path) -> Path:
    """Return the build in force."""
    found = Generations(home).current()
    assert found is not None
    return found
