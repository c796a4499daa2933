"""Quads on their way into the engine: text that several threads load at once, while it is still being written.

The engine works on one thread, without Python's lock, for as long as all the rest of a build takes. Two halves of the
mirror's quads are loaded in two thirds of the time, and what Python writes meanwhile takes no time of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import IO

#: Loads the N-Quads that a file gives: a path, or a stream where a pipe has none.
Load = Callable[[str | IO[bytes]], None]
# No more than fits into a pipe, so that whoever writes need not wait for who loads.
_CHUNK = 1 << 15
# Where an open file has a path, as the engine reads a stream only while it holds Python's lock. Windows has none.
_OPEN_FILES = Path("/dev/fd")
# What all threads but the first load, about a million quads: each sorts a million at a time while it takes the next,
# and two that do so need four gigabytes.
_MOST = 200_000_000
# What no parser takes: a load that reads this ends at once.
_BROKEN = b"\n!\n"


class Lanes:
    """Takes lines of N-Quads and hands them to threads that load them, in turn and a little at a time.

    Blank nodes keep one scope: lines that may hold one all go to the first thread.
    """

    def __init__(self, load: Load, number: int) -> None:
        self._lanes = [_Lane(load) for _ in range(number)]
        self._open = list(self._lanes)
        self._waiting: list[str] = []
        self._size, self._turn = 0, 0

    def write(self, lines: str) -> None:
        """Take one line or more, each with its end; raise :class:`OSError` when they are not loaded any more."""
        self._waiting.append(lines)
        self._size += len(lines)
        if self._size > _CHUNK:
            self._send()

    def writelines(self, lines: Iterable[str]) -> None:
        """Take lines one by one."""
        for line in lines:
            self.write(line)

    def _send(self) -> None:
        text = "".join(self._waiting)
        self._waiting.clear()
        self._size, self._turn = 0, (self._turn + 1) % len(self._open)
        lane = self._open[0 if "_:" in text else self._turn]
        lane.send(text.encode())
        if lane.sent > _MOST and lane is not self._open[0]:
            lane.close()
            self._open.remove(lane)

    def close(self) -> None:
        """Hand over what is left, and wait until all is loaded."""
        self._send()
        self._end()

    def abandon(self) -> None:
        """Let the threads end without the rest; what is in the store then is a part."""
        for lane in self._lanes:
            with suppress(OSError, ValueError):  # the load has ended already, or been told so
                lane.send(_BROKEN)
        self._end()

    def _end(self) -> None:
        for lane in self._lanes:
            lane.close()
        for lane in self._lanes:
            lane.join()

    @property
    def error(self) -> Exception | None:
        """What ended a load before its time."""
        return next((lane.error for lane in self._lanes if lane.error), None)


class _Lane:
    """A thread that loads what is written into a pipe."""

    def __init__(self, load: Load) -> None:
        self.error: Exception | None = None
        self.sent = 0
        reader, writer = os.pipe()
        self._stream = os.fdopen(writer, "wb", buffering=0)
        self._thread = Thread(target=self._run, args=(load, os.fdopen(reader, "rb", buffering=0)), daemon=True)
        self._thread.start()

    def _run(self, load: Load, stream: IO[bytes]) -> None:
        with stream:  # closed at the end, so that whoever writes learns that nobody reads
            try:
                load(str(_OPEN_FILES / str(stream.fileno())) if _OPEN_FILES.is_dir() else stream)
            except Exception as error:
                self.error = error

    def send(self, data: bytes) -> None:
        self.sent += len(data)
        rest = memoryview(data)
        while rest:
            rest = rest[self._stream.write(rest) :]

    def close(self) -> None:
        self._stream.close()

    def join(self) -> None:
        self._thread.join()
