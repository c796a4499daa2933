"""Who builds in a store, and who reads which build: locks that the system lets go when their holder ends, however.

Both kinds are advisory locks on open files, which outlive neither a crash nor ``kill -9``. What a lock file says is
only ever read to tell a person who holds it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from stewards.errors import StoreBusyError

if TYPE_CHECKING:
    from filelock import BaseFileLock

try:
    import fcntl
except ImportError:  # Windows, where an open file cannot be removed in any case
    fcntl = None  # type: ignore[assignment]

#: How often a build that waits looks whether the other has finished, in seconds.
_AGAIN = 0.1


def _nothing(step: str) -> None:
    """Tell nobody."""


@contextmanager
def sole_builder(folder: Path, wait: float = 0, progress: Callable[[str], None] = _nothing) -> Iterator[None]:
    """Keep other builders out of a store, waiting up to ``wait`` seconds for one that is at work.

    Raises :class:`StoreBusyError`, which names the process that builds and since when.
    """
    from filelock import FileLock  # only builders need it

    holder = folder / "lock.holder"
    lock = FileLock(folder / "lock")
    _acquire(lock, folder, wait, progress)
    try:
        with suppress(OSError):  # a full disk takes no note; the lock holds all the same
            now = datetime.now().astimezone().isoformat(" ", "seconds")
            holder.write_text(f"process {os.getpid()}, since {now},", encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def _acquire(lock: BaseFileLock, folder: Path, wait: float, progress: Callable[[str], None]) -> None:
    from filelock import Timeout

    try:
        lock.acquire(timeout=0)
        return
    except Timeout:
        name = _named_in(folder / "lock.holder")
    if not wait:
        raise StoreBusyError(
            f"{folder}: {name} is building here: try again when it has finished, or --wait SECONDS for it"
        )
    progress(f"waiting: {name} is building here")
    try:
        lock.acquire(timeout=wait, poll_interval=_AGAIN)
    except Timeout:
        name = _named_in(folder / "lock.holder")
        raise StoreBusyError(f"{folder}: {name} is still building here after {wait:g} s") from None


def _named_in(holder: Path) -> str:
    """Return who holds the lock; it may be let go at any moment."""
    try:
        return holder.read_text(encoding="utf-8") or "another process"
    except OSError:
        return "another process"


class Lease:
    """A hold on a folder: as long as this object lives, no build removes the folder, or makes one of its name."""

    def __init__(self, folder: Path) -> None:
        descriptor = _locked(folder, exclusive=False)
        #: The open files that hold it; a process that inherits them holds the folder as well.
        self.descriptors = () if descriptor is None else (descriptor,)

    def __del__(self) -> None:
        for descriptor in self.descriptors:
            os.close(descriptor)


@contextmanager
def unread(folder: Path) -> Iterator[bool]:
    """Give whether nobody reads a folder; where that is so, nobody can begin to before the block ends."""
    try:
        descriptor = _locked(folder, exclusive=True)
    except BlockingIOError:
        yield False
        return
    try:
        yield True
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _locked(folder: Path, *, exclusive: bool) -> int | None:
    """Lock a folder, None where it is gone or cannot be locked; :class:`BlockingIOError` when others read it."""
    if fcntl is None:
        return None
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB if exclusive else fcntl.LOCK_SH)
        return descriptor
    except OSError as error:
        os.close(descriptor)
        if isinstance(error, BlockingIOError):
            raise
        return None  # a file system without locks
