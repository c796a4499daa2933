"""Runs a user's query, or update, in a process of its own, which is ended when it takes too long, or more than it may.

The engine knows no limits, and a thread cannot be ended; a process can. A store in a folder is opened again by a new
process: a fork would inherit the engine's locks without the threads that let them go. A store in memory has no such
threads and exists in this process alone, so there the process is forked; where the system cannot, it gets a copy.
"""

from __future__ import annotations

import faulthandler
import os
import shutil
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryDirectory, TemporaryFile
from threading import Timer
from typing import IO, NoReturn, Protocol

from stewards.errors import LimitError, QueryError, StewardsError, StoreError
from stewards.resources import PACKAGE
from stewards.stores import query_worker
from stewards.stores.limits import Limits
from stewards.stores.locks import Lease
from stewards.stores.query_worker import QUERY, UPDATE
from stewards.stores.results import stream_answer
from stewards.stores.store import OxigraphStore
from stewards.terms import Stream

#: How long after its own alarm a worker is killed, in seconds: it may never have come to set it.
GRACE = 0.5
#: An answer of more bytes than these waits on disk until it is read.
_IN_MEMORY = 1_000_000
#: A worker runs this very package, wherever it was found, and finds all else where Python looks for it.
_START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); import stewards; sys.path.pop(0); "
    "from stewards.stores.query_worker import main; main()"
)


class Worker(Protocol):
    """A process that answers."""

    def kill(self) -> None:
        """End it at once."""

    def wait(self) -> int:
        """Wait for its end; return its exit status, or the negative number of the signal that ended it."""


class Forked:
    """A copy of this process."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    def kill(self) -> None:
        """End it at once."""
        os.kill(self._pid, signal.SIGKILL)

    def wait(self) -> int:
        """Wait for its end; return how it ended."""
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])


def ask(store: OxigraphStore, query: str, limits: Limits) -> Stream:
    """Return what a query finds; rows come from a temporary file, in which all of them are.

    The query is one that :mod:`stewards.stores.guard` allows. Raises :class:`QueryError` when it is wrong,
    :class:`LimitError` when it took more than the limits, and :class:`StoreError` when the store cannot be read.
    Whatever happens, no process is left behind.
    """
    return stream_answer(_done(lambda text, said: _started(store, text, limits, said), query, limits))


def update(folder: Path, text: str, limits: Limits) -> int:
    """Run an update on the store in a folder that nobody else uses; return how many quads it holds then.

    Raises what :func:`ask` raises; the folder is then of no more use. When this process is killed, its worker may
    live on until the time limit: as long as it does, it holds the folder, so that no build takes it for its own.
    """
    lease = Lease(folder)
    with _done(
        lambda text, said: nullcontext(_spawned(UPDATE, folder, text, limits, said, lease)), text, limits, "update"
    ) as done:
        return int(done.read())


_Start = Callable[[str, IO[bytes]], AbstractContextManager[tuple[Worker, IO[bytes]]]]


def _done(start: _Start, text: str, limits: Limits, what: str = "query") -> IO[bytes]:
    """Return all that a worker wrote."""
    began = time.monotonic()
    text = text.encode("utf-8", "replace").decode()  # half a character, as an argument of a command may hold
    with TemporaryFile() as said:
        with start(text, said) as (worker, answer), answer:
            written, status = _outcome(worker, answer, limits)
        if status:
            written.close()
            said.seek(0)
            reason = said.read(10_000).decode("utf-8", "replace")
            raise _refusal(status, reason, limits, time.monotonic() - began, what)
    return written


def _outcome(worker: Worker, answer: IO[bytes], limits: Limits) -> tuple[IO[bytes], int]:
    """Return all that a worker wrote, and how it ended."""
    watchdog = Timer(limits.seconds + GRACE, worker.kill)
    watchdog.daemon = True
    watchdog.start()
    written = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - read after this
    try:
        shutil.copyfileobj(answer, written)
        written.seek(0)
    except BaseException as error:  # Ctrl-C
        worker.kill()
        written.close()
        if isinstance(error, OSError):
            raise StoreError(f"the answer cannot be kept in a temporary file: {error.strerror or error}") from None
        raise
    finally:
        watchdog.cancel()
        watchdog.join()  # it may be killing, and a process that has been waited for may be another by then
        status = worker.wait()
    return written, status


@contextmanager
def _started(store: OxigraphStore, query: str, limits: Limits, said: IO[bytes]) -> Iterator[tuple[Worker, IO[bytes]]]:
    if store.folder is not None:
        yield _spawned(QUERY, store.folder, query, limits, said)
    elif hasattr(os, "fork"):
        yield _forked(store, query, limits, said)
    else:
        with TemporaryDirectory() as folder:
            copy = Path(folder) / "graph.nq"
            store.export(copy, "nq")
            yield _spawned(QUERY, copy, query, limits, said)


def _spawned(
    task: str, place: Path, text: str, limits: Limits, said: IO[bytes], lease: Lease | None = None
) -> tuple[Worker, IO[bytes]]:
    root = str(PACKAGE.parent)
    bounds = [repr(limits.seconds), str(limits.rows), str(limits.megabytes)]
    arguments = [task, str(place.absolute()), str(os.getpid()), *bounds]
    with TemporaryFile() as asked:  # a file never keeps the writer waiting, as a pipe does
        asked.write(text.encode())
        asked.seek(0)
        # -P: no module of the folder in which the user happens to be is taken for one of Python's.
        command = [sys.executable, "-P", "-c", _START, root, *arguments]
        inherited = lease.descriptors if lease else ()
        process = subprocess.Popen(command, stdin=asked, stdout=subprocess.PIPE, stderr=said, pass_fds=inherited)
    assert process.stdout is not None
    return process, process.stdout


def _forked(store: OxigraphStore, query: str, limits: Limits, said: IO[bytes]) -> tuple[Worker, IO[bytes]]:
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Python warns where there are threads: their locks stay locked. The engine's own are free between two calls,
        # and should a fork ever hang at another, its time limit ends it.
        warnings.simplefilter("ignore", DeprecationWarning)
        parent, pid = os.getpid(), os.fork()
    if pid == 0:
        _answer_in_child(store, query, limits, parent, said.fileno(), writing)
    os.close(writing)
    return Forked(pid), os.fdopen(reading, "rb")


def _answer_in_child(
    store: OxigraphStore, query: str, limits: Limits, parent: int, said: int, writing: int
) -> NoReturn:
    status = 1
    try:
        os.dup2(said, 2)
        os.dup2(writing, 1)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))  # the pipe of another thread's query would stay open with this one
        faulthandler.disable()  # an engine that runs out of stack is expected, and told in words
        query_worker.restrain(limits, parent)
        with os.fdopen(1, "wb", closefd=False) as stream:
            status = query_worker.ended(lambda: query_worker.answer(lambda: store, query, limits, stream))
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}".encode("utf-8", "replace"))
    finally:
        os._exit(status)


def _refusal(status: int, reason: str, limits: Limits, seconds: float, what: str = "query") -> StewardsError:
    """Return the error for the way in which a worker ended."""
    if status in (query_worker.REFUSED, query_worker.NO_STORE, query_worker.TOO_LARGE):
        kinds = {query_worker.REFUSED: QueryError, query_worker.TOO_LARGE: LimitError}
        return kinds.get(status, StoreError)(reason)
    if status == -getattr(signal, "SIGALRM", 0) or seconds >= limits.seconds:
        return limits.too_long(f"the {what}")
    starved = "cannot allocate memory" in reason  # of a thread that the C library could not start: it exits at once
    if starved or status in (query_worker.NO_MEMORY, -signal.SIGABRT, -getattr(signal, "SIGKILL", 0)):
        more = "ask for less, or raise the memory limit (--memory-limit)"
        return LimitError(f"the {what} needs more than {limits.megabytes:,} MB of memory: {more}")
    if status == -signal.SIGSEGV:
        return QueryError(f"the {what} is nested too deeply")
    last = (reason.strip().splitlines() or [f"it ended with status {status}"])[-1]
    return StoreError(f"the {what} could not be run: {last}")
