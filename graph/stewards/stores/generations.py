"""Builds beside one another: a folder of generations of which one is in force.

A build writes a new generation and then names it in the file ``current``, replaced by one atomic rename. Readers open
what ``current`` names and keep it; a build that fails or is killed leaves nothing but an unnamed folder, which the next
build removes. The build that was in force before is kept, and the file ``previous`` names it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from stewards.errors import RequestError, StoreError

_CURRENT, _PREVIOUS = "current", "previous"
_NAME = re.compile(r"generation-\d{6,}")


class Generations:
    """The builds in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Path | None:
        """Return the generation in force, None when nothing has been built."""
        name = self._named(_CURRENT)
        if name is None:
            return None
        if (found := self._folder_of(name)) is not None:
            return found
        if self._named(_CURRENT) != name:  # overtaken by two builds: look again
            return self.current()
        remedy = "`stewards rollback` puts the build before it in force" if self.previous() else "remove the folder"
        reason = f"names {name[:40]!r} as its build, which is not there: {remedy}, then build anew"
        raise StoreError(f"{self.folder}: {reason}")

    def previous(self) -> Path | None:
        """Return the generation that was in force before, None when there is none."""
        current = self._named(_CURRENT) or ""
        name = self._named(_PREVIOUS) or current
        if name != current:
            return self._folder_of(name)
        # A publisher that ended between the two files: what was in force before its time is the next lower number.
        earlier = [path for path in self._numbered() if path.name < current]
        return earlier[-1] if earlier else None

    @contextmanager
    def writing(self, wait: float = 0, progress: Callable[[str], None] = lambda step: None) -> Iterator[Path]:
        """Give an empty folder for a new generation, and put it in force when the block ends without an error.

        Another process that is building here is waited for, up to ``wait`` seconds; then :class:`StoreBusyError`.
        """
        with self._alone(wait, progress):
            self._prune()
            fresh = self.folder / f"generation-{self._last_number() + 1:06}"
            try:
                fresh.mkdir()
                yield fresh
                self._seal(fresh)
                self._put_in_force(fresh)
            except BaseException:
                if self._named(_CURRENT) != fresh.name:  # Ctrl-C may come when the build is in force already
                    shutil.rmtree(fresh, ignore_errors=True)
                raise
            self._prune()

    def go_back(self, wait: float = 0) -> Path:
        """Put the build before in force, and keep the one that was; return the generation now in force.

        Raises :class:`RequestError` when there is none, and :class:`StoreError` when it is damaged.
        """
        from stewards.stores.manifest import refuse_damage

        with self._alone(wait):
            previous = self.previous()
            if previous is None:
                raise RequestError("there is no previous build: one is kept from the second build on")
            refuse_damage(previous)
            self._put_in_force(previous)
            return previous

    @contextmanager
    def _alone(self, wait: float, progress: Callable[[str], None] = lambda step: None) -> Iterator[None]:
        """Keep other builders out; a disk that is full, or a folder that cannot be written, is a StoreError."""
        from stewards.stores.locks import sole_builder

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with sole_builder(self.folder, wait, progress):
                yield
        except OSError as error:
            reason = error.strerror or str(error).splitlines()[0]
            raise StoreError(f"{self.folder}: cannot be written: {reason}") from None

    def _seal(self, fresh: Path) -> None:
        from stewards.stores.manifest import seal

        seal(fresh)

    def _put_in_force(self, generation: Path) -> None:
        if before := self._named(_CURRENT):
            self._name(_PREVIOUS, before)
        self._name(_CURRENT, generation.name)

    def _name(self, which: str, name: str) -> None:
        """Write a name into a file, which at every moment holds the old name or the new one, after a power cut too."""
        from stewards.stores.manifest import sync_folder

        draft = self.folder / f"{which}.new"
        with draft.open("w", encoding="ascii") as stream:
            stream.write(name)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(self.folder / which)
        sync_folder(self.folder)

    def _named(self, which: str) -> str | None:
        """Return the name that a file holds, None where there is no such file."""
        try:
            return (self.folder / which).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"{self.folder}: cannot be read as a store: {error}") from None

    def _folder_of(self, name: str) -> Path | None:
        found = self.folder / name
        return found if _NAME.fullmatch(name) and found.is_dir() else None

    def _numbered(self) -> list[Path]:
        return sorted(path for path in self.folder.glob("generation-*") if self._folder_of(path.name))

    def _last_number(self) -> int:
        return max((int(path.name.rsplit("-", 1)[1]) for path in self._numbered()), default=0)

    def _prune(self) -> None:
        """Remove what was never published, and what is neither in force nor the build before, unless it is read."""
        from stewards.stores.locks import unread

        keep = {self.current(), self.previous()}
        for path in self._numbered():
            if path not in keep:
                with unread(path / "store") as free:
                    if free:
                        shutil.rmtree(path, ignore_errors=True)
