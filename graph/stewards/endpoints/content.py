"""The content of an HTTP reply, read in a thread of its own, so that whoever waits for it can stop waiting."""

from __future__ import annotations

from http.client import HTTPResponse
from queue import Empty, Queue
from threading import Thread

#: So many parts, of at most so many bytes, may wait to be taken.
_WAITING, _LARGEST = 32, 65536


class Content:
    """What a reply holds, in parts."""

    def __init__(self, stream: HTTPResponse) -> None:
        self._stream = stream
        self._parts: Queue[bytes | Exception] = Queue(_WAITING)
        self._end: bytes | Exception | None = None
        self._wanted = True
        Thread(target=self._read, daemon=True).start()

    def next(self, seconds: float) -> bytes:
        """Return what has come by now, b"" at the end.

        Waits for the first of it, and raises :class:`TimeoutError` when nothing comes within the time, and what
        prevented the reading.
        """
        found: list[bytes] = []
        while self._end is None:
            try:
                part = self._parts.get_nowait() if found else self._parts.get(timeout=seconds)
            except Empty:
                if found:
                    break
                raise TimeoutError from None
            if part and isinstance(part, bytes):
                found.append(part)
            else:
                self._end = part
        if not found and isinstance(self._end, Exception):
            raise self._end
        return b"".join(found)

    def stop(self) -> None:
        """End the reading."""
        self._wanted = False
        while not self._parts.empty():  # the thread may be waiting for room
            self._parts.get_nowait()

    def _read(self) -> None:
        try:
            while self._wanted and (part := self._stream.read1(_LARGEST)):
                self._parts.put(part)
            self._parts.put(b"")
        except Exception as error:
            self._parts.put(error)
        finally:
            self._stream.close()
