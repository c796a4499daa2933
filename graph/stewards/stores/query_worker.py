"""The process that runs one query or update: it opens one store, and the system ends it when it takes too much.

:mod:`stewards.stores.bounded` starts it, in two ways: as a new Python that opens a store in a folder, or as a fork
that has the store in memory with it. Only the first can write, where it was told so. The time limit is an alarm of the
system's own, so it holds whatever becomes of the parent; on Linux a worker ends with its parent.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

from stewards.errors import LimitError, QueryError, StewardsError
from stewards.stores.limits import Limits
from stewards.stores.store import OxigraphStore

try:
    import resource
except ImportError:  # Windows; the time limit holds there, and the limit on rows
    resource = None  # type: ignore[assignment]

#: How the worker ends when it says why it did not answer; a status of 0 means that the answer is whole.
REFUSED, NO_STORE, TOO_LARGE, NO_MEMORY = 10, 11, 12, 13
_PR_SET_PDEATHSIG = 1  # of Linux: see prctl(2)
#: What it can be told to do.
QUERY, UPDATE = "query", "update"


class BoundedStream:
    """Passes an answer on, and stops it when it grows too large."""

    def __init__(self, stream: IO[bytes], limits: Limits) -> None:
        self._stream, self._limits = stream, limits
        self._lines = self._bytes = 0

    def write(self, data: bytes) -> int:
        """Write a part of an answer; raise :class:`LimitError` when the answer is too large."""
        self._lines += data.count(b"\n")
        self._bytes += len(data)
        if self._lines > self._limits.rows + 1:  # the first line says what follows
            raise self._limits.too_many()
        if self._bytes > self._limits.answer:
            raise self._limits.too_large()
        return self._stream.write(data)

    def flush(self) -> None:
        """Pass on what is waiting."""
        self._stream.flush()


def restrain(limits: Limits, parent: int) -> None:
    """Put this process under its limits, which it cannot lift, and let it end with its parent (a process number)."""
    _end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if resource is None:
        return
    for number in (signal.SIGALRM, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "linux":  # others take this limit and do not keep it
        return
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = _data_in_use() + limits.memory
    allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    # Not RLIMIT_AS: the engine's threads reserve address space by the gigabyte and use a thousandth of it.
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, allowed))


def _end_with(parent: int) -> None:
    """Have the system kill this process when its parent is gone; elsewhere than on Linux, only its alarm does."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was gone before the system knew
        os._exit(NO_STORE)


def _data_in_use() -> int:
    """Return the bytes that this process holds already: a fork begins with its parent's."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmData")), 0)


def answer(store: Callable[[], OxigraphStore], query: str, limits: Limits, stream: IO[bytes]) -> None:
    """Write the answer to a query; whether it is allowed has been looked at before."""
    store().write_answer(query, BoundedStream(stream, limits))
    stream.flush()


def update(folder: Path, text: str, stream: IO[bytes]) -> None:
    """Run an update on the store in a folder, and write how many quads there are then; see :func:`answer`."""
    store = OxigraphStore(folder)
    store.update(text)
    store.close_writing()
    stream.write(str(len(store)).encode())
    stream.flush()


def ended(work: Callable[[], None]) -> int:
    """Do the work; return 0, or another status when the reason why it was not done is on standard error."""
    try:
        work()
        return 0
    except MemoryError:
        return NO_MEMORY
    except StewardsError as error:
        os.write(2, str(error).encode("utf-8", "replace"))
        return TOO_LARGE if isinstance(error, LimitError) else REFUSED if isinstance(error, QueryError) else NO_STORE


def main() -> None:
    """Do what standard input asks of the store that the arguments name."""
    task, place, parent, seconds, rows, megabytes = sys.argv[1:]
    limits = Limits(float(seconds), int(rows), int(megabytes))
    restrain(limits, int(parent))
    os._exit(ended(lambda: _do(task, Path(place), limits)))  # without closing the store, which nobody will use again


def _do(task: str, place: Path, limits: Limits) -> None:
    text, stream = sys.stdin.buffer.read().decode(), sys.stdout.buffer
    if task == UPDATE:
        update(place, text, stream)
    else:
        answer(lambda: _opened(place), text, limits, stream)


def _opened(place: Path) -> OxigraphStore:
    """Open a store in a folder, or load one that was written to a file of N-Quads."""
    if place.is_dir():
        return OxigraphStore(place, read_only=True)
    store = OxigraphStore()
    store.load_quads(place)
    return store
