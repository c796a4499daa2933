"""Builds beside one another: a folder of generations of which one is in force.

A build writes a new generation and then names it in the file ``current``, replaced by one atomic rename. Readers open
what ``current`` names and keep it; a build that fails or is killed leaves nothing but an unnamed folder, which the next
build removes. One generation back is kept.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stewards.errors import StoreBusyError, StoreError

_CURRENT = "current"
_NAME = re.compile(r"generation-\d{6,}")


class Generations:
    """The builds in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Path | None:
        """Return the generation in force, None when nothing has been built."""
        try:
            name = (self.folder / _CURRENT).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"{self.folder}: cannot be read as a store: {error}") from None
        found = self.folder / name
        if not _NAME.fullmatch(name) or not found.is_dir():
            reason = f"names {name[:40]!r} as its build, which is not there: remove the folder, then build anew"
            raise StoreError(f"{self.folder}: {reason}")
        return found

    def previous(self) -> Path | None:
        """Return the generation before the one in force, None when there is none."""
        current = self.current()
        earlier = [path for path in self._numbered() if current and path < current]
        return earlier[-1] if earlier else None

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Give an empty folder for a new generation, and put it in force when the block ends without an error.

        Raises :class:`StoreBusyError` when another process is building here.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{self.folder}: cannot be written: {error.strerror}") from None
        with self._locked():
            self._prune()
            fresh = self.folder / f"generation-{self._last_number() + 1:06}"
            fresh.mkdir()
            try:
                yield fresh
            except BaseException as error:
                shutil.rmtree(fresh, ignore_errors=True)
                if isinstance(error, OSError):
                    raise StoreError(f"{self.folder}: cannot be written: {error.strerror or error}") from None
                raise
            self._publish(fresh)
            self._prune()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout  # only builders need it

        holder = self.folder / "lock.holder"
        lock = FileLock(self.folder / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise StoreBusyError(
                f"{self.folder}: {_named_in(holder)} is building here: try again when it has finished"
            ) from None
        try:
            holder.write_text(f"process {os.getpid()}", encoding="utf-8")
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()

    def _publish(self, fresh: Path) -> None:
        draft = self.folder / f"{_CURRENT}.new"
        with draft.open("w", encoding="ascii") as stream:
            stream.write(fresh.name)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(self.folder / _CURRENT)

    def _numbered(self) -> list[Path]:
        return sorted(path for path in self.folder.glob("generation-*") if _NAME.fullmatch(path.name) and path.is_dir())

    def _last_number(self) -> int:
        return max((int(path.name.rsplit("-", 1)[1]) for path in self._numbered()), default=0)

    def _prune(self) -> None:
        """Remove what was never published and all but one generation before the one in force."""
        current = self.current()
        keep = set([path for path in self._numbered() if path <= current][-2:]) if current else set()
        for path in self._numbered():
            if path not in keep:
                shutil.rmtree(path, ignore_errors=True)


def _named_in(holder: Path) -> str:
    """Return who holds the lock; it may be let go at any moment."""
    try:
        return holder.read_text(encoding="utf-8") or "another process"
    except OSError:
        return "another process"
